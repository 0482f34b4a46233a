"""What changed between two texts: by lines where they have several, and by words within those."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

FEWEST_LINES = 4  # of a text that is compared by lines first
MOST_WORDS = 2_000
MOST_LINES = 5_000
LONGEST_WHOLE = 20_000  # characters of a text too long to be compared that are shown

_WORD = re.compile(r"\S+[^\S\n]*|[^\S\n]+|\n")  # the end of a line is no part of its last word
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
    first, second = _LINE.findall(before), _LINE.findall(after)
    if max(len(first), len(second)) > MOST_LINES:
        return [Piece("removed", before[:LONGEST_WHOLE]), Piece("added", after[:LONGEST_WHOLE])]
    if min(len(first), len(second)) < FEWEST_LINES:
        return list(_by_words(before, after))
    return list(_by_lines(first, second))


def _by_lines(first: Sequence[str], second: Sequence[str]) -> Iterator[Piece]:
    """Lines that took the place of as many others are compared with them word by word."""
    for how, start, end, new_start, new_end in difflib.SequenceMatcher(None, first, second).get_opcodes():
        old, new = first[start:end], second[new_start:new_end]
        if how == "replace" and len(old) == len(new):
            for one, other in zip(old, new, strict=True):
                yield from _by_words(one, other)
        else:
            yield from _pieces(how, "".join(old), "".join(new))


def _by_words(before: str, after: str) -> Iterator[Piece]:
    first, second = _WORD.findall(before), _WORD.findall(after)
    if max(len(first), len(second)) > MOST_WORDS:
        yield from _pieces("replace", before, after)
        return
    for how, start, end, new_start, new_end in difflib.SequenceMatcher(None, first, second).get_opcodes():
        yield from _pieces(how, "".join(first[start:end]), "".join(second[new_start:new_end]))


def _pieces(how: str, old: str, new: str) -> Iterator[Piece]:
    if how == "equal":
        yield Piece("same", old)
        return
    if old:
        yield Piece("removed", old)
    if new:
        yield Piece("added", new)
