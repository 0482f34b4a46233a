"""What a node of the diagram has to show: how far its steps have come, in a word or a mark, never in colour alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from core.figures import seconds
from core.trace import Step, Trace
from core.workflow import EACH, Workflow

State = Literal["planned", "running", "waiting", "completed", "rejected", "partly", "failed", "cancelled", "unreached"]

MARKS: Mapping[State, str] = {
    "planned": "",
    "running": "…",
    "waiting": "⏸",
    "completed": "✓",
    "rejected": "ended here",
    "partly": "✓",
    "failed": "✗",
    "cancelled": "cancelled",
    "unreached": "",
}


@dataclass(frozen=True, slots=True)
class NodeState:
    """The state of a node and the words under its name."""

    state: State
    words: str = ""


def node_states(workflow: Workflow, trace: Trace | None, *, now: float | None = None) -> dict[str, NodeState]:
    """Every node's state. `now` (seconds since the run began) adds the time that running steps have taken so far."""
    if trace is None:
        return dict.fromkeys(workflow.nodes, NodeState("planned"))
    visits = visits_by_node(trace.steps.values())
    return {
        name: _terminal(name, trace) if kind == "terminal" else _node(workflow, name, visits[name], trace, now)
        for name, kind in workflow.nodes.items()
    }


def visits_by_node(steps: Iterable[Step]) -> defaultdict[str, list[Step]]:
    """The steps of each node, in the order in which they started."""
    visits: defaultdict[str, list[Step]] = defaultdict(list)
    for step in steps:
        visits[step.node].append(step)
    return visits


def _terminal(name: str, trace: Trace) -> NodeState:
    if name == "input" or (name, trace.status) == ("output", "completed"):
        return NodeState("completed", MARKS["completed"])
    if (name, trace.status) == ("rejected", "rejected"):
        return NodeState("rejected", MARKS["rejected"])
    return _untouched(trace)


def _untouched(trace: Trace) -> NodeState:
    return NodeState("unreached" if trace.finished else "planned")


def _node(workflow: Workflow, name: str, visits: list[Step], trace: Trace, now: float | None) -> NodeState:
    if not visits:
        return _untouched(trace)
    state = _state(visits)
    parts = [MARKS[state], _decision(workflow, visits), _count(workflow, name, visits, trace)]
    failed = sum(step.status == "failed" for step in visits)
    if failed and len(visits) > 1:
        parts.append(f"✗ {failed}")
    parts.append(_time(state, visits, now))
    return NodeState(state, " ".join(part for part in parts if part))


def _state(visits: list[Step]) -> State:
    """The most telling status among the visits: what goes on comes before what has ended."""
    statuses = {step.status for step in visits}
    if "running" in statuses:
        return "running"
    if "waiting" in statuses:
        return "waiting"
    if "failed" in statuses:
        return "partly" if "completed" in statuses else "failed"
    return "cancelled" if "cancelled" in statuses else "completed"


def _decision(workflow: Workflow, visits: list[Step]) -> str:
    """What a gate or a route decided, if once; only words that the workflow's own file declares."""
    decided = visits[0].output
    if len(visits) > 1 or visits[0].kind not in ("gate", "route"):
        return ""
    if isinstance(decided, bool):
        return "yes" if decided else "no"
    declared = {edge[2] for edge in workflow.diagram if len(edge) == 3}
    return str(decided) if decided in declared else ""


def _count(workflow: Workflow, name: str, visits: list[Step], trace: Trace) -> str:
    """Finished out of all branches while a fan-out is open, out of those that came here afterwards."""
    fans = {step.branch.fan for step in visits if step.branch} if name in workflow.fan_outs else set()
    if not fans:
        return f"×{len(visits)}" if len(visits) > 1 else ""
    is_open = not trace.finished and any(trace.fans[fan].joined is None for fan in fans)
    all_come_here = is_open and not _sorts_its_branches(workflow)
    total = sum(trace.fans[fan].total for fan in fans) if all_come_here else len(visits)
    return f"{sum(step.finished is not None for step in visits)}/{total}"


def _sorts_its_branches(workflow: Workflow) -> bool:
    """Whether a fan-out sends different items to different nodes, so that no node knows how many it will get."""
    sources = [edge[0] for edge in workflow.diagram if edge[2:] == (EACH,)]
    return len(sources) > len(set(sources))


def _time(state: State, visits: list[Step], now: float | None) -> str:
    """From the first start to the last end; a decision takes no time."""
    if visits[0].kind in ("gate", "route"):
        return ""
    ends = [now if step.finished is None else step.finished for step in visits]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        attempts = max(len(step.attempts) for step in visits if step.finished is None)
        return f"attempt {attempts}" if attempts > 1 and len(visits) == 1 else ""
    return seconds(max(known) - min(step.started for step in visits))
