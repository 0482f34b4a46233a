r"""Patterns over text of unknown origin, searched in a time that grows with the length of the text and no faster.

Python's own `re` goes back over what it has read, and holds the interpreter meanwhile: one text stops every visitor's
runs. RE2 never goes back, so it knows neither lookarounds nor backreferences. To it `\w`, `\s` and `\b` mean ASCII
alone, and `$` the very end; `WORD`, `SPACE` and `BLANK` (space within a line) are what Python takes for them, to be put
in square brackets.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

import re2

WORD = r"\pL\pN_"
BLANK = r"\t\x0b-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
SPACE = rf"\n{BLANK}"


class LinearMatch(Protocol):
    """A place where a pattern fits; group 0 is all of it. A group that took no part is None."""

    def __getitem__(self, group: int | str, /) -> str | None: ...

    def group(self) -> str:
        """All that fits."""

    def start(self) -> int:
        """Where it begins, in characters."""

    def end(self) -> int:
        """Where it ends, in characters."""


class LinearPattern:
    """A pattern in RE2's syntax; flags stand in it, as in `(?i)`. It never changes, so threads may share it."""

    def __init__(self, source: str) -> None:
        options = re2.Options()
        options.log_errors = False
        self._compiled = re2.compile(source, options)

    def fullmatch(self, text: str) -> LinearMatch | None:
        """How the pattern fits the text from its beginning to its end."""
        match: LinearMatch | None = self._compiled.fullmatch(_encodable(text))
        return match

    def search(self, text: str) -> LinearMatch | None:
        """The first place where the pattern fits."""
        match: LinearMatch | None = self._compiled.search(_encodable(text))
        return match

    def finditer(self, text: str) -> Iterator[LinearMatch]:
        """Every place where the pattern fits, none over another.

        All of them together take linear time where each is decided by what stands within a bounded distance.
        """
        matches: Iterator[LinearMatch] = self._compiled.finditer(_encodable(text))
        return matches

    def findall(self, text: str) -> list[str]:
        """The texts at those places."""
        return [text[match.start() : match.end()] for match in self.finditer(text)]

    def sub(self, instead: str | Callable[[LinearMatch], str], text: str) -> str:
        """The text with something else at those places."""
        changed: str = self._compiled.sub(instead, _encodable(text))
        return changed


def escaped(text: str) -> str:
    """A pattern for this very text."""
    literal: str = re2.escape(_encodable(text))
    return literal


def has_word(text: str, word: str) -> bool:
    """Whether `word` stands in the text as a word of its own, whatever its capitals."""
    return LinearPattern(rf"(?i)(?:^|[^{WORD}]){escaped(word)}(?:[^{WORD}]|$)").search(text) is not None


def _encodable(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no UTF-8 can hold; places stay the same."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text
