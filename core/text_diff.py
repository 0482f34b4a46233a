"""What changed between two texts: by words where they are short, by lines where they are long."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

MOST_WORDS = 2_000
MOST_LINES = 5_000
LONGEST_WHOLE = 20_000  # characters of a text too long to be compared that are shown

_WORD = re.compile(r"\S+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Piece(NamedTuple):
    """A stretch of text that is in both, only in the earlier, or only in the later one."""

    how: Literal["same", "removed", "added"]
    text: str


def text_diff(before: str, after: str) -> list[Piece]:
    """The pieces in reading order: those not `added` make up `before`, those not `removed` make up `after`.

    Texts of too many lines to be compared are told apart as a whole, and cut.
    """
    if before == after:
        return [Piece("same", before)] if before else []
    for pattern, most in ((_WORD, MOST_WORDS), (_LINE, MOST_LINES)):
        first, second = pattern.findall(before), pattern.findall(after)
        if len(first) <= most and len(second) <= most:
            return list(_pieces(first, second))
    return [Piece("removed", before[:LONGEST_WHOLE]), Piece("added", after[:LONGEST_WHOLE])]


def _pieces(first: Sequence[str], second: Sequence[str]) -> Iterator[Piece]:
    for how, start, end, new_start, new_end in difflib.SequenceMatcher(None, first, second).get_opcodes():
        if how == "equal":
            yield Piece("same", "".join(first[start:end]))
            continue
        if end > start:
            yield Piece("removed", "".join(first[start:end]))
        if new_end > new_start:
            yield Piece("added", "".join(second[new_start:new_end]))
