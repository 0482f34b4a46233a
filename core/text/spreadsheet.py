"""Rows as CSV that a spreadsheet program opens without running anything in it."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from core.text.json_values import as_json
from core.text.readable import readable
from core.text.text import clean, visible

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
