"""One owner's history has an end: what is oldest makes room."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from core.history import writer
from core.history.changes import make_room
from core.history.database import immediate
from core.history.history import FILE, History
from core.history.questions import Filter
from tests.core.history.recorded import PATIENCE_S, begin, opened, two_steps
from tests.core.history.recorded import small_run as run
from tests.core.history.test_changes import ids
from tests.core.runtime.test_engine import wait_until

MOST, SPACE = 4, "form of faq-chain"


async def runs(history: History, *names: str, owner: str = "me") -> None:
    for name in names:
        await run(history, name, owner)
    assert history.flush(PATIENCE_S)


def without_waiting(folder: Path, most_runs: int = MOST) -> None:
    """What the history does by itself every few seconds."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as database:
        make_room(database, ["me"], most_runs, partial(immediate, database))


async def test_the_oldest_runs_make_room_for_new_ones_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "HEARTBEAT_S", 0.05)
    with opened(tmp_path, most_runs=MOST) as history:
        await runs(history, "theirs", owner="you")
        await runs(history, "1", "2", "3", "4", "5", "6")
        wait_until(lambda: history.kept("me") == (MOST, 0))
        assert ids(history) == ["6", "5", "4", "3"]
        assert ids(history, "you") == ["theirs"]


async def test_a_run_with_a_star_does_not_make_room(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await runs(history, "1", "2", "3", "4", "5", "6")
        assert history.star(["1"], "me", True) == ["1"]
        without_waiting(tmp_path)
        assert ids(history) == ["6", "5", "4", "1"]


async def test_deleted_runs_make_room_first(tmp_path: Path) -> None:
    with opened(tmp_path, most_runs=MOST) as history:
        await runs(history, "1", "2", "3", "4")
        assert history.delete(["3"], "me") == ["3"]
        await runs(history, "5")
        without_waiting(tmp_path)
        assert ids(history) == ["5", "4", "2", "1"]
        assert ids(history, wanted=Filter(deleted=True)) == []


async def test_a_run_that_goes_on_does_not_make_room(tmp_path: Path) -> None:
    with opened(tmp_path, most_runs=1) as history:
        await two_steps(history, "live")
        await runs(history, "1", "2")
        without_waiting(tmp_path, 1)
        assert ids(history) == ["live"]


async def test_an_interrupted_run_of_a_server_that_is_gone_makes_room_too(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        begin("cut", history.listen("cut", "me"))
    with opened(tmp_path, most_runs=1) as history:
        await runs(history, "1")
        without_waiting(tmp_path, 1)
        assert ids(history) == ["1"]


async def test_no_more_than_half_of_the_runs_can_be_starred(tmp_path: Path) -> None:
    with opened(tmp_path, most_runs=MOST) as history:
        await runs(history, "1", "2", "3")
        assert history.star(["1"], "me", True) == ["1"]
        assert history.star(["2"], "me", True) == ["2"]
        assert history.star(["3"], "me", True) == []
        assert history.star(["1"], "me", False) == ["1"]
        assert history.star(["3"], "me", True) == ["3"]


def test_who_keeps_a_single_run_may_star_it_or_take_one_in() -> None:
    history = History(None, None, most_runs=1)
    assert (history.most_starred, history.most_imported) == (1, 1)


async def test_the_stars_of_others_do_not_count(tmp_path: Path) -> None:
    with opened(tmp_path, most_runs=2) as history:
        await runs(history, "1")
        await runs(history, "theirs", owner="you")
        assert history.star(["theirs"], "you", True) == ["theirs"]
        assert history.star(["1"], "me", True) == ["1"]


async def test_the_runs_of_others_and_runs_that_were_removed_take_no_room(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await runs(history, "theirs", "theirs too", owner="you")
        await runs(history, "1", "2", "3")
        assert history.delete(["3"], "me") == history.remove(["3"], "me") == ["3"]
        assert history.kept("me") == (2, 0)
        without_waiting(tmp_path, 2)
        assert ids(history) == ["2", "1"]
        without_waiting(tmp_path, 1)
        assert (ids(history), ids(history, "you")) == (["2"], ["theirs too", "theirs"])


def test_the_newest_versions_of_each_text_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.history.changes.MOST_VERSIONS", 3)
    with opened(tmp_path) as history:
        assert history.keep_file("me", SPACE, "seldom", "once", request="edited")
        for number in range(1, 6):
            assert history.keep_file("me", SPACE, "often", f"text {number}", request="edited")
        without_waiting(tmp_path)
        kept = history.files("me", SPACE)
        assert [file.text for file in kept] == ["once", "text 3", "text 4", "text 5"]
        assert history.keep_file("me", SPACE, "often", "last", request="edited")
        assert history.files("me", SPACE)[-1].version == 6
