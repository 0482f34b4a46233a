"""What an owner does with runs that are kept, done by the writer in turn; and how much of an owner is kept."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from concurrent.futures import wait as wait_for
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from core.history.questions import FORGET_EVENTS, FORGET_RUN, OUTDATED, first_place
from core.history.retention import DAYS_KEPT, LET_RUNS_GO, LET_VERSIONS_GO, MOST_VERSIONS

MOST_FORGOTTEN = 20
SECONDS_TO_COMMIT = 2.0

Transaction = Callable[[], AbstractContextManager[None]]


class GivenUp(Exception):
    """Nobody waits for the change any more, so that it is not made."""


@dataclass(frozen=True, slots=True, eq=False)
class HistoryChange:
    """A statement that gives back the ids of the runs it changed.

    `replaces` is empty where somebody waits for it. Where nobody does, it names what an earlier change with the same
    name is of no more use for.
    """

    statement: str
    values: Mapping[str, Any]
    replaces: str = ""
    changed: "Future[list[str] | None]" = field(default_factory=Future)

    def done(self, seconds: float) -> bool:
        """Whether it is done, or has failed, within so many seconds."""
        return bool(wait_for([self.changed], seconds).done)

    def outcome(self) -> list[str] | None:
        """The runs it was done to; None where it is not done by now, and then it never is."""
        if self.changed.cancel():
            return None
        try:
            return self.changed.result(SECONDS_TO_COMMIT)  # it is done, or all but stored
        except (Late, CancelledError):
            return None

    def apply(self, database: sqlite3.Connection, transaction: Transaction) -> None:
        """Do it, if it is still waited for when all that is left is to store it. Belongs to the writer's thread.

        Raises sqlite3.Error where it could not be done; it may be applied again.
        """
        if self.changed.cancelled():
            return
        try:
            with transaction():
                made = [run_id for (run_id,) in database.execute(self.statement, self.values).fetchall()]
                if not self.changed.set_running_or_notify_cancel():
                    raise GivenUp
        except GivenUp:
            return
        except BaseException:
            if self.changed.running():
                self.changed.set_result(None)
            raise
        self.changed.set_result(made)

    def fail(self) -> None:
        """Say that it is not done and will not be."""
        if not self.changed.done():
            self.changed.set_result(None)


def forget_deleted(database: sqlite3.Connection, now: float, transaction: Transaction) -> None:
    """Remove for good a few of the runs that were deleted more than DAYS_KEPT days ago; to be called now and then."""
    outdated = {"before": now - DAYS_KEPT * 86_400, "most": MOST_FORGOTTEN}
    for (number,) in database.execute(OUTDATED, outdated).fetchall():
        with transaction():
            database.execute(FORGET_EVENTS, {"first": first_place(number), "next": first_place(number + 1)})
            database.execute(FORGET_RUN, {"number": number})


def make_room(database: sqlite3.Connection, owners: Iterable[str], most_runs: int, transaction: Transaction) -> None:
    """Let go of what these owners have beyond what is kept: runs without a star, first those that were deleted."""
    for owner in owners:
        with transaction():
            database.execute(LET_RUNS_GO, {"owner": owner, "most": most_runs})
            database.execute(LET_VERSIONS_GO, {"owner": owner, "most": MOST_VERSIONS})
