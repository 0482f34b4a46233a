"""A planner's work list as it stands in a run: what is being done, what comes next, and what moved up or down.

Derived from the steps that return a work list, live or from the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from core.agents.agent_names import place_name
from core.text.json_values import as_json
from core.trace.trace import Trace

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
    lists = list(islice((one for one in found if one is not None), 2))
    if not lists:
        return None
    before = {one["number"]: one for one in lists[1]["tasks"]} if len(lists) > 1 else None
    running = {step.group[-1] for step in trace.steps.values() if step.status == "running" and step.group}
    rows = [_row(one, before, running) for one in lists[0]["tasks"]]
    rows.sort(key=lambda one: (_ORDER[one.state], -one.priority if one.state == "open" else 0, one.number))
    return TaskBoard(tuple(rows), tuple(map(str, lists[0].get("notes", ()))))


def _row(one: Entry, before: Mapping[int, Entry] | None, running: set[str]) -> TaskRow:
    old = before.get(one["number"]) if before is not None else None
    state = one["status"]
    if state == "open" and place_name(str(one["name"])) in running:
        state = "running"
    moved = one["priority"] - old["priority"] if old is not None else 0
    is_new = before is not None and old is None
    return TaskRow(one["number"], str(one["name"]), state, one["priority"], moved, is_new, str(one.get("result") or ""))


def _list_of(output: Any) -> dict[str, Any] | None:
    """A step's output if it is a work list, as plain data."""
    if not hasattr(output, "tasks") and not (isinstance(output, Mapping) and "tasks" in output):
        return None
    data = as_json(output)
    tasks = data.get("tasks") if isinstance(data, dict) else None
    return data if isinstance(tasks, list) and tasks and all(_is_task(one) for one in tasks) else None


def _is_task(one: Any) -> bool:
    if not isinstance(one, dict) or not one.keys() >= FIELDS or one["status"] not in _ORDER:
        return False
    return isinstance(one["number"], int) and isinstance(one["priority"], int)
