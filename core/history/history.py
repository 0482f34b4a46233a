"""The runs of the past, kept in SQLite as they happen.

    history = History.open(folder)
    engine = Engine(environment, history.listen)
    history.runs(owner), history.trace(run_id, owner), history.notice
    history.star([run_id], owner, True), history.delete([run_id], owner), history.bring_back([run_id], owner)

Where nothing can be kept (a read-only folder, a database of a newer version) the history is off: it says why in
`notice`, knows no runs, and everything else works.
"""

import atexit
import logging
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.history import questions as q
from core.history.questions import ANY_RUN, Filter, RunRow
from core.history.retention import IMPORTED_SHARE, MOST_RUNS, STARRED_SHARE
from core.text import clean
from core.trace import Event, Listener, Trace

if TYPE_CHECKING:
    from core.history.reader import Reader
    from core.history.writer import Writer
    from core.runtime import Plan
    from core.workflow import FileVersion

FILE = "history.db"
SECONDS_TO_CLOSE = 5.0
SECONDS_FOR_A_CHANGE = 3.0
SECONDS_ON_A_PAGES_WAY = 0.2
SECONDS_OUT_OF_REACH = 0.05
_LONGEST_NAME = 120

_log = logging.getLogger(__name__)


def load_storage() -> None:
    """Import ahead of time what a history needs when it is opened."""
    import core.history.reader
    import core.history.writer  # noqa: F401


class History:
    """What is kept of all runs. Its methods may be called from any thread and never raise for the storage's sake."""

    def __init__(
        self,
        writer: "Writer | None",
        reader: "Reader | None",
        notice: str = "",
        clock: Callable[[], float] = time.time,
        most_runs: int = MOST_RUNS,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._notice = notice
        self._clock = clock
        self.most_runs = most_runs

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], float] = time.time, most_runs: int = MOST_RUNS) -> "History":
        """Open or begin the history in `folder`, which keeps so many runs of each owner.

        `clock` gives the time of day in seconds since 1970.
        """
        from core.history.connections import Reading
        from core.history.database import Unusable, open_database
        from core.history.reader import Reader
        from core.history.writer import Writer

        path = folder / FILE
        try:
            database, notice = open_database(path, clock)
        except Unusable as error:
            _log.warning("%s", error)
            return cls(None, None, str(error))
        if notice:
            _log.warning("%s", notice)
        writer = Writer(database, path, clock, most_runs)
        reading = Reading(path, lambda: writer.held_up)
        history = cls(writer, Reader(reading, writer.engine, writer.lost, clock), notice, clock, most_runs)
        atexit.register(history.close)
        return history

    @property
    def notice(self) -> str:
        """What people should know about the history at this moment; empty when all is well."""
        now = (self._writer.notice if self._writer else "", self._reader.notice if self._reader else "")
        return " ".join(filter(None, (self._notice, *now)))

    @property
    def out_of_reach(self) -> bool:
        """Whether the file could not be read when it was last asked, so that what was not found may be there."""
        return self._reader is not None and bool(self._reader.notice)

    def listen(self, run_id: str, owner: str, plan: "Plan | None" = None) -> tuple[Listener, ...]:
        """Listeners that keep a run; fits `Engine`. A run is kept from its `RunStarted` on."""
        return (self._writer.listen(run_id, owner),) if self._writer else ()

    def runs(self, owner: str, wanted: Filter = ANY_RUN, *, before: int | None = None, most: int = 50) -> list[RunRow]:
        """The owner's runs, newest first. `before` is the last row's number on the page before this one."""
        return self._reader.runs(owner, wanted, before=before, most=most) if self._reader else []

    def count(self, owner: str, wanted: Filter = ANY_RUN) -> int:
        """How many runs `runs` would give without a limit."""
        return self._reader.count(owner, wanted) if self._reader else 0

    def workflows(self, owner: str) -> list[str]:
        """The ids of the workflows of which the owner has runs."""
        return self._reader.workflows(owner) if self._reader else []

    def run(self, run_id: str, owner: str) -> RunRow | None:
        """One run's line, None where the owner has none with this id and nobody shared one."""
        return self._reader.run(run_id, owner) if self._reader else None

    def deleted(self, run_id: str, owner: str) -> bool:
        """Whether the owner had this run and deleted it, and it can still be brought back."""
        return self._reader.deleted(run_id, owner) if self._reader else False

    def events(self, run_id: str, owner: str) -> list[Event]:
        """The stored events of a run, in order; none where the owner has no such run."""
        return self._reader.events(run_id, owner) if self._reader else []

    def trace(self, run_id: str, owner: str) -> Trace | None:
        """A run as it was, None where the owner has none with this id; an interrupted one ends as failed."""
        return self._reader.trace(run_id, owner) if self._reader else None

    def files(self, owner: str, space: str, wait_s: float = SECONDS_ON_A_PAGES_WAY) -> "list[FileVersion]":
        """The versions of the owner's files that are kept in `space`, oldest first.

        At most `wait_s` seconds are waited for those that were written a moment ago.
        """
        self._catch_up(wait_s)
        return self._reader.files(owner, space) if self._reader else []

    def keep_file(self, owner: str, space: str, name: str, text: str, *, request: str) -> bool:
        """Keep a version of a file that the owner made without a run; whether it is stored."""
        told = {"space": space, "name": name, "text": text, "by": "you", "request": request, "run": ""}
        now = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds")
        return bool(self._change(q.KEEP_FILE, owner, [], **{key: clean(value) for key, value in told.items()}, at=now))

    def keep_draft(self, owner: str, workflow: str, draft: str) -> None:
        """Keep what the owner has put into a workflow's form, in its turn."""
        from core.history.changes import HistoryChange

        if self._writer is not None:
            told = {"owner": clean(owner), "workflow": workflow, "draft": clean(draft), "now": self._clock()}
            self._writer.do(HistoryChange(q.KEEP_DRAFT, told, replaces=f"{owner} {workflow}"))

    def draft(self, owner: str, workflow: str) -> str | None:
        """What `keep_draft` kept last."""
        self._catch_up(SECONDS_ON_A_PAGES_WAY)
        return self._reader.draft(owner, workflow) if self._reader else None

    def rename(self, run_id: str, owner: str, name: str) -> list[str] | None:
        """Give the owner's run a name.

        This and the other changes return the ids of the runs they were done to, None where nothing could be stored.
        """
        return self._change(q.RENAME, owner, [run_id], value=clean(name)[:_LONGEST_NAME])

    def star(self, run_ids: Collection[str], owner: str, starred: bool) -> list[str] | None:
        """Mark the owner's runs, or take the mark away; none is marked beyond `most_starred`."""
        return self._change(q.STAR, owner, run_ids, value=int(starred), most=self.most_starred)

    @property
    def most_starred(self) -> int:
        """How many runs of one owner may be starred."""
        return max(1, self.most_runs // STARRED_SHARE)

    @property
    def most_imported(self) -> int:
        """How many imported runs are kept of one owner."""
        return max(1, self.most_runs // IMPORTED_SHARE)

    def kept(self, owner: str) -> tuple[int, int]:
        """How many of the owner's runs are kept, those included that can be brought back, and how many are imported."""
        return self._reader.kept(owner) if self._reader else (0, 0)

    def share(self, run_id: str, owner: str, shared: bool) -> list[str] | None:
        """Let everybody who has a run's id read it, or no longer."""
        return self._change(q.SHARE, owner, [run_id], value=int(shared))

    def delete(self, run_ids: Collection[str], owner: str) -> list[str] | None:
        """Delete those of the owner's runs that have ended; for DAYS_KEPT days they can be brought back."""
        return self._change(q.DELETE, owner, run_ids)

    def delete_all(self, owner: str) -> list[str] | None:
        """Delete all of the owner's runs that have ended."""
        return self._change(q.DELETE_ALL, owner, [])

    def bring_back(self, run_ids: Collection[str], owner: str) -> list[str] | None:
        """Undo a deletion."""
        return self._change(q.BRING_BACK, owner, run_ids)

    def remove(self, run_ids: Collection[str], owner: str) -> list[str] | None:
        """Remove deleted runs for good, within moments and without a way back."""
        return self._change(q.REMOVE, owner, run_ids)

    def take_in(self, run_id: str, owner: str, events: Iterable[Event]) -> bool:
        """Keep a run that came from a file, marked as imported; whether it is stored."""
        if self._writer is None:
            return False
        listen = self._writer.listen(run_id, owner, imported=True)
        for event in events:
            listen(event)
        return self._writer.caught_up(SECONDS_TO_CLOSE) and self.run(run_id, owner) is not None

    def flush(self, timeout: float = SECONDS_TO_CLOSE) -> bool:
        """Wait until all that was recorded before is stored; False when that takes longer than `timeout` seconds."""
        return self._writer.flush(timeout) if self._writer else True

    def _catch_up(self, wait_s: float) -> None:
        if self._writer:
            self._writer.caught_up(self._at_most(wait_s))

    def _change(self, statement: str, owner: str, run_ids: Collection[str], **values: Any) -> list[str] | None:
        from core.history.changes import HistoryChange

        if self._writer is None or self._reader is None:
            return None
        told = {"owner": clean(owner), "ids": q.in_json(map(clean, run_ids)), "now": self._clock()}
        change = HistoryChange(statement, {**told, **values, **self._reader.alive()})
        return self._writer.change(change, self._at_most(SECONDS_FOR_A_CHANGE))

    def _at_most(self, wait_s: float) -> float:
        """A page that has waited for the file in vain does not do so once more."""
        return min(wait_s, SECONDS_OUT_OF_REACH) if self.out_of_reach else wait_s

    def close(self) -> None:
        """Store what is left and let go of the file."""
        atexit.unregister(self.close)
        if self._writer:
            self._writer.close(SECONDS_TO_CLOSE)
        if self._reader:
            self._reader.close()
