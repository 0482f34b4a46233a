"""What happens when processes die, lock and write at the same moment."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from core.history import FILE, History
from core.history.intake import MOST_WAITING
from core.trace import Trace
from tests.core.history.child import EVENTS_OF_A_WRITER, WRITERS
from tests.core.history.recorded import PATIENCE_S, begin, count, finish, opened, small_run

ROUNDS = 5
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
    rest, _ = process.communicate()
    lines = [line.split() for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return Killed(at, [(float(said), int(number)) for said, number in lines])


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE)) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


def kill_several(folder: Path, names: list[str], moments: list[float]) -> dict[str, Killed]:
    with child("steps", folder, names[0]) as a, child("steps", folder, names[1]) as b:
        with child("steps", folder, names[2]) as c, child("steps", folder, names[3]) as d:
            firsts = [first_line(process) for process in (a, b, c, d)]
            began, killed = time.monotonic(), {}
            for moment, name, process, first in sorted(zip(moments, names, (a, b, c, d), firsts, strict=True)):
                time.sleep(max(0.0, began + moment - time.monotonic()))
                killed[name] = kill(process, first)
    return killed


def test_kill_9_at_random_moments_loses_no_finished_step(tmp_path: Path) -> None:
    chance = random.Random(20_261_105)
    killed: dict[str, Killed] = {}
    for turn in range(ROUNDS):
        names = [f"run{turn}-{one}" for one in range(AT_ONCE)]
        killed |= kill_several(tmp_path, names, [chance.uniform(0.0, 0.3) for _ in names])
    assert len(killed) == ROUNDS * AT_ONCE
    assert integrity(tmp_path) == "ok"
    with opened(tmp_path) as history:
        assert history.notice == ""
        for name, end in killed.items():
            check_killed(history, name, end)


def check_killed(history: History, name: str, killed: Killed) -> None:
    due = {number for said, number in killed.finished if number and said < killed.at - ON_DISK_WITHIN_S}
    trace = history.trace(name, "me")
    row = history.run(name, "me")
    if trace is None or row is None:
        assert not due
        return
    stored = {step.id for step in trace.steps.values() if step.status == "completed"}
    assert due <= stored, f"{name} lost {sorted(due - stored)}"
