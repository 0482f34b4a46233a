"""Reading the history. Every question names an owner, and only that owner's runs answer."""

import json
import logging
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from core import events as e
from core.history.database import connect, first_place
from core.history.encoding import decode
from core.history.writer import STALE_S
from core.text import clean
from core.trace import Status, Trace

MOST_ROWS = 500
STOPPED = "The server stopped before the run had ended. Run it again to start over."

log = logging.getLogger(__name__)

StoredStatus = Status | Literal["interrupted"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the list of runs. `request` is its beginning; figures are those so far, cost None if unknown.

    `number` grows with every new run. `interrupted` is a run whose process is gone before it had ended.
    """

    number: int
    id: str
    workflow: str
    model: str
    mode: str
    started: str
    status: StoredStatus
    reason: str
    wall_s: float | None
    calls: int
    input_tokens: int
    output_tokens: int
    estimated: bool
    cost_usd: float | None
    request: str


class Reader:
    """Reads with connections of its own, from any thread, and sees every stored event at once."""

    def __init__(
        self, path: Path, engine: str, lost: Callable[[], Collection[str]], clock: Callable[[], float]
    ) -> None:
        self._path = path
        self._engine = engine
        self._lost = lost
        self._clock = clock
        self.notice = ""

    def runs(
        self,
        owner: str,
        *,
        workflow: str | None = None,
        status: StoredStatus | None = None,
        search: str = "",
        before: int | None = None,
        most: int = 50,
    ) -> list[RunRow]:
        """The owner's runs, newest first. `before` is the last row's number on the page before this one."""
        wanted = {"workflow": workflow, "status": status, "like": f"%{_literally(search)}%", "before": before}
        most = max(0, min(most, MOST_ROWS))
        return [_row(row) for row in self._rows(RUNS, owner=owner, **wanted, most=most, **self._alive())]

    def run(self, run_id: str, owner: str) -> RunRow | None:
        """One run's line, None where the owner has none with this id."""
        rows = self._rows(ONE_RUN, owner=owner, id=run_id, **self._alive())
        return _row(rows[0]) if rows else None

    def events(self, run_id: str, owner: str) -> list[e.Event]:
        """The stored events of a run, in order; none where the owner has no such run."""
        row = self.run(run_id, owner)
        return [] if row is None else self._events(row.number)

    def trace(self, run_id: str, owner: str) -> Trace | None:
        """A run as it was. One that was interrupted ends, as failed, where its process stopped."""
        row = self.run(run_id, owner)
        if row is None:
            return None
        trace = Trace(self._events(row.number))
        if row.status == "interrupted" and not trace.finished:
            trace.feed(list(_end(trace)))
        return trace

    def _events(self, number: int) -> list[e.Event]:
        """What can be read; a batch that disk damage made unreadable ends the log, because later ones build on it."""
        events: list[e.Event] = []
        for (text,) in self._rows(BATCHES, first=first_place(number), next=first_place(number + 1)):
            try:
                events.extend(decode(text))
            except ValueError:
                log.warning("The stored events of run number %s are damaged after the first %s", number, len(events))
                break
        return events

    def _alive(self) -> dict[str, object]:
        now = self._clock()
        lost = json.dumps(list(self._lost()))
        return {"engine": self._engine, "since": now - STALE_S, "until": now + STALE_S, "lost": lost}

    def _rows(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """The answer's rows; none, with a notice, where the file cannot be read."""
        clean_values = {name: clean(one) if isinstance(one, str) else one for name, one in values.items()}
        try:
            with closing(connect(self._path, read_only=True)) as database:
                rows = database.execute(question, clean_values).fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            log.warning("The history could not be read: %s", error)
            self.notice = f"The history could not be read ({error}). Check the disk, then load the page again."
            return []
        self.notice = ""
        return rows


def _end(trace: Trace) -> Iterator[e.Event]:
    """How an interrupted run ends. Worked out on reading and never stored, for nobody was there to record it."""
    for step in trace.steps.values():
        if step.finished is None:
            yield e.StepFailed(trace.last, step.id, e.Failure("cancelled", STOPPED))
    yield e.RunFinished(trace.last, "failed", STOPPED, None, (), e.Failure("internal", STOPPED))


def _row(values: tuple[Any, ...]) -> RunRow:
    row = RunRow(*values)
    return replace(row, estimated=bool(row.estimated))


def _literally(search: str) -> str:
    for special in "\\%_":
        search = search.replace(special, "\\" + special)
    return search


STATUS = """
CASE WHEN status = 'running' AND (
    id IN (SELECT value FROM json_each(:lost))
    OR engine <> :engine
    AND NOT EXISTS (SELECT 1 FROM engines WHERE engines.id = engine AND seen_at BETWEEN :since AND :until)
) THEN 'interrupted' ELSE status END"""
COLUMNS = ", ".join(STATUS + " AS shown" if one.name == "status" else one.name for one in fields(RunRow))
RUNS = f"""
SELECT {COLUMNS} FROM runs WHERE owner = :owner
AND (:workflow IS NULL OR workflow = :workflow) AND (:status IS NULL OR shown = :status)
AND (:before IS NULL OR number < :before) AND request LIKE :like ESCAPE '\\'
ORDER BY number DESC LIMIT :most"""
ONE_RUN = f"SELECT {COLUMNS} FROM runs WHERE id = :id AND owner = :owner"
BATCHES = "SELECT events FROM batches WHERE place >= :first AND place < :next ORDER BY place"
