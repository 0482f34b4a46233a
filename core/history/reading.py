"""Connections for reading, on which the reading has already begun.

SQLite waits ten seconds for another program that holds the locks of the log's index, whatever timeout it was given.
Reading therefore begins in a thread, and whoever wants to read waits for that and no longer than a page can.
"""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from concurrent.futures.thread import ThreadPoolExecutor
from pathlib import Path

from core.history.database import connect
from core.history.questions import holds

SECONDS_FOR_A_LOCK = 0.2
SECONDS_WHILE_HELD_UP = 0.05
SECONDS_NOT_TRIED = 1.0
MOST_AT_ONCE = 8


class Locked(Exception):
    """Another program holds the lock."""


class Reading:
    """Where reading begins, from any thread. `held_up` says whether somebody waits for the file already."""

    def __init__(self, path: Path, held_up: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._held_up = held_up
        self._clock = clock
        self._tried_from = 0.0
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "playground-reader")

    def begin(self) -> sqlite3.Connection:
        """A connection in a transaction, to be closed after use.

        Raises sqlite3.Error, and Locked where another program does not let it begin: then it is not tried for a while,
        since a page asks several times.
        """
        if self._clock() < self._tried_from:
            raise Locked
        wait_s = SECONDS_WHILE_HELD_UP if self._held_up() else SECONDS_FOR_A_LOCK
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
