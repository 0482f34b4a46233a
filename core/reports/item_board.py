"""A run's work items as a board: how each item stands, and at which node, with attempts and the reason it stopped."""

from dataclasses import dataclass, field
from typing import Literal

from core.trace.step_record import Step, StepStatus
from core.trace.trace import Trace

ItemState = Literal["in line", "running", "waiting", "done", "failed", "set aside", "stopped"]


@dataclass(slots=True)
class Cell:
    """An item at a node: the state of its last visit, how many there were, and the error of the last, if any."""

    state: StepStatus
    visits: int = 1
    error: str = ""


@dataclass(slots=True)
class Row:
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
    rows: tuple[Row, ...]

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


def _row(trace: Trace, key: str, steps: list[Step]) -> Row:
    changed = trace.items.get(key)
    row = Row(key, _state(trace, key, steps), changed.stage if changed else "", changed.reason if changed else "")
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
