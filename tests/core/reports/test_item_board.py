from core.reports.boards import Board, board
from core.trace.events import (
    Asked,
    Failure,
    ItemChanged,
    ItemStatus,
    RunFinished,
    StepFailed,
    StepFinished,
    StepStarted,
)
from core.trace.trace import Trace


def start(number: int, node: str, item: str) -> StepStarted:
    return StepStarted(1.0, number, node, "code", (), (), None, {}, item)


def changed(item: str, status: ItemStatus, stage: str = "read", reason: str = "", attempt: int = 1) -> ItemChanged:
    return ItemChanged(1.0, item, status, stage, attempt, reason)


def made(*events: object) -> Board:
    found = board(Trace(events))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_run_without_items_has_no_board() -> None:
    assert board(Trace([start(1, "read", "")])) is None


def test_items_that_have_not_begun_are_in_line() -> None:
    found = made(changed("a", "going"), changed("b", "going"), start(1, "read", "a"))
    assert [(row.key, row.state) for row in found.rows] == [("a", "running"), ("b", "in line")]
    assert found.nodes == ("read",)


def test_visits_are_counted_and_the_last_one_decides() -> None:
    failure = Failure("input", "It is empty.")
    found = made(start(1, "read", "a"), StepFinished(2.0, 1, "x"), start(2, "read", "a"), StepFailed(3.0, 2, failure))
    cell = found.rows[0].cells["read"]
    assert (cell.state, cell.visits, cell.error) == ("failed", 2, "It is empty.")


def test_an_item_that_waits_for_a_person_is_waiting() -> None:
    found = made(changed("a", "going"), start(1, "approve", "a"), Asked(1.0, 1, "x", "", 60))
    assert found.rows[0].state == "waiting"


def test_an_item_that_was_sent_back_says_why_and_goes_on() -> None:
    found = made(start(1, "write", "a"), changed("a", "going", "write", "too short"), start(2, "write", "a"))
    assert (found.rows[0].state, found.rows[0].stage, found.rows[0].reason) == ("running", "write", "too short")


def test_how_an_item_ended_is_told_with_the_reason() -> None:
    found = made(
        changed("a", "set aside", "check", "no use"), changed("b", "done"), changed("c", "failed", "read", "?")
    )
    assert [(row.state, row.reason) for row in found.rows] == [("set aside", "no use"), ("done", ""), ("failed", "?")]
    assert found.counts == {"set aside": 1, "done": 1, "failed": 1}


def test_items_of_a_run_that_was_stopped_are_stopped() -> None:
    over = RunFinished(9.0, "cancelled", "Stopped.", None, (), None)
    found = made(changed("a", "going"), changed("b", "done"), over)
    assert [row.state for row in found.rows] == ["stopped", "done"]


def test_steps_with_an_item_make_a_board_without_a_line_of_stages() -> None:
    found = made(start(1, "read", "a"), StepFinished(2.0, 1, "x"))
    assert (found.rows[0].state, found.rows[0].stage) == ("in line", "")
