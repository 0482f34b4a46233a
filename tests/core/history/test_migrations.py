"""A database made by each earlier version is brought up to date with nothing lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.history import database as database_module
from core.history.database import connect, migrate
from core.history.history import FILE
from core.history.migrations import MIGRATIONS
from core.history.questions import Filter
from tests.core.history.recorded import PATIENCE_S, opened, small_run

NOW = 1_762_336_800.0
BATCH = """[["RunStarted", 0.0, "old", "small", "an old request", {"count": 2}, {"model": "test:model"},
"2026-11-05T10:00:00+00:00"], ["RunFinished", 1.5, "completed", "", "done", [], null]]"""
OLD_RUN = """
INSERT INTO runs (id, owner, engine, workflow, model, mode, started, status, wall_s, calls, input_tokens, output_tokens,
estimated, cost_usd, reason, request) VALUES
('old', 'me', 'gone', 'small', 'test:model', 'parallel', '2026-11-05T10:00:00+00:00', 'completed', 1.5, 2, 30, 40, 1,
 0.25, '', 'an old request'),
('cut', 'me', 'gone', 'small', 'test:model', 'parallel', '2026-11-05T11:00:00+00:00', 'running', 0.5, 1, 0, 0, 0,
 NULL, '', 'another')"""


def made_by(version: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with two runs, as the version with so many migrations left it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).touch()
    with closing(connect(folder / FILE)) as database, monkeypatch.context() as patch:
        patch.setattr(database_module, "MIGRATIONS", MIGRATIONS[:version])
        database.execute("PRAGMA journal_mode = WAL")
        migrate(database, lambda: NOW)
        database.execute(OLD_RUN)
        database.execute("INSERT INTO batches VALUES (?, ?)", (1 << 32, BATCH))


def schema(folder: Path) -> set[tuple[str, str, str]]:
    """Every table and index with its columns, in any order."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        names = database.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
        return {
            (kind, name, str(column))
            for kind, name in names
            for column in database.execute(f"PRAGMA {kind}_info({name})").fetchall()
        }


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
async def test_a_database_of_every_earlier_version_opens_with_all_its_runs(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(version, tmp_path / "old", monkeypatch)
    with opened(tmp_path / "old", clock=lambda: NOW) as history:
        assert history.notice == ""
        cut, old = history.runs("me")
        assert (old.id, old.status, old.request, old.cost_usd, old.estimated) == (
            "old",
            "completed",
            "an old request",
            0.25,
            True,
        )
        assert (cut.status, cut.cost_usd) == ("interrupted", None)
        assert (old.name, old.starred, old.shared, old.imported, old.deleted_at) == ("", False, False, False, None)
        trace = history.trace("old", "me")
        assert trace is not None
        assert (trace.status, trace.result, trace.last) == ("completed", "done", 1.5)
        assert history.star(["old"], "me", True) == ["old"]
        await small_run(history, "new")
        assert history.flush(PATIENCE_S)
        assert [one.id for one in history.runs("me")] == ["new", "cut", "old"]
        assert history.count("me", Filter(starred=True)) == 1


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_old_database_ends_with_the_same_tables_as_a_new_one(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(version, tmp_path / "old", monkeypatch)
    for name in ("old", "new"):
        with opened(tmp_path / name):
            pass
    assert schema(tmp_path / "old") == schema(tmp_path / "new")


def test_the_migrations_are_numbered_in_order_and_the_first_ones_stay_what_they_were() -> None:
    names = [one.__name__ for one in MIGRATIONS]
    assert [name[:5] for name in names] == [f"m{number:03}_" for number in range(1, len(names) + 1)]
    assert names[:3] == ["m001_runs_and_events", "m002_file_versions", "m003_names_stars_and_deletion"]
