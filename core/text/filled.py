"""Text that knows where prompts stand in it, and which of their stretches fill which placeholder."""

from collections.abc import Iterable
from typing import NamedTuple

FilledStretch = tuple[int, str | None]
"""So many characters, and the placeholder that they are the value of; None for the prompt's own words."""


class Filling(NamedTuple):
    """A filled prompt that begins at `start` of a text and consists of these stretches, in order."""

    start: int
    stretches: tuple[FilledStretch, ...]

    @property
    def end(self) -> int:
        """Where it ends, exclusively."""
        return self.start + sum([length for length, _ in self.stretches])


class Filled(str):
    """Ordinary text that still knows the prompts in it. It goes on knowing them when other text is added to it."""

    fillings: tuple[Filling, ...]

    @classmethod
    def of(cls, text: str, fillings: Iterable[Filling]) -> "Filled":
        """`text` with what is known of it."""
        filled = cls(text)
        filled.fillings = tuple(fillings)
        return filled

    def __add__(self, other: str) -> "Filled":
        if not isinstance(other, str):
            return NotImplemented
        moved = (Filling(len(self) + start, stretches) for start, stretches in fillings_of(other))
        return Filled.of(str.__add__(self, other), (*self.fillings, *moved))

    def __radd__(self, other: str) -> "Filled":
        return Filled.of(other, ()) + self


def fillings_of(text: str) -> tuple[Filling, ...]:
    """The prompts that `text` knows of, in order; none where it is ordinary text."""
    return text.fillings if isinstance(text, Filled) else ()


def fit(fillings: Iterable[Filling], text: str) -> bool:
    """Whether these can be the prompts in `text`: in order, none over another, none beyond its end."""
    end = 0
    for filling in fillings:
        if filling.start < end or any(length < 0 for length, _ in filling.stretches):
            return False
        end = filling.end
    return end <= len(text)
