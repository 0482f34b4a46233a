"""The one thread that writes the history.

It sleeps until a run has something new, takes everything that has gathered, and stores it in one transaction, so that
a finished step is on its way to disk at once when little happens and in large batches when much does. When the disk is
full or another program holds the lock it says so, keeps trying, and the runs go on.
"""

import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.history import questions as q
from core.history.changes import HistoryChange, forget_deleted, make_room
from core.history.connections import Answering, why_not_stored
from core.history.database import checkpoint, immediate, is_busy, kind_of
from core.history.intake import Calls, Intake, Portion
from core.history.retention import MOST_RUNS
from core.trace import Clock, Listener

HEARTBEAT_S = 2.0
LARGEST_TRANSACTION = 32_000_000
_MOST_TRIES = 10_000
LONGEST_PAUSE_S = 5.0
WAL_TO_CHECKPOINT = 4_000_000
STALE_S = 6.0
MOST_PUT_OFF = 1_000
FORGET_ENGINES_S = 86_400.0

_log = logging.getLogger(__name__)

_Call = Intake | HistoryChange | threading.Event | None


class Writer:
    """Owns the writing connection. `listen` and `flush` may be called from any thread."""

    def __init__(self, database: sqlite3.Connection, path: Path, clock: Clock, most_runs: int = MOST_RUNS) -> None:
        self.engine = secrets.token_hex(8)
        self._database = database
        self._wal = path.with_name(path.name + "-wal")
        self._clock = clock
        self._calls: Calls[_Call] = Calls()
        self._runs: dict[str, Intake] = {}
        self._most_runs = most_runs
        self._grown: set[str] = set()  # owners of whom more is kept than at the last beat
        self._closing = threading.Event()
        self._next_beat = 0.0
        self._answering = Answering()
        self._fault = ""
        self._put_off: dict[str, HistoryChange] = {}
        self._last_beat = 0.0
        self._checkpoints_from = 0.0
        self._thread = threading.Thread(target=self._work, name="playground-history", daemon=True)
        self._thread.start()

    def listen(self, run_id: str, owner: str, *, imported: bool = False) -> Listener:
        """A listener that stores one run's events."""
        run = self._runs[run_id] = Intake(run_id, owner, imported=imported)
        return run.listener(self._calls.add)

    def change(self, change: HistoryChange, timeout: float) -> list[str] | None:
        """The runs it was done to; None where the file does not answer, or not within `timeout` seconds."""
        self._calls.urge(change)
        self._answering.wait(change.done, timeout)
        return change.outcome()

    def do(self, change: HistoryChange) -> None:
        """Do the change in its turn, as soon as that is possible, without waiting for it."""
        self._calls.add(change)

    @property
    def notice(self) -> str:
        """What people should know about the storage at this moment; empty when all is well."""
        lost = len(self.lost())
        what = f"{lost} runs" if lost > 1 else "A run"
        kept = f"{what} could not be kept in full. Download it while it is open." if lost else ""
        return self._answering.notice or self._fault or kept

    def lost(self) -> list[str]:
        """The runs of this process of which not everything could be stored."""
        return [run.id for run in list(self._runs.values()) if run.lost]

    def flush(self, timeout: float) -> bool:
        """Wait until all that was recorded before is stored; False when that takes longer than `timeout` seconds."""
        stored = threading.Event()
        self._calls.urge(stored)
        return stored.wait(timeout)

    def caught_up(self, timeout: float) -> bool:
        """The same for somebody who does not wait for a file that does not answer."""
        stored = threading.Event()
        self._calls.urge(stored)
        return self._answering.wait(stored.wait, timeout)

    @property
    def held_up(self) -> bool:
        """Whether the file does not answer at this moment."""
        return self._answering.held_up

    def close(self, timeout: float) -> None:
        """Store what is left and end the thread; what cannot be stored within `timeout` seconds is given up."""
        self.flush(timeout)
        self._closing.set()
        self._calls.urge(None)
        self._thread.join(timeout)

    def _work(self) -> None:
        while not self._closing.is_set():
            called = self._calls.take(self._next_beat - time.monotonic())
            flushes = [call for call in called if isinstance(call, threading.Event)]
            due = time.monotonic() >= self._next_beat
            if due:
                self._beat()
            runs = list(self._runs.values()) if due or flushes else [run for run in called if isinstance(run, Intake)]
            try:
                self._store_all(runs)
            except Exception:
                _log.exception("A part of the history could not be stored")
                self._fault = "Something could not be kept, through a fault of the playground; its log says more."
            self._change_all([call for call in called if isinstance(call, HistoryChange)])
            for stored in flushes:
                stored.set()
        self._leave()

    def _change_all(self, changes: Iterable[HistoryChange]) -> None:
        """Do them in turn. What nobody waits for is put off while another program holds the lock."""
        for change in changes:
            self._grown.add(str(change.values["owner"]))
            self._put_off.pop(change.replaces, None)
            try:
                change.apply(self._database, self._transaction)
            except sqlite3.Error as error:
                if is_busy(error) and change.replaces and len(self._put_off) < MOST_PUT_OFF:
                    self._put_off[change.replaces] = change
                else:
                    change.fail()
            except Exception:
                _log.exception("A change to the history could not be made")
                change.fail()

    def _take_up(self) -> None:
        """Do what was put off; the first that still cannot be done ends it for now."""
        for name, change in list(self._put_off.items()):
            change.apply(self._database, self._transaction)
            del self._put_off[name]

    def _store_all(self, runs: Iterable[Intake]) -> None:
        group: list[Portion] = []
        size = 0
        for run in runs:
            for portion in run.portions(self.engine):
                group.append(portion)
                size += len(portion.text)
                if size > LARGEST_TRANSACTION:
                    self._store(group)
                    group, size = [], 0
            if run.over and not run.lost:
                del self._runs[run.id]
        if group:
            self._store(group)

    def _store(self, group: list[Portion]) -> None:
        """Write until it succeeds; give up only when the history is closed."""
        pause = 0.05
        with self._answering.asked():
            for _ in range(_MOST_TRIES):
                try:
                    self._write(group)
                except sqlite3.OperationalError as error:
                    self._answering.trouble = why_not_stored(error)
                except Exception:
                    _log.exception("A part of the history could not be stored")
                    break
                else:
                    self._answering.trouble = self._fault = ""
                    return
                if self._closing.wait(pause):
                    break
                pause = min(LONGEST_PAUSE_S, pause * 2)
        for portion in group:
            portion.run.lost = True
            self._runs[portion.run.id] = portion.run

    def _write(self, group: list[Portion]) -> None:
        with self._transaction():
            for portion in group:
                if portion.begun is not None:
                    self._grown.add(portion.run.owner)
                    portion.run.number = self._database.execute(q.NEW_RUN, portion.begun).fetchone()[0]
                if portion.text:
                    place = q.first_place(portion.run.number) + portion.first
                    self._database.execute(q.NEW_BATCH, (place, portion.text))
                for row in portion.files:
                    self._database.execute(q.KEEP_FILE, row)
                if portion.figures is not None:
                    self._database.execute(q.NEW_FIGURES, (*portion.figures, portion.run.number))

    def _beat(self) -> None:
        """Say that this process is alive, and let the log file not grow without end."""
        self._next_beat = time.monotonic() + HEARTBEAT_S
        try:
            self._say_alive()
            if self._wal.stat().st_size > WAL_TO_CHECKPOINT and self._first_alive():
                checkpoint(self._database)
            make_room(self._database, self._grown, self._most_runs, self._transaction)
            self._grown.clear()
            forget_deleted(self._database, self._clock(), self._transaction)
            self._take_up()
        except Exception as error:
            _log.warning("The history's heartbeat failed: %s", kind_of(error))
            if isinstance(error, sqlite3.OperationalError):
                self._answering.trouble = why_not_stored(error)
        else:
            self._answering.trouble = ""

    def _say_alive(self) -> None:
        """Write down when this process was last seen.

        Where the clock has been put back, what others wrote before lies in the future: they are taken as seen now, and
        those that are alive will say so again before this process checkpoints.
        """
        now = self._clock()
        if now < self._last_beat:
            self._checkpoints_from = time.monotonic() + STALE_S
        self._last_beat = now
        with self._transaction():
            self._database.execute(q.SEEN_LATER, (now, now + STALE_S))
            self._database.execute(q.ALIVE, (self.engine, now))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._answering.asked(), immediate(self._database, self._answering.answered):
            yield

    def _first_alive(self) -> bool:
        """Whether this process is the one that checkpoints: the longest known of those alive."""
        if time.monotonic() < self._checkpoints_from:
            return False
        row = self._database.execute(q.FIRST_ALIVE, (self._clock() - STALE_S,)).fetchone()
        return row is not None and bool(row[0] == self.engine)

    def _leave(self) -> None:
        with suppress(sqlite3.Error), immediate(self._database):
            self._database.execute(q.LEAVE, (self.engine, self._clock() - FORGET_ENGINES_S))
        self._database.close()
