"""E-mails out of what a person pasted or uploaded: a CSV with columns, or one e-mail a paragraph."""

import csv
import io

from pydantic import BaseModel

from core.errors import InputError
from core.text import shorten

MOST_MAILS = 1000
_LONGEST_CELL = 20_000
LONGEST_NAMES = 200  # of the columns in a message
BODY_COLUMNS = ("text", "body", "message", "email", "content")


class Mail(BaseModel):
    id: str
    text: str


def read_mails(text: str) -> list[Mail]:
    """The e-mails in order, each with an id of its own.

    A CSV needs a header with a column named text, body, message, email or content; id and subject are used if they are
    there, other columns are ignored. Anything else is split at blank lines, or at line ends if there are none. Raises
    InputError for a CSV without such a column and for more than MOST_ROWS e-mails.
    """
    rows = _read_csv(text) if _looks_like_csv(text) else _read_paragraphs(text)
    if len(rows) > MOST_MAILS:
        raise InputError(f"There are {len(rows):,} e-mails; at most {MOST_MAILS:,} fit in one run. Split the file.")
    if not rows:
        raise InputError("There is no e-mail in the text. Paste at least one.")
    taken: dict[str, int] = {}
    return [Mail(id=_unique(row_id or str(number), taken), text=body) for number, (row_id, body) in enumerate(rows, 1)]


def _looks_like_csv(text: str) -> bool:
    header = {name.strip().lower() for name in text.lstrip("\ufeff").partition("\n")[0].replace(";", ",").split(",")}
    return len(header) > 1 and bool(header & {*BODY_COLUMNS, "subject", "sender", "id"})


def _read_csv(text: str) -> list[tuple[str, str]]:
    head = text.lstrip("\ufeff")
    delimiter = ";" if head.partition("\n")[0].count(";") > head.partition("\n")[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(head), delimiter=delimiter)
    try:
        names = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
        column = next((names[name] for name in BODY_COLUMNS if name in names), None)
        kept = [] if column is None else [_row(row, names, column) for row in rows]
    except csv.Error as error:
        raise InputError(f"The CSV cannot be read: {error}. Check its quotes.") from error
    if column is None:
        found = shorten(", ".join(name for name in names if name) or "none", LONGEST_NAMES)
        raise InputError(f"The CSV has no column for the e-mail's text. Name one “text” (columns found: {found}).")
    return [(row_id, body) for row_id, body in kept if body]


def _row(row: dict[str, str | None], names: dict[str, str], column: str) -> tuple[str, str]:
    subject = (row.get(names.get("subject", "")) or "").strip()
    body = (row.get(column) or "").strip()
    whole = f"{subject}\n{body}" if subject and body else body or subject
    return (row.get(names.get("id", "")) or "").strip(), whole[:_LONGEST_CELL]


def _read_paragraphs(text: str) -> list[tuple[str, str]]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    lines = blocks if len([block for block in blocks if block.strip()]) > 1 else text.splitlines()
    return [("", line.strip()[:_LONGEST_CELL]) for line in lines if line.strip()]


def _unique(wanted: str, taken: dict[str, int]) -> str:
    taken[wanted] = taken.get(wanted, 0) + 1
    return wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"
