r"""Searching text with the calls of `re`, in a time that grows with the length of the text and no faster.

A pattern in which every repetition has an upper bound stays with `re`: what it tries from one place has a fixed bound
too. Every other goes to RE2, which never goes back over what it has read; one with a lookaround or a backreference,
which RE2 does not know, is refused.

RE2 takes bytes, and counts ASCII alone for `\w`, `\d`, `\s` and `\b`. So it is shown one byte for each character: a
letter with an accent as the letter without, one of another script as `_`, which is part of a word, a sign as a byte of
its own. Places found there are places in the text. `^` and `$` see no empty line behind a last newline.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol, cast

import re2

IGNORECASE = re.IGNORECASE
DOTALL = re.DOTALL
MULTILINE = re.MULTILINE
escape = re.escape

_SIGNS = "“”‘’„‚…–—−•×÷·€£¥¢©®°§«»¿¡→←✓✔★☆🏆🎉"  # at most 63: a byte each
_OTHER_SIGN = 0xBF
_LETTERS = dict(zip("ßøØłŁđĐæÆœŒþÞðÐı", "soOlLdDaAoOtTdDi", strict=True))
_MEMORY = 1 << 20  # bytes that one pattern may take in RE2
_ESCAPE_OR_CLASS = re.compile(r"\\(?P<reference>[1-9])|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_FOREIGN_TO_RE2 = re.compile(r"\(\?(?:[=!>]|<[=!]|P=)|\\1")
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_GROUP_IN_TEMPLATE = re.compile(r"\\(\d)")


class Match(Protocol):
    """What was found, as in `re`."""

    def __getitem__(self, group: int | str, /) -> str | Any: ...
    def group(self, group: int | str = 0, /) -> str | Any: ...
    def groups(self) -> tuple[str | Any, ...]: ...
    def groupdict(self) -> dict[str, str | Any]: ...
    def start(self, group: int | str = 0, /) -> int: ...
    def end(self, group: int | str = 0, /) -> int: ...


class Pattern(Protocol):
    """A compiled pattern, with the calls of `re`."""

    def search(self, text: str, start: int = 0, /) -> Match | None: ...
    def match(self, text: str, start: int = 0, /) -> Match | None: ...
    def fullmatch(self, text: str, /) -> Match | None: ...
    def finditer(self, text: str, /) -> Iterator[Match]: ...
    def findall(self, text: str, /) -> list[Any]: ...
    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]: ...
    def sub(self, new: str | Callable[[Any], str], text: str, count: int = 0) -> str: ...


class _Found:
    """Places that RE2 found, in the text itself."""

    __slots__ = ("_places", "_text")

    def __init__(self, places: Any, text: str) -> None:
        self._places = places
        self._text = text

    def __getitem__(self, group: int | str, /) -> Any:
        start, end = self._places.span(self._number(group))
        return None if start < 0 else self._text[start:end]

    def group(self, group: int | str = 0, /) -> Any:
        return self[group]

    def groups(self) -> tuple[Any, ...]:
        return tuple(self[group] for group in range(1, self._places.re.groups + 1))

    def groupdict(self) -> dict[str, Any]:
        return {name.decode(): self[group] for name, group in self._places.re.groupindex.items()}

    def start(self, group: int | str = 0, /) -> int:
        return int(self._places.start(self._number(group)))

    def end(self, group: int | str = 0, /) -> int:
        return int(self._places.end(self._number(group)))

    def _number(self, group: int | str) -> int:
        return group if isinstance(group, int) else int(self._places.re.groupindex[group.encode()])


class _Linear:
    """A pattern of RE2."""

    def __init__(self, pattern: str, flags: int) -> None:
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _MEMORY
        options.log_errors = False
        options.case_sensitive = not flags & IGNORECASE
        options.dot_nl = bool(flags & DOTALL)
        ours = pattern.replace(r"\Z", r"\z")
        ours = f"(?m:{ours})" if flags & MULTILINE else ours
        self._compiled = re2.compile(_in_bytes(ours), options)
        self._groups = self._compiled.groups
        self._foreign = re2.compile(_in_bytes(ours.replace(r"[^\W\d_]", "[A-Za-z_]")), options)

    def _for(self, text: str) -> Any:
        return self._compiled if text.isascii() else self._foreign

    def search(self, text: str, start: int = 0, /) -> Match | None:
        return _found(self._for(text).search(_in_bytes(text), start), text)

    def match(self, text: str, start: int = 0, /) -> Match | None:
        return _found(self._for(text).match(_in_bytes(text), start), text)

    def fullmatch(self, text: str, /) -> Match | None:
        return _found(self._for(text).fullmatch(_in_bytes(text)), text)

    def finditer(self, text: str, /) -> Iterator[Match]:
        return (_Found(places, text) for places in self._for(text).finditer(_in_bytes(text)))

    def findall(self, text: str, /) -> list[Any]:
        if not self._groups:
            found = (places.span() for places in self._for(text).finditer(_in_bytes(text)))
            return [text[start:end] for start, end in found]
        parts = [tuple(part or "" for part in match.groups()) for match in self.finditer(text)]
        return parts if self._groups > 1 else [part for (part,) in parts]

    def split(self, text: str, maxsplit: int = 0) -> list[Any]:
        pieces: list[Any] = []
        end = 0
        for match in islice(self.finditer(text), maxsplit or None):
            pieces.append(text[end : match.start()])
            if self._groups:
                pieces += match.groups()
            end = match.end()
        return [*pieces, text[end:]]

    def sub(self, new: str | Callable[[Any], str], text: str, count: int = 0) -> str:
        pieces: list[str] = []
        end = 0
        for match in islice(self.finditer(text), count or None):
            pieces += [text[end : match.start()], _expanded(new, match)]
            end = match.end()
        return "".join([*pieces, text[end:]])


def _found(places: Any, text: str) -> Match | None:
    return _Found(places, text) if places is not None else None


def _expanded(new: str | Callable[[Any], str], match: Match) -> str:
    if callable(new):
        return new(match)
    return _GROUP_IN_TEMPLATE.sub(lambda group: match[int(group[1])] or "", new) if "\\" in new else new


@lru_cache(maxsize=2048)
def compiled(pattern: str, flags: int = 0) -> Pattern:
    """The pattern, ready to search. Raises ValueError where it is none, or could take longer than linear time."""
    bare = _ESCAPE_OR_CLASS.sub(lambda part: r"\1" if part["reference"] else "x", pattern)
    try:
        if not _UNBOUNDED.search(bare):
            return cast(Pattern, re.compile(pattern, flags))
        if not _FOREIGN_TO_RE2.search(bare):
            return _Linear(pattern, flags)
    except (re.error, re2.error) as error:
        raise ValueError(f"This is no pattern ({error}): {pattern}") from error
    raise ValueError(f"This pattern needs an upper bound for each repetition, or no lookaround: {pattern}")


compile = compiled


def search(pattern: str, text: str, flags: int = 0) -> Match | None:
    return compiled(pattern, flags).search(text)


def match(pattern: str, text: str, flags: int = 0) -> Match | None:
    return compiled(pattern, flags).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> Match | None:
    return compiled(pattern, flags).fullmatch(text)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[Match]:
    return compiled(pattern, flags).finditer(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    return compiled(pattern, flags).findall(text)


def split(pattern: str, text: str, maxsplit: int = 0, flags: int = 0) -> list[str | Any]:
    return compiled(pattern, flags).split(text, maxsplit)


def sub(pattern: str, new: str | Callable[[Any], str], text: str, count: int = 0, flags: int = 0) -> str:
    return compiled(pattern, flags).sub(new, text, count)


def _in_bytes(text: str) -> bytes:
    return text.encode() if text.isascii() else _one_byte_each(text)


@lru_cache(maxsize=64)
def _one_byte_each(text: str) -> bytes:
    return text.translate(_ALPHABET).encode("latin-1")


class _Alphabet(dict[int, int]):
    """The byte of each character. Those of European languages are kept, others worked out as they come."""

    def __missing__(self, code: int) -> int:
        return _byte(chr(code)) if code >= 0x80 else code


def _byte(character: str) -> int:
    if character in _SIGNS:
        return 0x80 + _SIGNS.index(character)
    if character.isspace():
        return 0x20
    if character.isdecimal():
        return 0x30 + unicodedata.decimal(character)
    letter = _LETTERS.get(character) or unicodedata.normalize("NFKD", character)[0]
    if character.isalpha() and letter.isascii() and letter.isalpha():
        return ord(letter)
    return ord("_") if character.isalnum() else _OTHER_SIGN


_ALPHABET = _Alphabet({code: _byte(chr(code)) for code in range(0x80, 0x250)})
