"""The runs of the past, kept in SQLite as they happen.

    history = History.open(folder)
    engine = Engine(open_world, history.listen)
    history.runs(owner), history.trace(run_id, owner), history.notice

Where nothing can be kept (a read-only folder, a database of a newer version) the history is off: it says why in
`notice`, knows no runs, and everything else works.
"""

import atexit
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.events import Event
from core.recording import Listener
from core.trace import Trace

if TYPE_CHECKING:
    from core.history.reader import Reader, RunRow, StoredStatus
    from core.history.writer import Writer
    from core.plan import Plan

FILE = "history.db"
SECONDS_TO_CLOSE = 5.0

log = logging.getLogger(__name__)


class History:
    """What is kept of all runs. Its methods may be called from any thread and never raise for the storage's sake."""

    def __init__(self, writer: "Writer | None", reader: "Reader | None", notice: str = "") -> None:
        self._writer = writer
        self._reader = reader
        self._notice = notice

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], float] = time.time) -> "History":
        """Open or begin the history in `folder`. `clock` gives the time of day in seconds since 1970."""
        from core.history.database import Unusable, open_database
        from core.history.reader import Reader
        from core.history.writer import Writer

        path = folder / FILE
        try:
            database, notice = open_database(path, clock)
        except Unusable as error:
            log.warning("%s", error)
            return cls(None, None, str(error))
        if notice:
            log.warning("%s", notice)
        writer = Writer(database, path, clock)
        history = cls(writer, Reader(path, writer.engine, writer.lost, clock), notice)
        atexit.register(history.close)
        return history

    @property
    def notice(self) -> str:
        """What people should know about the history at this moment; empty when all is well."""
        now = (self._writer.notice if self._writer else "", self._reader.notice if self._reader else "")
        return " ".join(filter(None, (self._notice, *now)))

    def listen(self, run_id: str, owner: str, plan: "Plan | None" = None) -> tuple[Listener, ...]:
        """Listeners that keep a run; fits `Engine`. A run is kept from its `RunStarted` on."""
        return (self._writer.listen(run_id, owner),) if self._writer else ()

    def runs(
        self,
        owner: str,
        *,
        workflow: str | None = None,
        status: "StoredStatus | None" = None,
        search: str = "",
        before: int | None = None,
        most: int = 50,
    ) -> "list[RunRow]":
        """The owner's runs, newest first. `before` is the last row's number on the page before this one."""
        if self._reader is None:
            return []
        return self._reader.runs(owner, workflow=workflow, status=status, search=search, before=before, most=most)

    def run(self, run_id: str, owner: str) -> "RunRow | None":
        """One run's line, None where the owner has none with this id."""
        return self._reader.run(run_id, owner) if self._reader else None

    def events(self, run_id: str, owner: str) -> list[Event]:
        """The stored events of a run, in order; none where the owner has no such run."""
        return self._reader.events(run_id, owner) if self._reader else []

    def trace(self, run_id: str, owner: str) -> Trace | None:
        """A run as it was, None where the owner has none with this id; an interrupted one ends as failed."""
        return self._reader.trace(run_id, owner) if self._reader else None

    def flush(self, timeout: float = SECONDS_TO_CLOSE) -> bool:
        """Wait until all that was recorded before is stored; False when that takes longer than `timeout` seconds."""
        return self._writer.flush(timeout) if self._writer else True

    def close(self) -> None:
        """Store what is left and let go of the file."""
        atexit.unregister(self.close)
        if self._writer:
            self._writer.close(SECONDS_TO_CLOSE)
