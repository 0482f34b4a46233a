"""Servers that share a home, and one whose user may not write to it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.history.history import History

PATIENCE_S = 60.0


@contextmanager
def server(home: Path, owner: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.pages.one_server", owner]
    settings = {**os.environ, "PLAYGROUND_HOME": str(home)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=settings) as process:
        try:
            yield process
            process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()


def heard(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told


def ask(process: subprocess.Popen[str]) -> None:
    """Have it make a run."""
    assert process.stdin
    process.stdin.write("run\n")
    process.stdin.flush()


def test_two_servers_on_one_home_keep_the_runs_of_both_and_each_lists_them_all(tmp_path: Path) -> None:
    with server(tmp_path, "us") as one, server(tmp_path, "us") as other:
        assert heard(one)["notice"] == heard(other)["notice"] == ""
        for process in (one, other):  # both at once
            ask(process)
        for told in (heard(one), heard(other)):
            assert (told["ended"], told["status"], told["notice"]) == (True, "completed", "")
        ask(one)
        listed = heard(one)["listed"]
        assert len(listed) == len(set(listed)) == 3
        ask(other)
        assert set(listed) < set(heard(other)["listed"])


@pytest.fixture
def home_of_somebody_else() -> Iterator[Path]:
    """A home with a history that an ordinary user can see and not write to."""
    with tempfile.TemporaryDirectory() as folder:
        History.open(Path(folder)).close()
        (Path(folder) / "history.db").chmod(0o444)
        os.chmod(folder, 0o555)
        yield Path(folder)
        os.chmod(folder, 0o755)


def test_a_user_who_may_not_write_to_the_home_is_told_so_and_runs_work(home_of_somebody_else: Path) -> None:
    before = sorted(one.name for one in home_of_somebody_else.glob("*"))
    with server(home_of_somebody_else, "nobody") as process:
        notice = heard(process)["notice"]
        assert notice.startswith("Runs are not kept")
        assert "Permission denied" in notice
        assert "PLAYGROUND_HOME" in notice
        ask(process)
        told = heard(process)
        assert (told["ended"], told["status"], told["notice"]) == (True, "completed", notice)
        assert len(told["listed"]) == 1
    assert sorted(one.name for one in home_of_somebody_else.glob("*")) == before
