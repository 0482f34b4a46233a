"""Whether the history's file answers at this moment, and waiting for it only while it does."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.history.database import HELD, kind_of

SECONDS_WITHOUT_AN_ANSWER = 0.15
SLICE_S = 0.05
SILENT = (
    "Runs are not being kept at the moment, because the history's file does not answer; another program may hold its "
    "lock. They go on, and are stored as soon as it works."
)


class Answering:
    """One thread asks the file, and any may wait for what comes of it.

    Nobody waits for longer than SECONDS_WITHOUT_AN_ANSWER and a SLICE_S for a file that does not answer. `trouble` says
    why, once that is known.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.trouble = ""
        self._clock = clock
        self._asked_at: float | None = None

    @contextmanager
    def asked(self) -> Iterator[None]:
        """While the file is asked for its lock, or tried again and again."""
        before = self._asked_at
        self._asked_at = self._clock()
        try:
            yield
        finally:
            self._asked_at = before

    def answered(self) -> None:
        """The lock is ours: how long it takes from here is a matter of how much there is to do."""
        self._asked_at = None

    @property
    def held_up(self) -> bool:
        """Whether waiting would be in vain at this moment."""
        asked_at = self._asked_at
        return asked_at is not None and self._clock() - asked_at > SECONDS_WITHOUT_AN_ANSWER

    @property
    def notice(self) -> str:
        """What people should know about it; empty when all is well."""
        return self.trouble or (SILENT if self.held_up else "")

    def wait(self, done: Callable[[float], bool], longest_s: float) -> bool:
        """Whether it is done: `done` waits so many seconds for that. Gives up where the file does not answer."""
        deadline = self._clock() + longest_s
        while True:
            left = 0.0 if self.held_up else deadline - self._clock()
            if done(min(SLICE_S, max(0.0, left))):
                return True
            if left <= 0:
                return False


def why_not_stored(error: sqlite3.Error) -> str:
    """What a storage error means for the person, and what to do."""
    cause = {
        sqlite3.SQLITE_FULL: "the disk is full. Free some space",
        **dict.fromkeys(HELD, "another program holds the history's lock. Close it if this lasts"),
        sqlite3.SQLITE_READONLY: "the history's file has become read-only. Make it writable",
    }.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, f"of a storage error ({kind_of(error)}). Check the disk")
    return f"Runs are not being kept at the moment, because {cause}. They go on, and are stored as soon as it works."
