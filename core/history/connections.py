"""Connections for reading the history's file, and whether it answers at this moment."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from concurrent.futures.thread import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from core.history.database import HELD, connect, kind_of
from core.history.questions import holds

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


SECONDS_FOR_A_READERS_LOCK = 0.2
SECONDS_WHILE_HELD_UP = 0.05
SECONDS_NOT_TRIED = 1.0
_MOST_AT_ONCE = 8


class Locked(Exception):
    """Another program holds the lock."""


class Reading:
    """Where reading begins, from any thread. `held_up` says whether somebody waits for the file already."""

    def __init__(self, path: Path, held_up: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._held_up = held_up
        self._clock = clock
        self._tried_from = 0.0
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, "playground-reader")

    def begin(self) -> sqlite3.Connection:
        """A connection in a transaction, to be closed after use.

        Raises sqlite3.Error, and Locked where another program does not let it begin: then it is not tried for a while,
        since a page asks several times.
        """
        if self._clock() < self._tried_from:
            raise Locked
        wait_s = SECONDS_WHILE_HELD_UP if self._held_up() else SECONDS_FOR_A_READERS_LOCK
        begun = self._threads.submit(self._begin, wait_s)
        try:
            return begun.result(wait_s)
        except Late:
            self._tried_from = self._clock() + SECONDS_NOT_TRIED
            if not begun.cancel():
                begun.add_done_callback(_close)
            raise Locked from None

    def _begin(self, wait_s: float) -> sqlite3.Connection:
        database = connect(self._path, wait_s, read_only=True)
        database.create_function("holds", 2, holds, deterministic=True)
        try:
            database.execute("BEGIN")
            database.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _close(begun: "Future[sqlite3.Connection]") -> None:
    """Close what came too late for whoever had asked."""
    if begun.exception() is None:
        begun.result().close()
