"""The history's database file: opened, checked and brought up to date.

SQLite in WAL mode. Only one connection of one process checkpoints (see `core.history.writer`), because SQLite from
3.7.0 to 3.51.2 can lose data when two connections write and checkpoint at the same moment (sqlite.org/wal.html,
"the WAL-reset bug").
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.history.migrations import MIGRATIONS
from core.history.salvage import salvage

_APPLICATION = 0x4C4C4D50
SECONDS_FOR_A_LOCK = 2.0
SECONDS_TO_BEGIN = (
    20.0  # another process may be making the tables on a slow disk; nothing has begun here that could wait
)
SECONDS_TO_ASK_AGAIN = 2.0
_PAUSE_S = 0.02
REMEDY = " Choose another folder with PLAYGROUND_HOME and start again; runs work meanwhile."
HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

WallClock = Callable[[], float]


class Unusable(Exception):
    """The history cannot be kept here. The message is a sentence for people."""


class Occupied(Unusable):
    """Another process holds the lock."""


class Damaged(Exception):
    """The file is no database, a broken one, or another program's."""


def open_database(path: Path, clock: WallClock) -> tuple[sqlite3.Connection, str]:
    """The writer's connection and a notice, empty when all is well.

    A damaged or foreign file is set aside and a new one begun, with what can still be read of the old one. Raises
    Unusable when no history can be kept.
    """
    try:
        return _open_in_turn(path, clock), ""
    except Damaged:
        aside = _set_aside(path, clock)
    try:
        database = _open_in_turn(path, clock)
    except Damaged as error:
        raise Unusable(f"Runs are not kept: a new history cannot be read back.{REMEDY}") from error
    return database, f"The history was damaged or not ours. It is now {aside.name}. {salvage(aside, database)}"


def _make_file(path: Path) -> None:
    """An empty file that only this account may read, if there is none."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        message = f"Runs are not kept: {path.name} cannot be written in the playground's folder ({error.strerror})."
        raise Unusable(message + REMEDY) from error


def connect(path: Path, wait_s: float = SECONDS_FOR_A_LOCK, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection that never checkpoints by itself and waits at most `wait_s` seconds for a lock."""
    database = sqlite3.connect(
        path.absolute().as_uri() + "?mode=rw",
        uri=True,
        timeout=wait_s,
        isolation_level=None,
        check_same_thread=False,
    )
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA secure_delete = ON")  # what was deleted is not left in the file
    if read_only:
        database.execute("PRAGMA query_only = ON")
    return database


def _open_in_turn(path: Path, clock: WallClock) -> sqlite3.Connection:
    """Of two processes that begin a history at once, SQLite refuses one at once instead of letting it wait."""
    until = time.monotonic() + SECONDS_TO_ASK_AGAIN
    while True:
        try:
            return _open(path, clock)
        except Occupied:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE_S)


def _open(path: Path, clock: WallClock) -> sqlite3.Connection:
    _make_file(path)
    database = connect(path, SECONDS_TO_BEGIN)
    try:
        _check(database)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        migrate(database, clock)
        wait_for_locks(database, SECONDS_FOR_A_LOCK)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        database.close()
        if is_damage(error):
            raise Damaged from error
        unusable = Occupied if is_busy(error) else Unusable
        raise unusable(f"Runs are not kept: the history cannot be opened ({kind_of(error)}).{REMEDY}") from error
    except BaseException:
        database.close()
        raise
    return database


def kind_of(error: Exception) -> str:
    """What went wrong, without SQLite's own words: those may hold what somebody has stored."""
    return getattr(error, "sqlite_errorname", None) or type(error).__name__


def is_busy(error: Exception) -> bool:
    """Whether another program holds the lock that was needed."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in HELD


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file's content is broken, not that it is locked, full or out of reach."""
    if isinstance(error, UnicodeDecodeError) or "decode" in str(error):
        return True
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _BROKEN


def _check(database: sqlite3.Connection) -> None:
    """Before anything is written: is the file whole, ours, and not newer than this program?"""
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Damaged
    application = database.execute("PRAGMA application_id").fetchone()[0]
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if application != _APPLICATION and (application or tables):
        raise Damaged
    if tables and _applied(database) > len(MIGRATIONS):
        raise Unusable(
            "Runs are not kept: the history was written by a newer version of the playground and is left as it is. "
            "Update the playground, or choose another folder with PLAYGROUND_HOME."
        )


def _applied(database: sqlite3.Connection) -> int:
    known = database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone()
    row = database.execute("SELECT max(number) FROM migrations").fetchone() if known else None
    return row[0] or 0 if row else 0


def migrate(database: sqlite3.Connection, clock: WallClock) -> None:
    """Apply the migrations that are missing, all or none; two processes may do this at once.

    Where none is missing no lock is asked for, so that a history opens while another program holds it.
    """
    if _applied(database) == len(MIGRATIONS):
        return
    with immediate(database):
        done = _applied(database)
        if done == 0:
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT, applied_at REAL)")
        for number, change in enumerate(MIGRATIONS[done:], start=done + 1):
            change(database)
            database.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, change.__name__, clock()))


@contextmanager
def immediate(database: sqlite3.Connection, begun: Callable[[], None] = lambda: None) -> Iterator[None]:
    """A transaction that has the write lock from its start, since a later upgrade may fail at once.

    `begun` is told when it has it.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        begun()
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def checkpoint(database: sqlite3.Connection) -> None:
    """Empty the log file, unless somebody is reading it at this moment."""
    wait_for_locks(database, 0)
    try:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        wait_for_locks(database, SECONDS_FOR_A_LOCK)


def wait_for_locks(database: sqlite3.Connection, seconds: float) -> None:
    """Let the connection wait at most so long for a lock from now on."""
    database.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _set_aside(path: Path, clock: WallClock) -> Path:
    name = f"{path.name}.corrupt-{clock():.3f}"
    taken = sum(1 for _ in path.parent.glob(f"{name}*"))  # the clock may have been put back
    aside = path.with_name(f"{name}.{taken}" if taken else name)
    try:
        for end in ("-wal", "-shm", ""):
            if (old := path.with_name(path.name + end)).exists():
                old.rename(aside.with_name(aside.name + end))
    except OSError as error:
        message = f"Runs are not kept: the history is damaged and cannot be set aside ({error.strerror})."
        raise Unusable(message + REMEDY) from error
    return aside
