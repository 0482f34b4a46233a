"""Values written out: in JSON's own types, as plain text that people read, and as cells of a spreadsheet."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from core.text.cleaning import clean, visible


def as_json(value: Any) -> Any:
    """`value` in JSON's own types: what JSON cannot hold becomes null (NaN, infinity) or the name of its type."""
    try:
        return _finite(to_jsonable_python(value, bytes_mode="base64", fallback=_name_of))
    except (PydanticSerializationError, ValueError):
        return _name_of(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value


def _name_of(value: Any) -> str:
    return f"<{type(value).__name__}>"


INDENT = "  "


def readable(value: Any) -> str:
    """`value` as lines of text: a text as it is, an object as `name: value`, a list with a dash for each item."""
    return "\n".join(line.rstrip() for line in _lines(as_json(value)))


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for name, item in value.items() for line in _named(name.replace("_", " "), item)]
    if isinstance(value, list):
        return [line for item in value for line in _item(item)] or ["(none)"]
    return _scalar(value).splitlines() or [""]


def _named(name: str, value: Any) -> list[str]:
    lines = _lines(value)
    if isinstance(value, dict | list) and value or len(lines) > 1:
        return [f"{name}:", *(INDENT + line for line in lines)]
    return [f"{name}: {lines[0] if lines else '(none)'}"]


def _item(value: Any) -> list[str]:
    first, *rest = _lines(value) or ["(none)"]
    return [f"- {first}", *(INDENT + line for line in rest)]


def _scalar(value: Any) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(value: Any) -> str:
    """A value as one cell's text; what a spreadsheet would take for a formula gets an apostrophe in front.

    Numbers stay as they are, signs included (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = clean("; ".join(map(str, value)) if isinstance(value, list) else readable(value))
    return f"'{text}" if visible(text).lstrip().startswith(_STARTS) or text.startswith(_STARTS) else text


def columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of all columns, in the order they first occur."""
    return list(dict.fromkeys(name for row in rows for name in row))


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows with a header line, every cell neutralised."""
    names = columns(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in names])
    writer.writerows([[cell(as_json(row.get(name))) for name in names] for row in rows])
    return out.getvalue()
