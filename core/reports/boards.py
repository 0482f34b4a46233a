"""Boards read off a run: how each work item stands, and a planner's work list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from core.agents import place_name
from core.text import as_json
from core.trace import Step, StepStatus, Trace

ItemState = Literal["in line", "running", "waiting", "done", "failed", "set aside", "stopped"]


@dataclass(slots=True)
class Cell:
    """An item at a node: the state of its last visit, how many there were, and the error of the last, if any."""

    state: StepStatus
    visits: int = 1
    error: str = ""


@dataclass(slots=True)
class ItemRow:
    """One item. `reason` says why it ended as it did or was sent back."""

    key: str
    state: ItemState
    stage: str
    reason: str
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Board:
    """Items by nodes, the nodes in the order in which the first item came to them."""

    nodes: tuple[str, ...]
    rows: tuple[ItemRow, ...]

    @property
    def counts(self) -> dict[ItemState, int]:
        """How many items are in each state."""
        states = [row.state for row in self.rows]
        return {state: states.count(state) for state in dict.fromkeys(states)}


def board(trace: Trace) -> Board | None:
    """The board as the run stands, None for a run without work items."""
    visits: dict[str, list[Step]] = {key: [] for key in trace.items}
    for step in trace.steps.values():
        if step.item:
            visits.setdefault(step.item, []).append(step)
    if not visits:
        return None
    nodes = dict.fromkeys(step.place for steps in visits.values() for step in steps)
    return Board(tuple(nodes), tuple(_row(trace, key, steps) for key, steps in visits.items()))


def _row(trace: Trace, key: str, steps: list[Step]) -> ItemRow:
    changed = trace.items.get(key)
    row = ItemRow(key, _state(trace, key, steps), changed.stage if changed else "", changed.reason if changed else "")
    for step in steps:
        seen = row.cells.get(step.place)
        error = step.error.message if step.error else ""
        row.cells[step.place] = Cell(step.status, seen.visits + 1 if seen else 1, error)
    return row


def _state(trace: Trace, key: str, steps: list[Step]) -> ItemState:
    changed = trace.items.get(key)
    if changed is not None and changed.status != "going":
        return changed.status
    statuses = {step.status for step in steps}
    if trace.finished:
        return "stopped" if changed is not None else "failed" if "failed" in statuses else "done"
    for state in ("waiting", "running"):
        if state in statuses:
            return state
    return "in line"


BoardState = Literal["running", "open", "done", "stopped"]
Entry = Mapping[str, Any]

_ORDER: Mapping[str, int] = {"running": 0, "open": 1, "done": 2, "stopped": 2}
FIELDS = {"number", "name", "priority", "status", "instructions"}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the list stands: `moved` is by how much its priority changed with the last result."""

    number: int
    name: str
    state: BoardState
    priority: int
    moved: int
    is_new: bool
    result: str


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """The tasks, first what is being done, then the open ones in the order in which they come, then the others."""

    rows: tuple[TaskRow, ...]
    notes: tuple[str, ...]


def task_board(trace: Trace) -> TaskBoard | None:
    """The newest list; None for a run without one."""
    found = (_list_of(step.output) for step in reversed(trace.steps.values()))
    lists = list(islice((listed for listed in found if listed is not None), 2))
    if not lists:
        return None
    before = {task["number"]: task for task in lists[1]["tasks"]} if len(lists) > 1 else None
    running = {step.group[-1] for step in trace.steps.values() if step.status == "running" and step.group}
    rows = [_task_row(task, before, running) for task in lists[0]["tasks"]]
    rows.sort(key=lambda task: (_ORDER[task.state], -task.priority if task.state == "open" else 0, task.number))
    return TaskBoard(tuple(rows), tuple(map(str, lists[0].get("notes", ()))))


def _task_row(task: Entry, before: Mapping[int, Entry] | None, running: set[str]) -> TaskRow:
    old = before.get(task["number"]) if before is not None else None
    state = task["status"]
    if state == "open" and place_name(str(task["name"])) in running:
        state = "running"
    moved = task["priority"] - old["priority"] if old is not None else 0
    is_new = before is not None and old is None
    return TaskRow(
        task["number"], str(task["name"]), state, task["priority"], moved, is_new, str(task.get("result") or "")
    )


def _list_of(output: Any) -> dict[str, Any] | None:
    """A step's output if it is a work list, as plain data."""
    if not hasattr(output, "tasks") and not (isinstance(output, Mapping) and "tasks" in output):
        return None
    data = as_json(output)
    tasks = data.get("tasks") if isinstance(data, dict) else None
    return data if isinstance(tasks, list) and tasks and all(_is_task(task) for task in tasks) else None


def _is_task(task: Any) -> bool:
    if not isinstance(task, dict) or not task.keys() >= FIELDS or task["status"] not in _ORDER:
        return False
    return isinstance(task["number"], int) and isinstance(task["priority"], int)
