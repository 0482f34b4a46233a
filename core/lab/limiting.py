"""What kept a run from being faster, in one sentence, computed from its log."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from core.lab.what_if import predict, wall_of
from core.text.figures import seconds
from core.trace.durations import working
from core.trace.events import Branch
from core.trace.trace import Step, Trace

Limit = Literal["sequential mode", "rate limit", "cap", "sequential part", "longest branch"]
WORTH_NAMING = 0.15


@dataclass(frozen=True, slots=True)
class Limiting:
    """What limited a run, and the sentence that says so."""

    what: Limit
    sentence: str


def limiting(trace: Trace) -> Limiting:
    """The first of these that cost at least 15 % of the wall time, else the longest branch.

    Waiting for a rate limit; the order one after the other; the cap on branches at once (against the prediction without
    a cap); the part outside the fan-outs, which nothing can run beside.
    """
    totals = trace.totals()
    wall = totals.wall_s - totals.stalled_s
    waited = _waited_on_the_way(trace)
    alone = working((step for step in trace.steps.values() if step.branch is None), trace.last)
    free = wall_of(predict(trace))
    longest, length = _longest_branch(trace)
    cap = _cap(trace)
    if waited >= WORTH_NAMING * wall:
        return Limiting("rate limit", f"The rate limit: {seconds(waited)} of {seconds(wall)} went into waiting.")
    if trace.options.get("mode") == "sequential" and wall - free >= WORTH_NAMING * wall:
        return Limiting(
            "sequential mode", f"The order: one after the other took {seconds(wall)} where {seconds(free)} would do."
        )
    if cap and wall - free >= WORTH_NAMING * wall:
        return Limiting("cap", f"The cap of {cap} at once: without it the run would take about {seconds(free)}.")
    if alone > length:
        return Limiting("sequential part", f"The part that nothing runs beside: {seconds(alone)} of {seconds(wall)}.")
    return Limiting("longest branch", f"The longest branch: {longest}, {seconds(length)} of {seconds(wall)}.")


def _waited_on_the_way(trace: Trace) -> float:
    """Seconds of waiting on the longest chain of steps, where they cost the run time."""
    ends: dict[int, tuple[float, float]] = {}
    for step in trace.steps.values():
        before = max((ends[parent] for parent in step.parents if parent in ends), default=(0.0, 0.0))
        waits = sum(wait.seconds for wait in step.waits)
        ends[step.id] = (before[0] + working([step], trace.last), before[1] + waits)
    return max(ends.values(), default=(0.0, 0.0))[1]


def _longest_branch(trace: Trace) -> tuple[str, float]:
    branches: dict[Branch, list[Step]] = defaultdict(list)
    for step in trace.steps.values():
        if step.branch is not None:
            branches[step.branch].append(step)
    if not branches:
        return "none", 0.0
    lengths = {branch: working(steps, trace.last) for branch, steps in branches.items()}
    longest = max(lengths, key=lambda branch: lengths[branch])
    names = " → ".join(dict.fromkeys(step.node for step in branches[longest]))
    return f"{names} of branch {longest.place + 1}", lengths[longest]


def _cap(trace: Trace) -> int | None:
    cap = trace.options.get("limits", {}).get("concurrency")
    return cap if isinstance(cap, int) else None
