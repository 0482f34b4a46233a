"""What an owner does with kept runs: name, star, share, delete, bring back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.history import changes, writer
from core.history.history import FILE, History
from core.history.questions import ANY_RUN, Filter, RunRow
from core.history.retention import DAYS_KEPT
from core.trace import events as e
from tests.core.history.recorded import PATIENCE_S, begin, finish, next_round, opened, small_run, two_steps

DAY = 86_400.0


def row(history: History, run_id: str, owner: str = "me") -> RunRow:
    found = history.run(run_id, owner)
    assert found is not None
    return found


def ids(history: History, owner: str = "me", wanted: Filter = ANY_RUN) -> list[str]:
    return [one.id for one in history.runs(owner, wanted)]


async def three_runs(history: History) -> None:
    for name in ("one", "two", "three"):
        await small_run(history, name)
    await small_run(history, "theirs", "you")
    assert history.flush(PATIENCE_S)


async def test_a_run_gets_a_name_that_is_found_by_a_search(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        assert history.rename("two", "me", "The best one\x00" + "x" * 500) == ["two"]
        assert row(history, "two").name.startswith("The best one␀x")
        assert len(row(history, "two").name) == 120
        assert ids(history, wanted=Filter(search="BEST one")) == ["two"]
        assert ids(history, wanted=Filter(search="a request")) == ["three", "two", "one"]


async def test_stars_are_set_taken_away_and_filtered_by(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        assert history.star(["one", "three", "unknown"], "me", True) == ["one", "three"]
        assert ids(history, wanted=Filter(starred=True)) == ["three", "one"]
        assert history.count("me", Filter(starred=True)) == 2
        assert history.star(["one"], "me", False) == ["one"]
        assert ids(history, wanted=Filter(starred=True)) == ["three"]


async def test_nobody_changes_the_run_of_somebody_else(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        before = row(history, "theirs", "you")
        assert history.rename("theirs", "me", "mine") == []
        assert history.star(["theirs"], "me", True) == []
        assert history.share("theirs", "me", True) == []
        assert history.delete(["theirs"], "me") == []
        assert history.delete_all("me") == ["one", "two", "three"]
        assert history.bring_back(["theirs", "one"], "you") == []
        assert row(history, "theirs", "you") == before


async def test_a_shared_run_is_read_by_others_and_changed_by_its_owner_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        assert history.share("theirs", "you", True) == ["theirs"]
        assert (row(history, "theirs").mine, row(history, "theirs", "you").mine) == (False, True)
        assert history.events("theirs", "me") == history.events("theirs", "you") != []
        assert ids(history) == ["three", "two", "one"]
        assert history.rename("theirs", "me", "x") == history.delete(["theirs"], "me") == []
        assert history.share("theirs", "you", False) == ["theirs"]
        assert history.run("theirs", "me") is None
        assert history.events("theirs", "me") == []


async def test_a_deleted_run_is_gone_for_all_and_comes_back_as_it_was(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        assert history.share("two", "me", True) == history.star(["two"], "me", True) == ["two"]
        before, events = row(history, "two"), history.events("two", "me")
        assert history.delete(["two"], "me") == ["two"]
        for reader in ("me", "you"):
            assert history.run("two", reader) is None
            assert history.trace("two", reader) is None
        assert ids(history) == ["three", "one"]
        assert ids(history, wanted=Filter(deleted=True)) == ["two"]
        assert (history.deleted("two", "me"), history.deleted("two", "you")) == (True, False)
        assert history.star(["two"], "me", False) == []
        assert history.bring_back(["two"], "me") == ["two"]
        assert (row(history, "two"), history.events("two", "me")) == (before, events)
        assert history.deleted("two", "me") is False


async def test_a_run_that_goes_on_is_not_deleted_here_or_from_another_process(tmp_path: Path) -> None:
    with opened(tmp_path) as history, opened(tmp_path) as other:
        log = await two_steps(history, "live")
        await small_run(history, "ended")
        assert history.flush(PATIENCE_S)
        for process in (history, other):
            assert process.delete(["live"], "me") == []
        assert other.delete_all("me") == ["ended"]
        finish(log)
        assert history.delete(["live"], "me") == ["live"]


async def test_an_interrupted_run_can_be_deleted(tmp_path: Path) -> None:
    with opened(tmp_path) as dead:
        await two_steps(dead, "run")
        assert dead.flush(PATIENCE_S)
    with opened(tmp_path) as later:
        assert later.delete(["run"], "me") == ["run"]


async def test_a_run_that_waits_for_a_person_is_listed_as_waiting(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = await two_steps(history, "run")
        log.add(e.Asked(log.now(), 1, {"text": "?"}, ""))
        assert history.flush(PATIENCE_S)
        assert row(history, "run").status == "waiting"
        assert ids(history, wanted=Filter(status="waiting")) == ["run"]
        assert history.delete(["run"], "me") == []
        log.add(e.Answered(log.now(), 1, "approved", {"text": "?"}, ""))
        assert history.flush(PATIENCE_S)
        assert row(history, "run").status == "running"
        log.add(e.Asked(log.now(), 1, {"text": "?"}, ""))
        assert history.flush(PATIENCE_S)
    with opened(tmp_path) as later:
        assert row(later, "run").status == "interrupted"


async def test_deleted_runs_go_for_good_after_seven_days_and_leave_nothing_in_the_file(tmp_path: Path) -> None:
    now = [1_000_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as history:
        await small_run(history, "old", request="the secret of the old run")
        await small_run(history, "kept")
        assert history.flush(PATIENCE_S)
        assert history.delete(["old"], "me") == ["old"]
        now[0] += DAYS_KEPT * DAY - 1
        assert history.bring_back(["old"], "me") == ["old"]
        assert history.delete(["old"], "me") == ["old"]
        now[0] += DAYS_KEPT * DAY + 1
        next_round(history)
        assert not history.deleted("old", "me")
        assert history.bring_back(["old"], "me") == []
        assert ids(history) == ["kept"]
        assert history.events("kept", "me")
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        assert database.execute("SELECT count(*) FROM batches").fetchone()[0] >= 1
    assert b"secret of the old run" not in (tmp_path / FILE).read_bytes()


async def test_the_workflows_of_a_visitor_are_those_of_the_runs_that_are_left(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for number, workflow in enumerate(("b", "a", "b", "c")):
            await small_run(history, f"run{number}", workflow=workflow)
        await small_run(history, "other", "you", workflow="d")
        assert history.flush(PATIENCE_S)
        assert history.delete(["run3"], "me") == ["run3"]
        assert history.workflows("me") == ["a", "b"]
        assert history.count("me") == 3


async def test_a_change_that_cannot_be_stored_says_so_and_is_never_done_later(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert history.star(["one"], "me", True) is None
            other.execute("ROLLBACK")
        assert history.flush(PATIENCE_S)
        assert row(history, "one").starred is False
        assert history.star(["one"], "me", True) == ["one"]


def test_without_a_history_nothing_can_be_changed() -> None:
    history = History(None, None, "Runs are not kept.")
    assert history.star(["one"], "me", True) is None
    assert history.delete_all("me") is None
    assert history.take_in("one", "me", []) is False
    assert (history.count("me"), history.workflows("me"), history.deleted("one", "me")) == (0, [], False)


async def test_a_run_that_is_taken_in_is_marked_and_keeps_no_files(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("run", ())
        log.add(e.FileKept(log.now(), 0, "space", "notes.md", "mine now", "me", "ask"))
        finish(log, "done")
        assert history.take_in("run", "me", log.events) is True
        assert row(history, "run").imported is True
        assert history.events("run", "me") == log.events
        assert history.files("me", "space") == []


async def test_a_deleted_run_is_removed_for_good_at_once_when_its_owner_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await three_runs(history)
        assert history.delete(["one", "two"], "me") == ["one", "two"]
        assert history.remove(["one", "three", "theirs"], "me") == ["one"]
        assert history.remove(["two"], "you") == []
        assert ids(history, wanted=Filter(deleted=True)) == ["two"]
        assert history.bring_back(["one", "two"], "me") == ["two"]
        assert history.deleted("one", "me") is False
        next_round(history)
        assert stored(tmp_path) == {"two", "three", "theirs"}


def stored(folder: Path) -> set[str | None]:
    """Of which runs there are events; None stands for those whose run is not there any more."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        runs_of_batches = "SELECT id FROM batches LEFT JOIN runs ON number = place >> 32"
        return {run_id for (run_id,) in database.execute(runs_of_batches)}


async def test_the_longest_deleted_run_is_removed_first_with_its_own_events_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_FORGOTTEN", 1)
    now = [1_000_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as history:
        await three_runs(history)
        for run_id in ("two", "one"):
            assert history.delete([run_id], "me") == [run_id]
            now[0] += 1
        now[0] += DAYS_KEPT * DAY
        events = history.events("theirs", "you"), history.events("three", "me")
        left = [{"one", "three", "theirs"}, {"three", "theirs"}, {"three", "theirs"}]
        for runs in left:
            next_round(history)
            assert stored(tmp_path) == runs
        assert (history.events("theirs", "you"), history.events("three", "me")) == events


async def test_nothing_is_done_to_a_deleted_run_but_bringing_it_back_and_to_a_removed_one_not_even_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "HEARTBEAT_S", 1_000.0)
    with opened(tmp_path) as history:
        await three_runs(history)
        before = row(history, "one")

        def change_it() -> list[list[str] | None]:
            stars = [history.star(["one"], "me", starred) for starred in (True, False)]
            return [*stars, history.rename("one", "me", "x"), history.share("one", "me", True)]

        assert history.delete(["one"], "me") == ["one"]
        assert change_it() == [[]] * 4
        assert history.delete(["one"], "me") == []
        assert history.bring_back(["two"], "me") == []
        assert history.bring_back(["one"], "me") == ["one"]
        assert row(history, "one") == before
        assert history.delete(["one"], "me") == history.remove(["one"], "me") == ["one"]
        assert change_it() == [[]] * 4
        assert history.delete(["one"], "me") == history.remove(["one"], "me") == history.bring_back(["one"], "me") == []
        assert history.deleted("one", "me") is False
        assert history.delete_all("me") == ["two", "three"]
        assert ids(history, wanted=Filter(deleted=True)) == ["three", "two"]
