"""What a node of the diagram has to show: how far its steps have come, in a word or a mark, never in colour alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.text import worked
from core.trace import Step, Trace, waiting, working
from core.workflow import EACH, Workflow

NodeStatus = Literal[
    "planned", "running", "waiting", "completed", "reused", "rejected", "partly", "failed", "cancelled", "unreached"
]

MARKS: Mapping[NodeStatus, str] = {
    "planned": "",
    "running": "…",
    "waiting": "‖",
    "completed": "✓",
    "reused": "✓ reused",
    "rejected": "ended here",
    "partly": "✓",
    "failed": "✗",
    "cancelled": "cancelled",
    "unreached": "",
}


@dataclass(frozen=True, slots=True)
class NodeState:
    """The state of a node and the words under its name."""

    state: NodeStatus
    words: str = ""


def terminal_state(name: str, trace: Trace | None) -> NodeState:
    """The state of "input", "output" or "rejected"."""
    if trace is None:
        return NodeState("planned")
    if name == "input" or (name, trace.status) == ("output", "completed"):
        return NodeState("completed", MARKS["completed"])
    if (name, trace.status) == ("rejected", "rejected"):
        return NodeState("rejected", MARKS["rejected"])
    return untouched(trace)


def untouched(trace: Trace | None) -> NodeState:
    """The state of what no step has come to."""
    return NodeState("unreached" if trace is not None and trace.finished else "planned")


def node_state(workflow: Workflow, name: str, visits: Sequence[Step], trace: Trace, now: float | None) -> NodeState:
    """The state of the node with this qualified name after these visits, in the order in which they started.

    `now` (seconds since the run began) adds the time that running steps have taken so far.
    """
    state = overall(visits)
    edited = state == "reused" and any(step.reused == "edited" for step in visits)
    mark = "✓ edited" if edited else MARKS[state]
    parts = [mark, _decision(workflow, visits), _count(workflow, name, visits, trace)]
    failed = sum(step.status == "failed" for step in visits)
    if failed and len(visits) > 1:
        parts.append(f"✗ {failed}")
    parts.append(_time(state, visits, now))
    return NodeState(state, " ".join(part for part in parts if part))


def group_state(steps: Sequence[Step], now: float | None) -> NodeState:
    """The state of a group, summed up over all its steps: how many have ended, how many failed, and its time."""
    state = overall(steps)
    failed = sum(step.status == "failed" for step in steps)
    ended = sum(step.finished is not None for step in steps)
    counted = f"{len(steps)} steps" if ended == len(steps) > 1 else "1 step" if ended == 1 else f"{ended}/{len(steps)}"
    parts = [MARKS[state], counted, f"✗ {failed}" if failed else "", _taken(steps, now)]
    return NodeState(state, " ".join(part for part in parts if part))


def overall(visits: Sequence[Step]) -> NodeStatus:
    """The most telling status among the visits: what goes on comes before what has ended."""
    statuses = {step.status for step in visits}
    if "running" in statuses:
        return "running"
    if "waiting" in statuses:
        return "waiting"
    if "failed" in statuses:
        return "partly" if "completed" in statuses else "failed"
    if "cancelled" in statuses:
        return "cancelled"
    return "reused" if all(step.reused for step in visits) else "completed"


def _decision(workflow: Workflow, visits: Sequence[Step]) -> str:
    """What a gate or a route decided, if once; only words that the workflow's own file declares."""
    decided = visits[0].output
    if len(visits) > 1 or visits[0].kind not in ("gate", "route"):
        return ""
    if isinstance(decided, bool):
        return "yes" if decided else "no"
    declared = {label for edge in workflow.edges for label in (*edge[2:], *_labels(edge))}
    return str(decided) if decided in declared else ""


def _count(workflow: Workflow, name: str, visits: Sequence[Step], trace: Trace) -> str:
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
    sources = [edge[0] for edge in workflow.edges if EACH in _labels(edge)]
    return len(sources) > len(set(sources))


def _labels(edge: Sequence[str]) -> list[str]:
    return edge[2].split(", ") if len(edge) == 3 else []


def _time(state: NodeStatus, visits: Sequence[Step], now: float | None) -> str:
    """What the visits took; a decision takes no time, and neither does what is reused."""
    if visits[0].kind in ("gate", "route") or state == "reused":
        return ""
    attempts = max((len(step.attempts) for step in visits if step.finished is None), default=0)
    if now is None and attempts > 1 and len(visits) == 1:
        return f"attempt {attempts}"
    return _taken(visits, now)


def _taken(steps: Sequence[Step], now: float | None) -> str:
    """The time they took, added up: of those that have ended, and with `now` of those that still run as well."""
    counted = [step for step in steps if now is not None or step.finished is not None]
    at = 0.0 if now is None else now
    return worked(working(counted, at), waiting(counted, at)) if counted else ""
