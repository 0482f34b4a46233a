"""A change that nobody waits for any more is not made, and one that could not be stored is said to be not made."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

import pytest

from core.history import changes
from core.history.changes import HistoryChange
from core.history.database import immediate


@pytest.fixture
def runs() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("CREATE TABLE runs (id, name)")
        database.execute("INSERT INTO runs VALUES ('run', 'as it was')")
        yield database


def renaming() -> HistoryChange:
    return HistoryChange("UPDATE runs SET name = :name RETURNING id", {"name": "renamed"})


def name_in(runs: sqlite3.Connection) -> str:
    return str(runs.execute("SELECT name FROM runs").fetchone()[0])


def test_a_change_that_is_made_in_time_names_its_runs(runs: sqlite3.Connection) -> None:
    change = renaming()
    assert not change.done(0.0)
    change.apply(runs, partial(immediate, runs))
    assert change.done(0.0)
    assert (change.outcome(), name_in(runs)) == (["run"], "renamed")


def test_a_change_that_was_given_up_before_its_turn_is_never_made(runs: sqlite3.Connection) -> None:
    change = renaming()
    assert change.outcome() is None
    change.apply(runs, partial(immediate, runs))
    assert (change.outcome(), name_in(runs)) == (None, "as it was")


def test_a_change_that_is_given_up_while_it_is_made_is_undone(runs: sqlite3.Connection) -> None:
    change = renaming()
    given_up: list[object] = []

    @contextmanager
    def transaction() -> Iterator[None]:
        with immediate(runs, lambda: given_up.append(change.outcome())):
            yield

    change.apply(runs, transaction)
    assert (given_up, name_in(runs)) == ([None], "as it was")


def test_a_change_that_fails_when_it_is_stored_is_said_to_be_not_made(
    runs: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "SECONDS_TO_COMMIT", 0.0)
    change = renaming()

    @contextmanager
    def transaction() -> Iterator[None]:
        with immediate(runs):
            yield
            raise sqlite3.OperationalError("disk full")

    with pytest.raises(sqlite3.OperationalError):
        change.apply(runs, transaction)
    assert change.done(0.0)
    assert (change.outcome(), name_in(runs)) == (None, "as it was")
