"""Reading the history. Every question names an owner, and only that owner's runs answer."""

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from typing import Any

from core.history.connections import Locked, Reading
from core.history.database import is_busy, kind_of
from core.history.ended_traces import EndedTraces, no_collection
from core.history.questions import (
    BATCHES,
    COUNT,
    DELETED,
    DRAFT,
    ONE_RUN,
    RUNS,
    WORKFLOWS,
    Filter,
    RunRow,
    first_place,
    in_json,
    row,
)
from core.history.retention import KEPT
from core.history.writer import STALE_S
from core.text import clean
from core.trace import Trace, decode
from core.trace import events as e
from core.workflow import FileVersion

_MOST_ROWS = 500
LOCKED = (
    "The history cannot be read at the moment, because another program holds its lock. Runs that are going on here are "
    "shown from memory. Close that program if this lasts."
)
UNREADABLE = "The history could not be read ({}). Check the disk, then load the page again."
STOPPED = "The server stopped before the run had ended. Run it again to start over."

_log = logging.getLogger(__name__)


class Reader:
    """Reads with connections of its own, from any thread, and sees every stored event at once."""

    def __init__(
        self, reading: Reading, engine: str, lost: Callable[[], Collection[str]], clock: Callable[[], float]
    ) -> None:
        self._reading = reading
        self._engine = engine
        self._lost = lost
        self._clock = clock
        self._ended = EndedTraces()
        self.notice = ""

    def close(self) -> None:
        """Let go of the threads."""
        self._reading.close()

    def runs(self, owner: str, wanted: Filter, *, before: int | None = None, most: int = 50) -> list[RunRow]:
        """The owner's runs, newest first. `before` is the last row's number on the page before this one."""
        most = max(0, min(most, _MOST_ROWS))
        found = self._rows(RUNS, owner=owner, **wanted.values(), before=before, most=most, **self.alive())
        return [row(values) for values in found]

    def count(self, owner: str, wanted: Filter) -> int:
        """How many runs `runs` would give without a limit."""
        found = self._rows(COUNT, owner=owner, **wanted.values(), **self.alive())
        return int(found[0][0]) if found else 0

    def workflows(self, owner: str) -> list[str]:
        """The ids of the workflows of which the owner has runs."""
        return [name for (name,) in self._rows(WORKFLOWS, owner=owner)]

    def kept(self, owner: str) -> tuple[int, int]:
        """How many runs of the owner's are kept, and how many of them are imported."""
        rows = self._rows(KEPT, owner=owner)
        return (rows[0][0], rows[0][1] or 0) if rows else (0, 0)

    def run(self, run_id: str, owner: str) -> RunRow | None:
        """One run's line, None where the owner has none with this id and nobody shared one."""
        rows = self._rows(ONE_RUN, owner=owner, id=run_id, **self.alive())
        return row(rows[0]) if rows else None

    def deleted(self, run_id: str, owner: str) -> bool:
        """Whether the owner had this run and deleted it."""
        return bool(self._rows(DELETED, owner=owner, id=run_id))

    def events(self, run_id: str, owner: str) -> list[e.Event]:
        """The stored events of a run, in order; none where the owner has no such run."""
        found = self.run(run_id, owner)
        return [] if found is None else list(self._events(found.number))

    def trace(self, run_id: str, owner: str) -> Trace | None:
        """A run as it was. One that was interrupted ends, as failed, where its process stopped."""
        found = self.run(run_id, owner)
        if found is None:
            return None
        if (known := self._ended.find(found.number)) is not None:
            return known
        with no_collection():
            trace = Trace(self._events(found.number))
        if trace.finished:
            self._ended.keep(found.number, trace)
        elif found.status == "interrupted":
            trace.feed(list(_end(trace)))
        return trace

    def files(self, owner: str, space: str) -> list[FileVersion]:
        """The kept versions of the owner's files, oldest first; the newest MOST_ROWS of them."""
        rows = self._rows(FILES, owner=owner, space=space, most=_MOST_ROWS)
        return [FileVersion(*row) for row in reversed(rows)]

    def draft(self, owner: str, workflow: str) -> str | None:
        """The owner's draft for a workflow."""
        rows = self._rows(DRAFT, owner=owner, workflow=workflow)
        return str(rows[0][0]) if rows else None

    def _events(self, number: int) -> Iterator[e.Event]:
        """What can be read; a batch that disk damage made unreadable ends the log, because later ones build on it."""
        count = 0
        for (text,) in self._rows(BATCHES, first=first_place(number), next=first_place(number + 1)):
            try:
                events = decode(text)
            except ValueError:
                _log.warning("The stored events of run number %s are damaged after the first %s", number, count)
                break
            yield from events
            count += len(events)

    def alive(self) -> dict[str, object]:
        """Whose runs count as going on at this moment; a process seen in the future is one whose clock was put back."""
        now = self._clock()
        lost = in_json(self._lost())
        return {"engine": self._engine, "since": now - STALE_S, "lost": lost}

    def _rows(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """The answer's rows; none, with a notice, where the file cannot be read or another program holds its lock."""
        clean_values = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
        try:
            with closing(self._reading.begin()) as database:
                rows = database.execute(question, clean_values).fetchall()
        except (sqlite3.Error, UnicodeError, Locked) as error:
            notice = LOCKED if isinstance(error, Locked) or is_busy(error) else UNREADABLE.format(kind_of(error))
            if notice != self.notice:
                _log.warning("%s", notice)
            self.notice = notice
            return []
        self.notice = ""
        return rows


def _end(trace: Trace) -> Iterator[e.Event]:
    """How an interrupted run ends. Worked out on reading and never stored, for nobody was there to record it."""
    for step in trace.steps.values():
        if step.finished is None:
            yield e.StepFailed(trace.last, step.id, e.Failure("cancelled", STOPPED))
    yield e.RunFinished(trace.last, "failed", STOPPED, None, (), e.Failure("internal", STOPPED))


FILES = """
SELECT name, version, text, by, request, run, at FROM file_versions WHERE owner = :owner AND space = :space
ORDER BY number DESC LIMIT :most"""
