"""Values as Python source that holds exactly them, laid out for reading.

Nothing in a text can end its literal or hide in it: quotes and backslashes are escaped, and so is every character that
cannot be seen (NUL, lone surrogates, marks that turn the direction of writing).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from core.errors import InputError

WIDTH = 120
CODE_INDENT = "    "

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def text_literal(text: str) -> str:
    """A text as one literal on one line."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isprintable():
        return quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote
    return quote + "".join(_escaped(character, quote) for character in text) + quote


def literal(value: Any) -> str:
    """A value as an expression on one line. Raises InputError for what has no literal."""
    if isinstance(value, str):
        return text_literal(value)
    if value is None or isinstance(value, bool | int | float):
        return _number(value) if isinstance(value, float) else repr(value)
    if isinstance(value, datetime | date):
        return f"{type(value).__name__}.fromisoformat({text_literal(value.isoformat())})"
    if isinstance(value, BaseModel):
        given = ", ".join(f"{name}={literal(getattr(value, name))}" for name in type(value).model_fields)
        return f"{type(value).__name__}({given})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(name)}: {literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    raise InputError(f"A value of type {type(value).__name__} cannot be written into a script.")


def assigned(left: str, value: Any, indent: str = "") -> str:
    """`left = value` as lines, a long text in pieces under each other."""
    return _assigned(f"{indent}{left} = ", value, indent)


def _assigned(start: str, value: Any, indent: str) -> str:
    flat = f"{start}{literal(value)}"
    if len(flat) <= WIDTH or not isinstance(value, str | list | tuple | Mapping | BaseModel):
        return flat
    inner = indent + CODE_INDENT
    if not isinstance(value, str):
        return f"{start}{_spread(value, indent)}"
    pieces = text_pieces(value, WIDTH - len(inner))
    if len(pieces) == 1 and len(inner + pieces[0]) > WIDTH:
        return flat
    return "\n".join([f"{start}(", *(inner + piece for piece in pieces), f"{indent})"])


def called(start: str, arguments: Sequence[str], indent: str) -> str:
    """`start` followed by arguments in brackets: on one line, on a line of their own, or one on each."""
    joined = ", ".join(arguments)
    inner = indent + CODE_INDENT
    if len(f"{start}({joined})") <= WIDTH and "\n" not in joined:
        return f"{start}({joined})"
    if len(inner + joined) <= WIDTH and "\n" not in joined:
        return f"{start}(\n{inner}{joined}\n{indent})"
    return "\n".join([f"{start}(", *(f"{inner}{argument}," for argument in arguments), f"{indent})"])


def text_pieces(text: str, width: int) -> list[str]:
    """A text as literals that stand under each other and are one text to Python; broken after lines and words."""
    if _fits(text, width):
        return [text_literal(text)]
    pieces: list[str] = []
    for line in io.StringIO(text, newline="\n"):
        piece = ""
        for word in _words(line):
            if piece and not _fits(piece + word, width):
                pieces.append(text_literal(piece))
                piece = ""
            piece += word
        pieces.append(text_literal(piece))
    return pieces


def _words(line: str) -> Iterator[str]:
    """The words, each with the white space behind it."""
    start = 0
    for place, (before, letter) in enumerate(pairwise(line), 1):
        if before.isspace() and not letter.isspace():
            yield line[start:place]
            start = place
    if start < len(line):
        yield line[start:]


def _fits(text: str, width: int) -> bool:
    if len(text) + 2 > width:
        return False
    as_it_is = text.isprintable() and '"' not in text and "\\" not in text
    return as_it_is or len(text_literal(text)) <= width


def _spread(value: Any, indent: str) -> str:
    inner = indent + CODE_INDENT
    if isinstance(value, BaseModel):
        shown = [(f"{name}=", getattr(value, name)) for name in type(value).model_fields]
        opening, closing = f"{type(value).__name__}(", ")"
    elif isinstance(value, Mapping):
        shown, opening, closing = [(f"{literal(name)}: ", item) for name, item in value.items()], "{", "}"
    else:
        shown, (opening, closing) = [("", item) for item in value], "()" if isinstance(value, tuple) else "[]"
    lines = [f"{_spread_item(inner + name, item, inner)}," for name, item in shown]
    return "\n".join([opening, *lines, f"{indent}{closing}"])


def _spread_item(start: str, value: Any, indent: str) -> str:
    flat = f"{start}{literal(value)}"
    if len(flat) < WIDTH:
        return flat
    if isinstance(value, str):
        pieces = text_pieces(value, WIDTH - len(indent))
        return start + pieces[0] + "".join(f"\n{indent}{piece}" for piece in pieces[1:])
    return f"{start}{_spread(value, indent)}" if isinstance(value, list | tuple | Mapping | BaseModel) else flat


def _number(value: float) -> str:
    shown = repr(value)
    return f'float("{shown}")' if shown in ("inf", "-inf", "nan") else shown


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + quote
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
