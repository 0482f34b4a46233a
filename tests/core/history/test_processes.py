"""What happens when processes die, lock and write at the same moment."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from core.history.history import FILE, History
from core.history.questions import Filter
from core.trace.trace import Trace
from tests.core.history.child import EVENTS_OF_A_WRITER, WRITERS
from tests.core.history.recorded import PATIENCE_S, begin, count, finish, opened
from tests.core.runtime.test_engine import wait_until

ROUNDS = 15
AT_ONCE = 4
ON_DISK_WITHIN_S = 0.25


@contextmanager
def child(what: str, folder: Path, name: str = "") -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.core.history.child", what, str(folder), name]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


class Killed(NamedTuple):
    at: float
    finished: list[tuple[float, int]]


def kill(process: subprocess.Popen[str], first: str) -> Killed:
    """End it as `kill -9` does and return what it had said until then, whole lines only."""
    at = time.monotonic()
    process.kill()
    assert process.stdout
    rest = process.stdout.read()  # communicate() would not see what was read ahead with the first line
    process.wait()
    lines = [line.split() for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return Killed(at, [(float(said), int(number)) for said, number in lines])


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE)) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


def kill_several(folder: Path, names: list[str], moments: list[float]) -> dict[str, Killed]:
    """Let several processes run steps on one database and kill each `moment` seconds after all have begun."""
    with ExitStack() as alive:
        processes = [alive.enter_context(child("steps", folder, name)) for name in names]
        firsts = [first_line(process) for process in processes]
        began, killed = time.monotonic(), {}
        for place in sorted(range(len(names)), key=moments.__getitem__):
            time.sleep(max(0.0, began + moments[place] - time.monotonic()))
            killed[names[place]] = kill(processes[place], firsts[place])
    return killed


def test_kill_9_at_random_moments_loses_no_finished_step(tmp_path: Path) -> None:
    chance = random.Random(20_261_105)
    killed: dict[str, Killed] = {}
    for turn in range(ROUNDS):
        names = [f"run{turn}-{one}" for one in range(AT_ONCE)]
        killed |= kill_several(tmp_path, names, [chance.uniform(0.0, 0.3) for _ in names])
    assert len(killed) == ROUNDS * AT_ONCE
    assert integrity(tmp_path) == "ok"
    with opened(tmp_path, clock=lambda: time.time() + 10) as history:
        assert history.notice == ""
        stored = sum(check_killed(history, name, end) for name, end in killed.items())
    assert stored > ROUNDS * AT_ONCE


def check_killed(history: History, name: str, killed: Killed) -> int:
    """Every step that had been finished for a moment is there; returns how many steps are."""
    due = {number for said, number in killed.finished if number and said < killed.at - ON_DISK_WITHIN_S}
    row, trace = history.run(name, "me"), history.trace(name, "me")
    if row is None or trace is None:
        assert not due
        return 0
    stored = {step.id for step in trace.steps.values() if step.status == "completed"}
    assert due <= stored, f"{name} lost {sorted(due - stored)}"
    assert stored == set(range(1, len(stored) + 1))
    assert (row.status, trace.status) == ("interrupted", "failed")
    return len(stored)


def test_two_processes_with_four_writers_each_lose_none_of_ten_thousand_events(tmp_path: Path) -> None:
    with child("many", tmp_path, "a") as a, child("many", tmp_path, "b") as b:
        for process in (a, b):
            assert first_line(process) == "open\n"
        for process in (a, b):
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait(PATIENCE_S * 2) for process in (a, b)] == [0, 0]
    assert integrity(tmp_path) == "ok"
    with opened(tmp_path) as history:
        rows = history.runs("me")
        logs = [history.events(row.id, "me") for row in rows]
    assert {row.status for row in rows} == {"completed"}
    assert len(rows) == 2 * WRITERS
    assert [len(log) for log in logs] == [EVENTS_OF_A_WRITER] * len(rows)
    assert all(len(Trace(log).steps) == EVENTS_OF_A_WRITER // 2 - 1 for log in logs)


def test_a_process_that_ends_without_closing_stores_what_is_left_and_is_gone(tmp_path: Path) -> None:
    with child("forget-to-close", tmp_path, "run") as process:
        assert process.wait(PATIENCE_S) == 0
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        assert database.execute("SELECT id, status FROM runs").fetchall() == [("run", "completed")]
        assert database.execute("SELECT id FROM engines").fetchall() == []


def test_eight_processes_can_begin_one_history_at_the_same_moment(tmp_path: Path) -> None:
    with ExitStack() as alive:
        processes = [alive.enter_context(child("many", tmp_path, str(one))) for one in range(8)]
        assert [first_line(process) for process in processes] == ["open\n"] * 8
        for process in processes:
            _, _ = process.communicate("go\n", PATIENCE_S * 3)
        assert [process.returncode for process in processes] == [0] * 8
    assert [one.name for one in tmp_path.iterdir() if "corrupt" in one.name] == []
    with opened(tmp_path) as history:
        assert len(history.runs("me", Filter(status="completed"))) == 8 * WRITERS


async def test_a_database_locked_by_another_process_does_not_hold_up_the_event_loop(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        with child("lock", tmp_path) as process:
            assert await asyncio.to_thread(first_line, process) == "locked\n"
            log = begin("run", history.listen("run", "me"))
            slowest = 0.0
            for number in range(200):
                began = time.perf_counter()
                await count(number + 2)
                slowest = max(slowest, time.perf_counter() - began)
            finish(log)
            assert slowest < 1.0
            assert not await asyncio.to_thread(history.flush, 0.05)
            assert history.runs("me") == []
            await asyncio.to_thread(wait_until, lambda: "another program" in history.notice)
            process.communicate("\n")
        assert await asyncio.to_thread(history.flush, PATIENCE_S)
        assert history.events("run", "me") == log.events
        assert history.notice == ""
