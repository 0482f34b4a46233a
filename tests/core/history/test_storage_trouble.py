import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.history import intake as intake_module
from core.history.connections import why_not_stored
from core.history.database import connect
from core.history.history import FILE, History
from core.history.intake import Intake
from core.history.questions import Filter
from core.trace.events import Streamed
from core.trace.recording import Recorder
from tests.core.history.recorded import PATIENCE_S, begin, count, finish, next_round, opened, small_run
from tests.core.runtime.test_engine import wait_until


def database(history: History) -> sqlite3.Connection:
    assert history._writer
    return history._writer._database


def fill_the_disk(history: History) -> None:
    """No page more than there are, which SQLite reports as a full disk."""
    pages = database(history).execute("PRAGMA page_count").fetchone()[0]
    database(history).execute(f"PRAGMA max_page_count = {pages}")


def free_the_disk(history: History) -> None:
    database(history).execute("PRAGMA max_page_count = 1000000")


async def test_a_full_disk_is_said_and_what_waited_is_stored_once_there_is_room(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history, "before")
        assert history.flush(PATIENCE_S)
        fill_the_disk(history)
        log = await small_run(history, "run", request="long " * 20_000)
        wait_until(lambda: "disk is full" in history.notice)
        assert [row.id for row in history.runs("me")] == ["before"]
        free_the_disk(history)
        assert history.flush(PATIENCE_S)
        assert len(history.events("run", "me")) == len(log.events)
        assert [row.id for row in history.runs("me", Filter(status="completed"))] == ["run", "before"]
        assert history.notice == ""


async def test_closing_on_a_full_disk_gives_up_and_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.history.history.SECONDS_TO_CLOSE", 0.2)
    with opened(tmp_path) as history:
        await small_run(history, "before")
        assert history.flush(PATIENCE_S)
        fill_the_disk(history)
        await small_run(history, "run", request="long " * 20_000)
        wait_until(lambda: history.notice)
    with opened(tmp_path) as history:
        assert [row.id for row in history.runs("me")] == ["before"]
        assert history.notice == ""


async def test_a_run_that_waits_too_long_is_given_up_and_the_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "_MOST_WAITING", 50)
    with opened(tmp_path) as history:
        await small_run(history, "before")
        assert history.flush(PATIENCE_S)
        fill_the_disk(history)
        long = begin("long", history.listen("long", "me"), "long " * 20_000)
        await count(0)
        wait_until(lambda: "disk is full" in history.notice)
        for number in range(60):
            await count(number + 2)
        small = await small_run(history, "small")
        free_the_disk(history)
        assert history.flush(PATIENCE_S)
        finish(long)
        assert history.flush(PATIENCE_S)
        assert len(history.events("small", "me")) == len(small.events)
        assert {row.id: row.status for row in history.runs("me")} == {
            "before": "completed",
            "small": "completed",
            "long": "interrupted",
        }
        assert history.events("long", "me") == long.events[: len(history.events("long", "me"))]
        assert "A run could not be kept in full" in history.notice


async def test_the_file_taken_away_while_running_is_said_and_raises_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history)
        assert history.flush(PATIENCE_S)
        (tmp_path / "history.db").rename(tmp_path / "elsewhere.db")
        assert history.runs("me") == []
        assert history.trace("run", "me") is None
        assert "could not be read" in history.notice
        (tmp_path / "elsewhere.db").rename(tmp_path / "history.db")
        assert [row.id for row in history.runs("me")] == ["run"]
        assert history.notice == ""


async def test_a_fault_in_storing_one_run_is_said_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Intake, engine: str) -> None:
        raise RuntimeError("a fault of ours")

    with opened(tmp_path) as history:
        with monkeypatch.context() as patch:
            patch.setattr(Intake, "portions", broken)
            await small_run(history, "one")
            assert history.flush(PATIENCE_S)
            assert "fault of the playground" in history.notice
        await small_run(history, "two")
        assert history.flush(PATIENCE_S)
        assert "two" in [row.id for row in history.runs("me")]


def test_streamed_text_wakes_nobody_and_comes_with_what_follows() -> None:
    called: list[Intake] = []
    intake = Intake("run", "me")
    log = Recorder(listeners=(intake.listener(called.append),))
    log.add(Streamed(0.0, 1, "so"))
    assert called == []
    log.begin("count", "code", {})
    log.begin("count", "code", {})
    assert called == [intake]
    assert len(intake.waiting) == 3


SECRET = "what another visitor asked"


async def test_no_notice_and_no_log_holds_what_somebody_has_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as history:
        await small_run(history, "theirs", "you")
        await small_run(history, "mine", "me")
        assert history.flush(PATIENCE_S)
        spoiled = SECRET.encode() + b"\xff"
        with closing(connect(tmp_path / FILE)) as other:
            other.execute("UPDATE runs SET id = CAST(? AS TEXT) WHERE id = 'theirs'", (spoiled,))
        assert history.runs("you") == []
        assert "could not be read" in history.notice
        said = history.notice
        assert history.delete_all("you") is None
        next_round(history)
        said += history.notice + caplog.text + caplog.text.lower()
        assert SECRET not in said
        assert [row.id for row in history.runs("me")] == ["mine"]


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, 0])
def test_why_nothing_is_stored_is_told_in_our_own_words(code: int) -> None:
    error = sqlite3.OperationalError(SECRET)
    error.sqlite_errorcode, error.sqlite_errorname = code, "SQLITE_SOMETHING"
    assert SECRET not in why_not_stored(error)


def test_a_folder_that_cannot_be_written_is_not_named_to_every_visitor(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with opened(tmp_path / "file") as history:
        assert "cannot be written" in history.notice
        assert str(tmp_path) not in history.notice
