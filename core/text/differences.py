"""How two texts differ, by lines and words, and which of several names is nearest to one."""

import io
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from core.text.patterns import BLANK, SPACE, LinearPattern

FEWEST_LINES = 4  # of a text that is compared by lines first
MOST_WORDS = 2_000
MOST_LINES = 5_000
CONTEXT = 2  # unchanged lines on each side of a change, in the unified format
LONGEST_WHOLE = 20_000  # characters of a text too long to be compared that are shown

# The end of a line is no part of its last word.
_WORD = LinearPattern(rf"[^{SPACE}]+[{BLANK}]*|[{BLANK}]+|\n")


class DiffPiece(NamedTuple):
    """A stretch of text that is in both, only in the earlier, or only in the later one."""

    how: Literal["same", "removed", "added"]
    text: str


class _Stretch(NamedTuple):
    """Items `start` to before `end` of a list, and those of a later list in their place; `same` if they are equal."""

    same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def text_diff(before: str, after: str) -> list[DiffPiece]:
    """The pieces in reading order: those not `added` make up `before`, those not `removed` make up `after`.

    Texts of too many lines to be compared are told apart as a whole, and cut.
    """
    if before == after:
        return [DiffPiece("same", before)] if before else []
    first, second = _lines(before), _lines(after)
    if max(len(first), len(second)) > MOST_LINES:
        return [DiffPiece("removed", before[:LONGEST_WHOLE]), DiffPiece("added", after[:LONGEST_WHOLE])]
    if min(len(first), len(second)) < FEWEST_LINES:
        return list(_by_words(before, after))
    return list(_by_lines(first, second))


def _lines(text: str) -> list[str]:
    """The lines, each with the \\n that ends it."""
    return list(io.StringIO(text, newline="\n"))


def _stretches(first: Sequence[str], second: Sequence[str]) -> Iterator[_Stretch]:
    """How one list becomes the other, in order, with the most items kept.

    For a few thousand items: it takes one operation for 64 pairs, whatever the items are.
    """
    from rapidfuzz.distance import LCSseq

    at = new_at = 0
    for operation in LCSseq.opcodes(first, second):
        if operation.tag != "equal":
            continue
        if at < operation.src_start or new_at < operation.dest_start:
            yield _Stretch(False, at, operation.src_start, new_at, operation.dest_start)
        at, new_at = operation.src_end, operation.dest_end
        yield _Stretch(True, operation.src_start, at, operation.dest_start, new_at)
    if at < len(first) or new_at < len(second):
        yield _Stretch(False, at, len(first), new_at, len(second))


def unified_diff(before: str, after: str, name: str, new_name: str) -> str:
    """What changed line by line in the unified format; empty when no line did.

    Texts of too many lines to be compared are shown as one replaced by the other.
    """
    first, second = before.splitlines(), after.splitlines()
    if first == second:
        return ""
    if max(len(first), len(second)) > MOST_LINES:
        extent = f"@@ -{_extent(0, len(first))} +{_extent(0, len(second))} @@"
        lines = [extent, *(f"-{line}" for line in first), *(f"+{line}" for line in second)]
    else:
        lines = [line for hunk in _hunks(list(_rows(first, second))) for line in _hunk(hunk)]
    return "\n".join([f"--- {name}", f"+++ {new_name}", *lines])


class _Row(NamedTuple):
    """A line of a difference; so many lines of the two texts stand before it."""

    sign: str
    text: str
    old: int
    new: int


def _rows(first: Sequence[str], second: Sequence[str]) -> Iterator[_Row]:
    for stretch in _stretches(first, second):
        for at in range(stretch.start, stretch.end):
            new = stretch.new_start + at - stretch.start if stretch.same else stretch.new_start
            yield _Row(" " if stretch.same else "-", first[at], at, new)
        for at in range(stretch.new_start, stretch.new_end) if not stretch.same else ():
            yield _Row("+", second[at], stretch.end, at)


def _hunks(rows: Sequence[_Row]) -> list[list[_Row]]:
    """The changed lines with those around them, together where they touch."""
    changed = (place for place, row in enumerate(rows) if row.sign != " ")
    near = {at for place in changed for at in range(place - CONTEXT, place + CONTEXT + 1) if 0 <= at < len(rows)}
    hunks: list[list[_Row]] = []
    for previous, at in pairwise([-2, *sorted(near)]):
        if at != previous + 1:
            hunks.append([])
        hunks[-1].append(rows[at])
    return hunks


def _hunk(rows: Sequence[_Row]) -> Iterator[str]:
    old, new = sum(row.sign != "+" for row in rows), sum(row.sign != "-" for row in rows)
    yield f"@@ -{_extent(rows[0].old, old)} +{_extent(rows[0].new, new)} @@"
    yield from (row.sign + row.text for row in rows)


def _extent(before: int, count: int) -> str:
    return str(before + 1) if count == 1 else f"{before + 1 if count else before},{count}"


def _by_lines(first: Sequence[str], second: Sequence[str]) -> Iterator[DiffPiece]:
    """Lines that took the place of as many others are compared with them word by word, unless they are many."""
    stretches = list(_stretches(first, second))
    few = sum(_most_words(text) for text in _replaced(stretches, first, second)) <= 2 * MOST_WORDS
    for same, start, end, new_start, new_end in stretches:
        old, new = first[start:end], second[new_start:new_end]
        if few and not same and len(old) == len(new):
            for old_line, new_line in zip(old, new, strict=True):
                yield from _by_words(old_line, new_line)
        else:
            yield from _pieces(same, "".join(old), "".join(new))


def _replaced(stretches: Sequence[_Stretch], first: Sequence[str], second: Sequence[str]) -> Iterator[str]:
    for stretch in stretches:
        if not stretch.same:
            yield from first[stretch.start : stretch.end]
            yield from second[stretch.new_start : stretch.new_end]


def _by_words(before: str, after: str) -> Iterator[DiffPiece]:
    if max(_most_words(before), _most_words(after)) > MOST_WORDS:
        yield from _pieces(False, before, after)
        return
    first, second = _WORD.findall(before), _WORD.findall(after)
    for same, start, end, new_start, new_end in _stretches(first, second):
        yield from _pieces(same, "".join(first[start:end]), "".join(second[new_start:new_end]))


def _most_words(text: str) -> int:
    """The most pieces that `_WORD` can find; counting them is much quicker than finding them."""
    return len(text.split()) + 2 * text.count("\n") + 1


def _pieces(same: bool, old: str, new: str) -> Iterator[DiffPiece]:
    if same:
        yield DiffPiece("same", old)
        return
    if old:
        yield DiffPiece("removed", old)
    if new:
        yield DiffPiece("added", new)


MOST = 3
LEAST_ALIKE = 60  # per cent of the letters


def nearest(name: str, known: Collection[str]) -> list[str]:
    """The known names most like this one, the most alike first; none where it is like none of them."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    return [alike for alike, _, _ in extract(name, list(known), scorer=ratio, limit=MOST, score_cutoff=LEAST_ALIKE)]
