"""A run as a picture of bars: a lane for each step, on an axis of seconds since the run began."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from core.lab.what_if import Planned
from core.trace.durations import waiting_spans, working_spans
from core.trace.trace import Step, Trace

Look = Literal["work", "refused", "failed", "cancelled", "wait", "person", "decision"]

_LOOKS: dict[str | None, Look] = {"rate_limited": "refused", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in seconds, and what a pointer resting on it is told."""

    start: float
    end: float
    look: Look
    tip: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One step's name and bars."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A whole run: its heading, its lanes, and the second at which it ended."""

    heading: str
    lanes: tuple[Lane, ...]
    wall: float


def measured_strip(heading: str, trace: Trace, now: float | None = None) -> Strip:
    """A run as it was recorded, with its retries and waits; `now` is how far one that still goes on has come."""
    at = trace.last if now is None else now
    return Strip(heading, tuple(Lane(step_name(one), _bars(one, at)) for one in _in_order(trace.steps.values())), at)


def predicted_strip(heading: str, planned: Sequence[Planned]) -> Strip:
    """A run as it is predicted."""
    places = {one.step.id: one for one in planned}
    ordered = _in_order([one.step for one in planned])
    wall = max((one.finished for one in planned), default=0.0)
    return Strip(heading, tuple(Lane(step_name(step), _predicted_bars(places[step.id])) for step in ordered), wall)


def step_name(step: Step) -> str:
    """A step's name with its groups and, in a fan-out, the number of its branch."""
    name = "/".join((*step.group, step.node)).replace("_", " ")
    return f"{name} {step.branch.place + 1}" if step.branch else name


def _in_order(steps: Collection[Step]) -> list[Step]:
    """Branch by branch, so that runs of the same work have their lanes in the same order whatever ran first."""
    first: dict[int, int] = {}
    for step in sorted(steps, key=lambda one: one.id):
        if step.branch is not None:
            first.setdefault(step.branch.fan, step.id)
    return sorted(
        steps, key=lambda one: (first[one.branch.fan], one.branch.place, one.id) if one.branch else (one.id, -1, one.id)
    )


def _predicted_bars(planned: Planned) -> tuple[Bar, ...]:
    decided = planned.step.kind in ("gate", "route")
    bar = Bar(planned.started, planned.finished, "decision" if decided else "work", "predicted")
    if planned.started <= planned.ready:
        return (bar,)
    return Bar(planned.ready, planned.started, "wait", "waiting for the rate limit, predicted"), bar


def _bars(step: Step, now: float) -> tuple[Bar, ...]:
    if step.kind in ("gate", "route"):
        return (Bar(step.started, step.started, "decision", f"decided: {step.output}"),)
    ended = now if step.finished is None else step.finished
    if not step.attempts:
        work = (Bar(start, end, _ending(step), step.status) for start, end in working_spans(step, now))
        return (*work, *(Bar(start, end, "person", "waiting for you") for start, end in waiting_spans(step, now)))
    waits = (Bar(one.started, min(one.started + one.seconds, ended), "wait", _why(one.reason)) for one in step.waits)
    return (*waits, *_attempts(step, ended))


def _attempts(step: Step, ended: float) -> list[Bar]:
    bars = []
    for number, attempt in enumerate(step.attempts, 1):
        kind = attempt.error.kind if attempt.error else None
        look = _LOOKS.get(kind, "failed") if attempt.outcome in ("error", "invalid") else _ending(step)
        said = "429, too many requests" if look == "refused" else attempt.outcome or "running"
        until = ended if attempt.finished is None else attempt.finished
        bars.append(Bar(attempt.started, until, look, f"attempt {number}: {said}"))
    return bars


def _ending(step: Step) -> Look:
    return step.status if step.status in ("failed", "cancelled") else "work"


def _why(reason: str) -> str:
    return f"waiting: {reason}"
