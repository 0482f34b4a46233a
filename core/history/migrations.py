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


MIGRATIONS = (m001_runs_and_events,)
