"""What is saved of a damaged history, and that the damaged file itself stays."""

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.history.database import connect, migrate
from core.history.history import FILE, History
from core.history.salvage import Saved, salvage
from tests.core.history.recorded import PATIENCE_S, begin, count, finish, opened, small_run
from tests.core.history.test_database import NOW

RUNS = 60
LONG = "a request of many words " * 40  # so that the table of runs fills many pages


async def many_runs(folder: Path) -> dict[str, int]:
    """Sixty runs of two visitors, a draft and a file; how many events each run has."""
    events = {}
    with opened(folder) as history:
        for number in range(RUNS):
            log = await small_run(history, f"run{number}", ("me", "you")[number % 2], request=f"{number} {LONG}")
            events[f"run{number}"] = len(log.events)
        history.keep_draft("me", "small", "a draft")
        assert history.keep_file("me", "site", "a.css", "body {}", request="by hand")
        assert history.flush(PATIENCE_S)
    with closing(connect(folder / FILE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return events


def pages_of(path: Path, table: str) -> tuple[int, list[int]]:
    """The size of a page, and the offsets of a table's leaf pages, told from the file's own format."""
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    with closing(sqlite3.connect(path)) as database:
        (root,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    leaves, waiting = [], [root]
    while waiting:
        start = (waiting.pop() - 1) * size
        if content[start] == 0x0D:
            leaves.append(start)
            continue
        assert content[start] == 0x05
        cells = int.from_bytes(content[start + 3 : start + 5], "big")
        pointers = [start + 12 + 2 * cell for cell in range(cells)]
        places = [start + int.from_bytes(content[one : one + 2], "big") for one in pointers]
        waiting += [int.from_bytes(content[one : one + 4], "big") for one in (*places, start + 8)]
    return size, sorted(leaves)


def spoil(path: Path, table: str, which: slice) -> bytes:
    """Overwrite some of a table's pages; what is in the file then."""
    size, leaves = pages_of(path, table)
    content = bytearray(path.read_bytes())
    for start in leaves[which]:
        content[start : start + size] = b"\xff" * size
    path.write_bytes(content)
    return bytes(content)


def ids(history: History) -> set[str]:
    return {row.id for owner in ("me", "you") for row in history.runs(owner, most=500)}


async def test_the_runs_that_can_be_read_are_saved_counted_and_the_damaged_file_stays(tmp_path: Path) -> None:
    events = await many_runs(tmp_path)
    spoiled = spoil(tmp_path / FILE, "runs", slice(3, 5))
    with opened(tmp_path, clock=lambda: NOW) as history:
        saved = ids(history)
        assert RUNS // 2 < len(saved) < RUNS
        assert f"{len(saved)} of its runs were saved; {RUNS - len(saved)} could not be read." in history.notice
        for run_id in saved:
            owner = ("me", "you")[int(run_id.removeprefix("run")) % 2]
            assert len(history.events(run_id, owner)) == events[run_id]
            assert history.run(run_id, "nobody") is None
        assert history.draft("me", "small") == "a draft"
        assert [one.text for one in history.files("me", "site")] == ["body {}"]
        await small_run(history, "new")
        assert history.flush(PATIENCE_S)
        assert ids(history) == saved | {"new"}
    assert (tmp_path / f"{FILE}.corrupt-{NOW:.3f}").read_bytes() == spoiled
    with opened(tmp_path) as history:
        assert history.notice == ""


async def test_a_run_whose_log_is_damaged_keeps_its_beginning_and_ends_as_interrupted(tmp_path: Path) -> None:
    events = await many_runs(tmp_path)
    spoil(tmp_path / FILE, "batches", slice(2, 3))
    with opened(tmp_path) as history:
        assert ids(history) == set(events)
        assert f"{RUNS} of its runs were saved" in history.notice
        assert "only in part" in history.notice
        rows = [row for owner in ("me", "you") for row in history.runs(owner, most=500)]
        cut = [row.id for row in rows if row.status == "interrupted"]
        assert 0 < len(cut) < RUNS // 2
        for row in rows:
            owner = ("me", "you")[int(row.id.removeprefix("run")) % 2]
            trace = history.trace(row.id, owner)
            assert trace is not None
            assert trace.finished
            assert (len(history.events(row.id, owner)) < events[row.id]) == (row.id in cut)


async def test_a_run_with_a_gap_is_kept_up_to_it_and_one_with_a_broken_text_is_lost_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("gap", history.listen("gap", "me"))
        for number in (2, 3, 4):
            assert history.flush(PATIENCE_S)
            await count(number)
        finish(log)
        for name in ("broken", "whole"):
            await small_run(history, name)
        assert history.flush(PATIENCE_S)
    (tmp_path / "new.db").touch()
    with closing(connect(tmp_path / FILE)) as damaged, closing(connect(tmp_path / "new.db")) as database:
        places = [place for (place,) in damaged.execute("SELECT place FROM batches ORDER BY place")]
        damaged.execute("DELETE FROM batches WHERE place = ?", (places[2],))
        damaged.execute("UPDATE runs SET request = CAST(X'ff' AS TEXT) WHERE id = 'broken'")
        migrate(database, lambda: NOW)
        assert salvage(tmp_path / FILE, database) == Saved(whole=1, in_part=1, lost=1)
        assert database.execute("SELECT id, status FROM runs").fetchall() == [
            ("gap", "running"),
            ("whole", "completed"),
        ]
        of_gap = "SELECT place FROM batches WHERE place >> 32 = 1 ORDER BY place"
        assert [place for (place,) in database.execute(of_gap)] == places[:2]


async def test_salvaging_ends_when_its_time_is_up(tmp_path: Path) -> None:
    await many_runs(tmp_path)
    spoil(tmp_path / FILE, "runs", slice(3, 5))
    (tmp_path / "new.db").touch()
    ticks = itertools.count()
    with closing(connect(tmp_path / "new.db")) as database:
        migrate(database, lambda: NOW)
        saved = salvage(tmp_path / FILE, database, seconds=3, clock=lambda: next(ticks))
        assert saved.whole + saved.in_part < RUNS // 2
        assert not database.in_transaction


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (Saved(), "No run in it could be read."),
        (Saved(3), "3 of its runs were saved."),
        (Saved(1_000, 2, 7), "1,002 of its runs were saved, 2 of them only in part; 7 could not be read."),
    ],
)
def test_what_was_saved_is_said_in_a_sentence(saved: Saved, said: str) -> None:
    assert str(saved) == said


def test_a_file_that_was_set_aside_before_is_not_overwritten_when_the_clock_is_put_back(tmp_path: Path) -> None:
    for content in (b"first " * 1_000, b"second " * 1_000):
        (tmp_path / FILE).write_bytes(content)
        with opened(tmp_path, clock=lambda: NOW) as history:
            assert "No run in it could be read" in history.notice
        (tmp_path / FILE).unlink()
    aside = [one.read_bytes() for one in sorted(tmp_path.glob(f"{FILE}.corrupt-*"))]
    assert aside == [b"first " * 1_000, b"second " * 1_000]
