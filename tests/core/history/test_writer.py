"""The writer: what cannot be stored is called lost, what was put off comes in turn, and nothing is held without end."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.history import database, writer
from core.history.database import connect
from core.history.history import FILE, History
from core.trace import encode
from core.trace.events import FileKept, Streamed
from core.trace.recording import Recorder
from tests.core.history.recorded import PATIENCE_S, begin, count, finish, next_round, opened, small_run
from tests.core.runtime.test_engine import wait_until

REFUSED = "no database takes this"
REFUSE = f"""
CREATE TRIGGER refuse BEFORE INSERT ON batches WHEN NEW.events LIKE '%{REFUSED}%'
BEGIN SELECT RAISE(ABORT, 'refused'); END"""


@pytest.fixture(autouse=True)
def _rounds_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "HEARTBEAT_S", 1_000.0)


def told(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / FILE)) as other:
        return other.execute(question).fetchall()


def refuse(folder: Path) -> None:
    with closing(connect(folder / FILE)) as other:
        other.execute(REFUSE)


async def counted(history: History, run_id: str) -> Recorder:
    """A run whose events read back as they were."""
    log = begin(run_id, history.listen(run_id, "me"))
    for number in (2, 3):
        await count(number)
    finish(log)
    return log


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_run_that_is_refused_halfway_is_lost_from_there_and_said_to_be(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        refuse(tmp_path)
        cut = begin("cut", history.listen("cut", "me"))
        await count(2)
        assert history.flush(PATIENCE_S)
        stored = history.events("cut", "me")
        cut.add(Streamed(cut.now(), 1, REFUSED))
        await count(3)
        assert history.flush(PATIENCE_S)
        await count(4)
        finish(cut)
        whole = await counted(history, "whole")
        assert history.flush(PATIENCE_S)
        assert history.events("cut", "me") == stored == cut.events[: len(stored)]
        assert history.events("whole", "me") == whole.events
        assert [(row.id, row.status) for row in history.runs("me")] == [("whole", "completed"), ("cut", "interrupted")]
        assert history.notice.startswith("A run could not be kept in full")


async def test_of_several_lost_runs_the_notice_says_how_many(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        refuse(tmp_path)
        for name in ("one", "two"):
            await small_run(history, name, request=REFUSED)
            assert history.flush(PATIENCE_S)
        assert history.notice.startswith("2 runs could not be kept in full")
        assert history.runs("me") == []


async def test_streamed_text_that_nothing_followed_yet_is_stored_with_a_flush_and_at_the_end(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("run", history.listen("run", "me"))
        for text in ("the first", "the last"):
            assert history.flush(PATIENCE_S)
            log.add(Streamed(log.now(), 0, text))
        assert history.flush(PATIENCE_S)
        assert history.events("run", "me") == log.events
        log.add(Streamed(log.now(), 0, "before it closed"))
    with opened(tmp_path) as history:
        assert history.events("run", "me") == log.events


async def test_an_odd_name_of_an_owner_stops_no_round_and_loses_no_file(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("odd", history.listen("odd", "\ud800\x00"))
        log.add(FileKept(log.now(), 0, "site", "a.css", "red", "painter", "make it red"))
        finish(log)
        next_round(history)
        await counted(history, "after")
        next_round(history)
        assert [file.text for file in history.files("\ud800\x00", "site")] == ["red"]
        assert [row.status for owner in ("\ud800\x00", "me") for row in history.runs(owner)] == ["completed"] * 2
        assert history.notice == ""


async def test_a_fault_in_a_round_ends_no_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    with opened(tmp_path, most_runs=1) as history:
        with monkeypatch.context() as patch:
            patch.setattr(writer, "make_room", broken)
            await counted(history, "one")
            next_round(history)
        await counted(history, "two")
        next_round(history)
        assert [row.id for row in history.runs("me")] == ["two"]


async def test_a_run_that_is_stored_to_its_end_is_not_held_any_longer(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        assert history._writer
        live = begin("live", history.listen("live", "me"))
        await small_run(history, "ended")
        assert history.flush(PATIENCE_S)
        assert list(history._writer._runs) == ["live"]
        finish(live)
        assert history.flush(PATIENCE_S)
        assert history._writer._runs == {}


async def test_more_than_one_transaction_holds_is_stored_in_several_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as history:
        assert history._writer
        statements: list[str] = []
        history._writer._database.set_trace_callback(statements.append)
        with locked(tmp_path):
            logs = {f"run{number}": await counted(history, f"run{number}") for number in range(9)}
            monkeypatch.setattr(writer, "LARGEST_TRANSACTION", 2 * len(next(encode(logs["run0"].events))[1]))
        assert history.flush(PATIENCE_S)
        history._writer._database.set_trace_callback(None)
        for name, log in logs.items():
            assert history.events(name, "me") == log.events
        assert {row.status for row in history.runs("me")} == {"completed"}
        transactions = "".join(f"{statement}\n" for statement in statements).split("COMMIT\n")
        assert max(transaction.count("INTO batches") for transaction in transactions) <= 4


@pytest.fixture
def waiting_for_no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SECONDS_FOR_A_LOCK", 0.0)


def put_off(history: History) -> dict[str, str]:
    """The drafts that could not be stored yet, by workflow."""
    assert history._writer
    return {str(change.values["workflow"]): str(change.values["draft"]) for change in history._writer._put_off.values()}


@pytest.mark.usefixtures("waiting_for_no_lock")
def test_a_draft_that_was_put_off_does_not_come_back_over_a_later_one(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        next_round(history)
        with locked(tmp_path):
            history.keep_draft("me", "small", "earlier")
            wait_until(lambda: put_off(history))
        history.keep_draft("me", "small", "later")
        assert history.draft("me", "small") == "later"
        next_round(history)
        assert history.draft("me", "small") == "later"


@pytest.mark.usefixtures("waiting_for_no_lock")
def test_of_what_is_put_off_the_last_counts_and_there_is_a_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_PUT_OFF", 2)
    with opened(tmp_path) as history:
        next_round(history)
        with locked(tmp_path):
            for workflow, draft in (("a", "earlier"), ("b", "the other"), ("c", "one too many"), ("a", "later")):
                history.keep_draft("me", workflow, draft)
            assert history.flush(PATIENCE_S)
            assert put_off(history) == {"a": "later", "b": "the other"}
        next_round(history)
        assert put_off(history) == {}
        assert [history.draft("me", workflow) for workflow in "abc"] == ["later", "the other", None]


def test_a_process_that_closes_is_forgotten_with_those_that_were_last_seen_a_day_ago(tmp_path: Path) -> None:
    a_day_ago = 1_000_000.0 - writer.FORGET_ENGINES_S
    with opened(tmp_path, clock=lambda: 1_000_000.0) as history:
        next_round(history)
        with closing(connect(tmp_path / FILE)) as other:
            other.execute("INSERT INTO engines (id, seen_at) VALUES ('gone', ?)", (a_day_ago - 1,))
            other.execute("INSERT INTO engines (id, seen_at) VALUES ('silent', ?)", (a_day_ago + 1,))
        assert len(told(tmp_path, "SELECT id FROM engines")) == 3
    assert told(tmp_path, "SELECT id FROM engines") == [("silent",)]
