"""What came of what in a run, from its log."""

from collections.abc import Iterator, Mapping

from core.trace.events import Branch
from core.trace.trace import Step, Trace


def ancestors(steps: Mapping[int, Step], last: int) -> list[int]:
    """All that a step came of, nearest first."""
    found: dict[int, None] = {}
    layer = [last]
    while layer:
        layer = [
            parent for child in layer for parent in steps[child].parents if parent in steps and parent not in found
        ]
        found.update(dict.fromkeys(layer))
    return list(found)


def consequences(trace: Trace, first: int) -> set[int]:
    """A step and all that came of it: its descendants, and for one that failed what was done in spite of it."""
    found = {first}
    known_since: dict[Branch | None, float] = {}
    for step in trace.steps.values():
        if step.id < first:
            continue
        if not found.isdisjoint(step.parents) or _in_spite_of(trace, known_since, step):
            found.add(step.id)
        if step.id in found and step.status != "completed":
            for branch, at in _who_knows(trace, step):
                known_since[branch] = min(at, known_since.get(branch, at))
    return found


def branches(trace: Trace, branch: Branch | None) -> Iterator[Branch]:
    """A branch and those around it, from the inside out. A fan-out begins before those within it; a log may lie."""
    while branch is not None:
        yield branch
        fan = trace.fans.get(branch.fan)
        outer = fan.branch if fan else None
        branch = outer if outer is not None and outer.fan < branch.fan else None


def _in_spite_of(trace: Trace, known_since: Mapping[Branch | None, float], step: Step) -> bool:
    """Whether a step was done by those who knew of a failure: in a branch, or in any, since that is known there."""
    if not known_since:
        return False
    around = (None, *branches(trace, step.branch))
    return any(branch in known_since and step.started >= known_since[branch] for branch in around)


def _who_knows(trace: Trace, failed: Step) -> Iterator[tuple[Branch | None, float]]:
    """Those who waited for a fan-out that a failed step was part of, and since when: a branch, None for the whole run.

    In its own branch a failed step is a parent like any other; what comes after the join has only those parents whose
    branches came through.
    """
    for number, _ in branches(trace, failed.branch):
        fan = trace.fans.get(number)
        if fan is not None and fan.joined is not None:
            yield fan.branch, fan.joined
