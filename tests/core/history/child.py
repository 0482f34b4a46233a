"""Other processes for the history's tests: python -m tests.core.history.child WHAT FOLDER NAME."""

import asyncio
import fcntl
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from core.history.history import FILE, History
from core.trace.events import Event, RunStarted, StepFinished
from core.trace.recording import Recorder
from tests.core.history.recorded import PATIENCE_S, begin, count, finish

STEPS = 5_000
WRITERS = 4
EVENTS_OF_A_WRITER = 1_250
FIRST_LOCK_OF_THE_INDEX, LOCKS_OF_THE_INDEX = 120, 8  # sqlite.org/walformat.html, "WAL-Index Locks"


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def tell(event: Event) -> None:
    """Comes after the history's listener: what it says was handed over before."""
    if isinstance(event, RunStarted | StepFinished):
        say(time.monotonic(), getattr(event, "step", 0))


def steps(folder: Path, name: str) -> None:
    """Run steps until killed, saying when each finished."""
    history = History.open(folder)

    async def run() -> None:
        begin(name, (*history.listen(name, "me"), tell))
        for number in range(STEPS):
            await count(number + 2)
            await asyncio.sleep(0.001)

    asyncio.run(run())


def lock(folder: Path, _: str) -> None:
    """Hold the database's lock until a line comes in."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        say("locked")
        sys.stdin.readline()
        database.execute("ROLLBACK")


def keep_readers_out(folder: Path, _: str) -> None:
    """Hold the locks of the log's index, as a program does that recovers the log, until a line comes in."""
    with (folder / f"{FILE}-shm").open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX, LOCKS_OF_THE_INDEX, FIRST_LOCK_OF_THE_INDEX)
        say("locked")
        sys.stdin.readline()


def forget_to_close(folder: Path, name: str) -> None:
    """Record a run and end without closing the history."""
    history = History.open(folder)

    async def run() -> None:
        log = begin(name, history.listen(name, "me"))
        await count(2)
        finish(log)

    asyncio.run(run())


def many(folder: Path, name: str) -> None:
    """Record from several threads at once; exit status 0 when all is stored."""
    history = History.open(folder)
    say("open")
    sys.stdin.readline()
    threads = [threading.Thread(target=_record, args=(history, f"{name}-{one}")) for one in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = history.flush(PATIENCE_S)
    notice = history.notice
    history.close()
    sys.exit(notice or (0 if stored else "not stored"))


def _record(history: History, run_id: str) -> None:
    asyncio.run(_recorded(history, run_id))


async def _recorded(history: History, run_id: str) -> None:
    log: Recorder = begin(run_id, history.listen(run_id, "me"))
    while len(log.events) < EVENTS_OF_A_WRITER - 1:
        await count(len(log.events) + 2)
    finish(log)


if __name__ == "__main__":
    what = {
        "steps": steps,
        "lock": lock,
        "keep-readers-out": keep_readers_out,
        "forget-to-close": forget_to_close,
        "many": many,
    }
    what[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
