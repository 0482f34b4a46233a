"""Nothing on a page's way waits for another program that holds the history's lock."""

import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from core.history import connections, database, history
from core.history.connections import Answering, Locked, Reading
from core.history.history import FILE, History
from core.trace.recording import Recorder
from tests.core.history.recorded import PATIENCE_S, begin, finish, opened, small_run
from tests.core.history.test_processes import child, first_line
from tests.core.runtime.test_engine import wait_until

LONGEST_ON_A_PAGES_WAY = 0.25
HANGS_S = 2.0  # far more than a page waits even on a busy machine, and less than what SQLite was once told to wait


@pytest.fixture(params=["lock", "keep-readers-out"])
async def locked(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[History]:
    """A history with a run in it, whose file another process then locks."""
    with opened(tmp_path) as history:
        await small_run(history, "before")
        history.keep_draft("me", "small", "as it was")
        assert history.flush(PATIENCE_S)
        with child(request.param, tmp_path) as process:
            assert first_line(process) == "locked\n"
            yield history


ASKED_BY_PAGES: dict[str, Callable[[History], object]] = {
    "runs": lambda history: history.runs("me"),
    "count": lambda history: history.count("me"),
    "trace": lambda history: history.trace("before", "me"),
    "draft": lambda history: history.draft("me", "small"),
    "files": lambda history: history.files("me", "site"),
    "keep_file": lambda history: history.keep_file("me", "site", "a.css", "body {}", request="by hand"),
    "keep_draft": lambda history: history.keep_draft("me", "small", "as it is"),
    "star": lambda history: history.star(["before"], "me", True),
    "rename": lambda history: history.rename("before", "me", "name"),
    "delete_all": lambda history: history.delete_all("me"),
    "take_in": lambda history: history.take_in("file", "me", short_log("file").events),
    "notice": lambda history: history.notice,
}


def short_log(run_id: str) -> Recorder:
    log = begin(run_id, ())
    finish(log, "done")
    return log


def test_all_that_a_page_waits_for_together_is_a_quarter_of_a_second() -> None:
    answer = connections.SECONDS_WITHOUT_AN_ANSWER + connections.SLICE_S
    for writer_first in (answer, history.SECONDS_ON_A_PAGES_WAY):
        assert writer_first + connections.SECONDS_WHILE_HELD_UP <= LONGEST_ON_A_PAGES_WAY
    assert connections.SECONDS_FOR_A_READERS_LOCK + history.SECONDS_OUT_OF_REACH <= LONGEST_ON_A_PAGES_WAY


async def test_while_another_process_holds_the_lock_a_page_gets_its_answers_and_a_notice(locked: History) -> None:
    await small_run(locked, "during")  # something that the writer cannot store
    began = time.monotonic()
    for ask in ASKED_BY_PAGES.values():
        ask(locked)
    assert time.monotonic() - began < HANGS_S
    assert "another program" in locked.notice


async def test_what_was_done_while_the_lock_was_held_is_stored_when_it_is_let_go(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history, "before")
        assert history.flush(PATIENCE_S)
        with child("lock", tmp_path) as process:
            assert first_line(process) == "locked\n"
            history.keep_draft("me", "small", "first")
            wait_until(lambda: "lock" in history.notice)
            history.keep_draft("me", "small", "second")
            await small_run(history, "during")
            assert history.star(["before"], "me", True) is None
            process.communicate("\n")
        wait_until(lambda: history.draft("me", "small") == "second")
        assert history.flush(PATIENCE_S)
        assert [(row.id, row.starred) for row in history.runs("me")] == [("during", False), ("before", False)]
        wait_until(lambda: not history.notice)


async def test_readers_wait_for_a_lock_once_and_not_for_every_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[float] = []

    def noting(path: Path, wait_s: float, *, read_only: bool) -> sqlite3.Connection:
        begun.append(wait_s)
        return database.connect(path, wait_s, read_only=read_only)

    monkeypatch.setattr(connections, "connect", noting)
    monkeypatch.setattr(connections, "SECONDS_NOT_TRIED", PATIENCE_S)
    with opened(tmp_path) as history:
        await small_run(history, "before")
        assert history.flush(PATIENCE_S)
        with child("keep-readers-out", tmp_path) as process:
            assert first_line(process) == "locked\n"
            for _ in range(3):
                assert history.runs("me") == []
            assert begun in ([connections.SECONDS_FOR_A_READERS_LOCK], [connections.SECONDS_WHILE_HELD_UP])
            assert history.out_of_reach
            assert "cannot be read at the moment" in history.notice
    with opened(tmp_path) as history:
        assert [row.id for row in history.runs("me")] == ["before"]
        assert (history.out_of_reach, history.notice) == (False, "")


class Late(sqlite3.Connection):
    """A connection that tells when it is closed: one that another thread is closing must not be asked."""

    def __init__(self, *how: Any, **more: Any) -> None:
        super().__init__(*how, **more)
        self.closed = threading.Event()

    def close(self) -> None:
        super().close()
        self.closed.set()


@pytest.mark.parametrize("held_up", [True, False])
def test_a_connection_that_comes_too_late_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held_up: bool
) -> None:
    with opened(tmp_path):
        pass
    for name, seconds in (("SECONDS_WHILE_HELD_UP", 0.001), ("SECONDS_FOR_A_READERS_LOCK", 0.002)):
        monkeypatch.setattr(connections, name, seconds)
    goes_on = threading.Event()
    late: list[tuple[float, Late]] = []

    def slow(path: Path, wait_s: float, *, read_only: bool) -> Late:
        goes_on.wait(PATIENCE_S)
        late.append((wait_s, sqlite3.connect(path, check_same_thread=False, factory=Late)))
        return late[-1][1]

    monkeypatch.setattr(connections, "connect", slow)
    reading = Reading(tmp_path / FILE, lambda: held_up)
    with pytest.raises(Locked):
        reading.begin()
    goes_on.set()
    wait_until(lambda: late and late[0][1].closed.is_set())
    assert late[0][0] == (0.001 if held_up else 0.002)
    reading.close()


class Waited:
    """Something that is done after so many seconds of waiting; the clock goes on only with that."""

    def __init__(self, after_s: float) -> None:
        self.now = 0.0
        self._after_s = after_s

    def done(self, seconds: float) -> bool:
        self.now += min(seconds, max(0.0, self._after_s - self.now))
        return self.now >= self._after_s


def test_a_file_that_answers_is_waited_for_and_one_that_does_not_is_given_up() -> None:
    slow = Waited(after_s=1.0)
    assert Answering(lambda: slow.now).wait(slow.done, 3.0)
    late = Waited(after_s=10.0)
    assert not Answering(lambda: late.now).wait(late.done, 3.0)
    assert late.now == pytest.approx(3.0)
    silent = Waited(after_s=10.0)
    asked = Answering(lambda: silent.now)
    with asked.asked():
        assert not asked.wait(silent.done, 3.0)
        assert silent.now <= connections.SECONDS_WITHOUT_AN_ANSWER + 2 * connections.SLICE_S
        waited = silent.now
        assert not asked.wait(silent.done, 3.0)
        assert silent.now == waited
        assert asked.notice
    assert not asked.notice


def test_a_file_that_has_given_its_lock_answers_however_long_there_is_to_do() -> None:
    now = [0.0]
    answering = Answering(lambda: now[0])
    with answering.asked():
        answering.answered()
        now[0] += 60.0
        assert not answering.held_up


def test_trying_again_and_again_counts_from_the_first_time() -> None:
    now = [0.0]
    answering = Answering(lambda: now[0])
    with answering.asked():
        now[0] += 60.0
        with answering.asked():
            assert not answering.held_up
        assert answering.held_up
    assert not answering.held_up


async def test_a_history_opens_while_another_process_holds_the_lock(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history, "before")
        assert history.flush(PATIENCE_S)
    with child("lock", tmp_path) as process:
        assert first_line(process) == "locked\n"
        with opened(tmp_path) as history:
            assert [row.id for row in history.runs("me")] == ["before"]
            process.communicate("\n")
