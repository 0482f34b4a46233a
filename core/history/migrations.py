"""How the history's tables came to be: numbered steps, applied in order and never changed afterwards."""

import sqlite3


def m001_runs_and_events(database: sqlite3.Connection) -> None:
    """Runs, their events in batches, and the engines that are alive.

    A batch is a JSON list of events in order. Its `place` is the run's number times 2**32 plus the sequence number of
    its first event, so that a run's log is one stretch of the table and is written at its end.
    """
    database.execute(
        "CREATE TABLE engines (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seen_at REAL NOT NULL)"
    )
    database.execute("CREATE TABLE batches (place INTEGER PRIMARY KEY, events TEXT NOT NULL)")
    database.execute(
        """CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            engine TEXT NOT NULL,
            workflow TEXT NOT NULL,
            model TEXT NOT NULL,
            mode TEXT NOT NULL,
            started TEXT NOT NULL,
            status TEXT NOT NULL,
            wall_s REAL,
            calls INTEGER NOT NULL DEFAULT 0,
            input_tokens INTEGER NOT NULL DEFAULT 0,
            output_tokens INTEGER NOT NULL DEFAULT 0,
            estimated INTEGER NOT NULL DEFAULT 0,
            cost_usd REAL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT '',
            request TEXT NOT NULL
        )"""
    )
    database.execute("CREATE INDEX runs_of_owner ON runs (owner, number)")


def m002_file_versions(database: sqlite3.Connection) -> None:
    """Files that outlive a run, a row for every version; `run` and `request` say what it came from."""
    database.execute(
        """CREATE TABLE file_versions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            space TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            text TEXT NOT NULL,
            by TEXT NOT NULL,
            request TEXT NOT NULL,
            run TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    database.execute("CREATE INDEX file_versions_of_owner ON file_versions (owner, space, name, version)")


def m003_names_stars_and_deletion(database: sqlite3.Connection) -> None:
    """What an owner does with a run: name it, star it, let others read it, delete it and bring it back.

    `deleted_at` is the time of deletion in seconds since 1970; the row and its events go some days later.
    """
    database.execute("ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE runs ADD COLUMN shared INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE runs ADD COLUMN imported INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE runs ADD COLUMN deleted_at REAL")
    database.execute("CREATE INDEX deleted_runs ON runs (deleted_at) WHERE deleted_at IS NOT NULL")


def m004_drafts(database: sqlite3.Connection) -> None:
    """What a visitor has put into the form of each workflow, as JSON."""
    database.execute(
        """CREATE TABLE drafts (
            owner TEXT NOT NULL,
            workflow TEXT NOT NULL,
            draft TEXT NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (owner, workflow)
        ) WITHOUT ROWID"""
    )


MIGRATIONS = (m001_runs_and_events, m002_file_versions, m003_names_stars_and_deletion, m004_drafts)
