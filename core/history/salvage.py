"""What can still be read of a damaged history, put into the new one, row by row. The damaged file stays as it is.

A page that cannot be read hides a stretch of rows. It is gone round from both sides, by halving the rest of the table
until what is left is read or too small to matter. A run whose log has a gap keeps what comes before it.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import from_json

from core.history.questions import first_place

_SECONDS = 5.0
_MOST_TRIES = 20_000
LAST_ROW = 2**63 - 1
DRAFTS = ("owner", "workflow", "draft", "at")
KNOWN_BY_INDEX = "SELECT number FROM runs INDEXED BY runs_of_owner"

_Clock = Callable[[], float]
_Row = dict[str, Any]


class Saved(NamedTuple):
    """How many runs came through whole, how many in part, and how many are lost as far as is known."""

    whole: int = 0
    in_part: int = 0
    lost: int = 0

    def __str__(self) -> str:
        """As a sentence for people."""
        if not any(self):
            return "No run in it could be read."
        part = f", {self.in_part:,} of them only in part" if self.in_part else ""
        lost = f"; {self.lost:,} could not be read" if self.lost else ""
        return f"{self.whole + self.in_part:,} of its runs were saved{part}{lost}."


def salvage(
    damaged: Path,
    database: sqlite3.Connection,
    *,
    seconds: float = _SECONDS,
    clock: _Clock = time.monotonic,
) -> Saved:
    """Copy what can be read into `database`, which is new, for at most so many seconds. Never raises sqlite3.Error."""
    try:
        with closing(_opened(damaged)) as source:
            return _Salvage(source, database, clock() + seconds, clock).all()
    except (sqlite3.Error, OSError):
        return Saved()


def _opened(damaged: Path) -> sqlite3.Connection:
    source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    source.text_factory = bytes  # a text of broken bytes is one lost row, and not the end of the table
    return source


class _Salvage:
    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection, until: float, clock: _Clock) -> None:
        self._source = source
        self._target = target
        self._until = until
        self._clock = clock
        self._tries = 0

    def all(self) -> Saved:
        target = self._target
        target.execute("BEGIN IMMEDIATE")
        with suppress(sqlite3.Error):
            for table in ("runs", "file_versions"):
                for row in self._rows(table):
                    self._put(table, row)
            self._drafts()
            runs = {number for (number,) in target.execute("SELECT number FROM runs")}
            cut = {run for run in sorted(runs) if not (self._may_go_on() and self._log(run))}
            target.executemany(ENDS_UNFINISHED, [(run,) for run in cut])
            lost = len(self._known_runs() - runs)
            target.execute("COMMIT")
            return Saved(len(runs) - len(cut), len(cut), lost)
        target.execute("ROLLBACK")
        return Saved()

    def _log(self, run: int) -> bool:
        """Copy a run's log up to its first gap; whether that is its end."""
        due, last = first_place(run), ""
        with suppress(sqlite3.Error):
            for place, text in self._source.execute(LOG, (due, first_place(run + 1))):
                events = _events(text)
                if place != due or not events:
                    break
                self._put("batches", {"place": place, "events": text.decode()})
                due, last = place + len(events), events[-1][0]
        return last == "RunFinished"

    def _known_runs(self) -> set[int]:
        """The numbers of the runs that the file once had, from an index of its own, as far as that can be read."""
        found: set[int] = set()
        with suppress(sqlite3.Error):
            for (number,) in self._source.execute(KNOWN_BY_INDEX):
                found.add(number)
        return found

    def _drafts(self) -> None:
        """A table without row numbers: what comes before its first damage."""
        with suppress(sqlite3.Error):
            for values in self._source.execute(f"SELECT {', '.join(DRAFTS)} FROM drafts"):
                if (row := _texts(dict(zip(DRAFTS, values, strict=True)))) is not None:
                    self._put("drafts", row)

    def _rows(self, table: str) -> Iterator[_Row]:
        """The rows that can be read, in order."""
        stretches = [(0, LAST_ROW)]
        while stretches and self._may_go_on():
            first, last = stretches.pop()
            at = first
            try:
                cursor = self._source.execute(f"SELECT * FROM {table} WHERE number BETWEEN ? AND ?", (first, last))
                names = [name for name, *_ in cursor.description]
                for values in cursor:
                    row = dict(zip(names, values, strict=True))
                    at = row["number"] + 1
                    if (texts := _texts(row)) is not None:
                        yield texts
            except sqlite3.Error:
                if at < last:
                    middle = (at + last) // 2
                    stretches += [(middle + 1, last), (at, middle)]

    def _may_go_on(self) -> bool:
        self._tries += 1
        return self._tries <= _MOST_TRIES and self._clock() < self._until

    def _put(self, table: str, row: _Row) -> None:
        """Insert the row into a table that may have more columns; one that contradicts another is left out."""
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        with suppress(sqlite3.IntegrityError):
            self._target.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


def _texts(row: _Row) -> _Row | None:
    """The row with its texts read, None where one of them is broken."""
    try:
        return {name: value.decode() if isinstance(value, bytes) else value for name, value in row.items()}
    except UnicodeDecodeError:
        return None


def _events(text: bytes) -> list[Any]:
    try:
        events = from_json(text)
    except ValueError:
        return []
    return events if isinstance(events, list) else []


LOG = "SELECT place, events FROM batches WHERE place >= ? AND place < ? ORDER BY place"
ENDS_UNFINISHED = "UPDATE runs SET status = 'running', engine = '' WHERE number = ?"
