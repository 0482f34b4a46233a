"""What came of what in a run, from its log."""

from collections.abc import Iterator, Mapping

from core.events import Branch
from core.trace import Step, Trace


def ancestors(steps: Mapping[int, Step], last: int) -> list[int]:
    """All that a step came of, nearest first."""
    found: dict[int, None] = {}
    layer = [last]
    while layer:
        layer = [parent for one in layer for parent in steps[one].parents if parent in steps and parent not in found]
        found.update(dict.fromkeys(layer))
    return list(found)


def consequences(trace: Trace, first: int) -> set[int]:
    """A step and all that came of it: its descendants, and for one that failed what was done in spite of it."""
    found = {first}
    failed: list[Step] = []
    for step in trace.steps.values():
        if step.id < first:
            continue
        if not found.isdisjoint(step.parents) or any(_in_spite_of(trace, one, step) for one in failed):
            found.add(step.id)
        if step.id in found and step.status != "completed":
            failed.append(step)
    return found


def branches(trace: Trace, branch: Branch | None) -> Iterator[Branch]:
    """A branch and those around it, from the inside out. A fan-out begins before those within it; a log may lie."""
    while branch is not None:
        yield branch
        fan = trace.fans.get(branch.fan)
        outer = fan.branch if fan else None
        branch = outer if outer is not None and outer.fan < branch.fan else None


def _in_spite_of(trace: Trace, failed: Step, step: Step) -> bool:
    """Whether `step` was done by those who had waited for a fan-out that `failed` was part of.

    In its own branch a failed step is a parent like any other; what comes after the join has only those parents whose
    branches came through.
    """
    for number, _ in branches(trace, failed.branch):
        fan = trace.fans.get(number)
        if fan is None or fan.joined is None:
            continue
        if step.started >= fan.joined and _within(trace, step, fan.branch):
            return True
    return False


def _within(trace: Trace, step: Step, branch: Branch | None) -> bool:
    return branch is None or branch in branches(trace, step.branch)
