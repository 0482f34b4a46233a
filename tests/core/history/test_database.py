import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.history import database
from core.history.database import WallClock, connect, migrate
from core.history.history import FILE, History
from core.history.migrations import MIGRATIONS
from tests.core.history.recorded import PATIENCE_S, opened, small_run

NOW = 1_762_336_800.0
READ_ONLY = """
import os, sys
from pathlib import Path
import core.history.database, core.history.reader, core.history.writer
from core.history.history import History
if os.geteuid() == 0:
    os.setuid(65534)
sys.stdout.write(History.open(Path(sys.argv[1])).notice)
"""


def applied(folder: Path) -> list[tuple[int, str, float]]:
    with closing(sqlite3.connect(folder / FILE)) as database:
        return database.execute("SELECT number, name, applied_at FROM migrations").fetchall()


async def keeps_runs(folder: Path) -> bool:
    with opened(folder) as history:
        await small_run(history, "new", "me")
        return history.flush(PATIENCE_S) and [row.id for row in history.runs("me")] == ["new"]


def test_a_new_folder_gets_a_database_with_every_migration_written_down(tmp_path: Path) -> None:
    with opened(tmp_path / "deep" / "folder", clock=lambda: NOW) as history:
        assert history.notice == ""
        assert history.runs("me") == []
    names = [(number, change.__name__, NOW) for number, change in enumerate(MIGRATIONS, start=1)]
    assert applied(tmp_path / "deep" / "folder") == names
    assert names[0][1] == "m001_runs_and_events"


def test_only_the_owner_of_the_account_can_read_the_file(tmp_path: Path) -> None:
    with opened(tmp_path / "new"):
        assert (tmp_path / "new").stat().st_mode & 0o077 == 0
        assert all(one.stat().st_mode & 0o077 == 0 for one in (tmp_path / "new").iterdir())


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, clock=lambda: NOW) as history:
        await small_run(history)
        assert history.flush(PATIENCE_S)
    with opened(tmp_path, clock=lambda: NOW + 1) as history:
        assert [row.id for row in history.runs("me")] == ["run"]
    assert {at for _, _, at in applied(tmp_path)} == {NOW}


@pytest.mark.parametrize("read_only", [True, False])
def test_no_connection_checkpoints_by_itself_or_trusts_what_is_in_the_file(tmp_path: Path, read_only: bool) -> None:
    with opened(tmp_path), closing(connect(tmp_path / FILE, read_only=read_only)) as connection:
        asked = ("wal_autocheckpoint", "trusted_schema", "foreign_keys", "secure_delete")
        assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == [0, 0, 1, 1]


def test_a_connection_for_reading_cannot_write(tmp_path: Path) -> None:
    with (
        opened(tmp_path),
        closing(connect(tmp_path / FILE, read_only=True)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM runs")


def test_a_transaction_has_the_lock_from_its_start(tmp_path: Path) -> None:
    with (
        closing(database.open_database(tmp_path / FILE, lambda: NOW)[0]) as connection,
        closing(connect(tmp_path / FILE, 0.0)) as other,
        database.immediate(connection),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


async def test_what_is_stored_waits_for_a_checkpoint_of_the_history_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        assert history.flush(PATIENCE_S)
        before = (tmp_path / FILE).read_bytes()
        for number in range(3):
            assert history.keep_file("me", "site", f"{number}", "x" * 2_000_000, request="long enough for SQLite to")
        assert (tmp_path / FILE).read_bytes() == before


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def m002_broken(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE half (x)")
        raise RuntimeError("broken")

    with opened(tmp_path):
        pass
    monkeypatch.setattr("core.history.database.MIGRATIONS", (*MIGRATIONS, m002_broken))
    with closing(connect(tmp_path / FILE)) as database:
        with pytest.raises(RuntimeError, match="broken"):
            migrate(database, lambda: NOW)
        assert database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)
    assert len(applied(tmp_path)) == len(MIGRATIONS)


def not_a_database(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 500)


def flipped_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5_000:9_000] = bytes(byte ^ 0xFF for byte in content[5_000:9_000])
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9_000])


def another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")


def another_programs_without_a_table(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA application_id = 77")


@pytest.mark.parametrize(
    "spoil", [not_a_database, flipped_bytes, cut_short, another_programs, another_programs_without_a_table]
)
async def test_a_damaged_or_foreign_file_is_set_aside_and_said_so(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    assert await keeps_runs(tmp_path)
    spoil(tmp_path / FILE)
    spoiled = (tmp_path / FILE).read_bytes()
    with opened(tmp_path, clock=lambda: NOW) as history:
        assert f"{FILE}.corrupt-1762336800.000" in history.notice
        assert len(history.runs("me")) == ("1 of its runs" in history.notice)
    assert (tmp_path / f"{FILE}.corrupt-1762336800.000").read_bytes() == spoiled
    assert await keeps_runs(tmp_path)


def test_the_log_file_of_a_damaged_history_is_set_aside_with_it(tmp_path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"{FILE}{end}").write_text(f"of {end}")
    aside = database._set_aside(tmp_path / FILE, lambda: NOW)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        f"{aside.name}{end}": f"of {end}" for end in ("", "-wal", "-shm")
    }


def test_a_checkpoint_waits_for_nobody_and_what_comes_after_it_waits_as_before(tmp_path: Path) -> None:
    with closing(database.open_database(tmp_path / FILE, lambda: NOW)[0]) as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        database.checkpoint(connection)
    assert statements == [
        "PRAGMA busy_timeout = 0",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        f"PRAGMA busy_timeout = {database.SECONDS_FOR_A_LOCK * 1_000:.0f}",
    ]


async def test_a_history_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    assert await keeps_runs(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("INSERT INTO migrations VALUES (999, 'm999_future', 0)")
    before = (tmp_path / FILE).read_bytes()
    with opened(tmp_path) as history:
        assert "newer version" in history.notice
        await works_without_history(history)
    assert (tmp_path / FILE).read_bytes() == before
    assert os.listdir(tmp_path) == [FILE]


async def works_without_history(history: History) -> None:
    assert history.notice
    assert history.listen("run", "me") == ()
    log = await small_run(history)
    assert log.events
    assert history.flush(PATIENCE_S)
    assert history.runs("me") == []
    assert history.trace("run", "me") is None


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder that an ordinary user of this machine can see and cannot write to."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        yield Path(folder)
        os.chmod(folder, 0o755)


def test_a_read_only_folder_means_no_history_and_a_notice(read_only_folder: Path) -> None:
    command = [sys.executable, "-c", READ_ONLY, str(read_only_folder)]
    child = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert child.stdout.startswith("Runs are not kept:")
    assert "Permission denied" in child.stdout
    assert "PLAYGROUND_HOME" in child.stdout


async def test_a_file_in_place_of_the_folder_and_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "folder"):
        with opened(folder) as history:
            assert "Runs are not kept" in history.notice
            await works_without_history(history)


def test_another_process_that_makes_the_tables_is_waited_for_longer_than_one_that_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []

    def patience(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA busy_timeout").fetchone()[0])

    def migrating(connection: sqlite3.Connection, clock: WallClock) -> None:
        waits.append(patience(connection))
        migrate(connection, clock)

    monkeypatch.setattr(database, "migrate", migrating)
    with closing(database.open_database(tmp_path / "history.db", lambda: 0.0)[0]) as connection:
        assert waits == [database.SECONDS_TO_BEGIN * 1000]
        assert patience(connection) == database.SECONDS_FOR_A_LOCK * 1000


def refused() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return error


def test_who_is_refused_because_another_begins_the_same_history_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [refused(), refused()]

    def migrating(connection: sqlite3.Connection, clock: WallClock) -> None:
        if refusals:
            raise refusals.pop()
        migrate(connection, clock)

    monkeypatch.setattr(database, "migrate", migrating)
    connection, notice = database.open_database(tmp_path / "history.db", lambda: 0.0)
    connection.close()
    assert (notice, refusals) == ("", [])


def test_who_is_refused_for_long_gives_up_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def migrating(connection: sqlite3.Connection, clock: WallClock) -> None:
        raise refused()

    monkeypatch.setattr(database, "migrate", migrating)
    monkeypatch.setattr(database, "SECONDS_TO_ASK_AGAIN", 0.0)
    with pytest.raises(database.Unusable, match="SQLITE_BUSY.* runs work meanwhile"):
        database.open_database(tmp_path / "history.db", lambda: 0.0)
