from typing import Any

import pytest

from core.reports.boards import task_board
from core.samples.work_list import Invented, PriorityChange, WorkList
from core.trace.events import StepFinished, StepStarted
from core.trace.trace import Trace


def invented(name: str, priority: int) -> Invented:
    return Invented(name=name, what=f"Do {name}", instructions="You do it.", priority=priority)


PLANNED = WorkList().extended([invented("a", 9), invented("b", 5), invented("c", 4)], [], most=3)
LATER = PLANNED.ended(1, "done", "Yes <b>really</b>.").rearranged([PriorityChange(task=3, priority=8)])


def run(*outputs: Any, working_on: str = "") -> Trace:
    log: list[Any] = []
    for number, output in enumerate(outputs, 1):
        log.append(StepStarted(0.0, number, "work_list", "code", (), (), None, {}))
        log.append(StepFinished(0.0, number, output))
    if working_on:
        log.append(StepStarted(0.0, 99, "think", "llm", (), ("worker", working_on), None, {}))
    return Trace(log)


def test_a_run_without_a_work_list_has_no_board() -> None:
    assert task_board(run("text", {"tasks": []}, {"tasks": [{"name": "x"}]}, {"tasks": "x"}, None)) is None


def test_open_tasks_stand_in_the_order_in_which_they_come() -> None:
    board = task_board(run(PLANNED, LATER))
    assert board is not None
    assert [(one.name, one.state, one.priority, one.moved) for one in board.rows] == [
        ("c", "open", 8, 4),
        ("b", "open", 5, 0),
        ("a", "done", 9, 0),
    ]


def test_the_task_that_is_being_done_stands_first() -> None:
    board = task_board(run(PLANNED, working_on="b"))
    assert board is not None
    assert [(one.name, one.state) for one in board.rows] == [("b", "running"), ("a", "open"), ("c", "open")]


def test_a_task_that_a_result_called_for_is_new() -> None:
    two = WorkList().extended([invented("a", 9)], [], most=5)
    board = task_board(run(two, two.extended([invented("b", 3)], [], most=5)))
    assert board is not None
    assert [(one.name, one.is_new) for one in board.rows] == [("a", False), ("b", True)]


@pytest.mark.parametrize("stored", [False, True])
def test_a_list_from_the_history_gives_the_same_board(stored: bool) -> None:
    lists = [one.model_dump(mode="json") if stored else one for one in (PLANNED, LATER)]
    assert task_board(run(*lists)) == task_board(run(PLANNED, LATER))
