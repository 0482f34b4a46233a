"""The way a run took through its diagram."""

from collections.abc import Collection, Iterable

from core.nesting import within
from core.trace import Trace

Way = tuple[str, str]


def taken_edges(trace: Trace) -> frozenset[Way]:
    """The edges a run has taken so far, by qualified names: from each step's causal parents to it, from input and to
    its end.
    """
    nodes = {step.id: step.place for step in trace.steps.values()}
    taken = {(nodes[parent], step.place) for step in trace.steps.values() for parent in step.parents}
    taken |= {("input", step.place) for step in trace.steps.values() if not step.parents}
    end = {"completed": "output", "rejected": "rejected"}.get(trace.status)
    if end:
        taken |= {(nodes[last], end) for last in trace.ends} or {("input", end)}
    return frozenset(taken)


def folded(ways: Iterable[Way], groups: Collection[str]) -> frozenset[Way]:
    """The same ways with each of these groups taken as one node; what stays within a group is left out."""
    seen = ((start, fold(start, groups), fold(end, groups)) for start, end in ways)
    return frozenset((first, last) for start, first, last in seen if first != last or first == start)


def fold(place: str, groups: Collection[str]) -> str:
    """The node as which a place shows: the outermost of these groups that it stands in, else itself."""
    return min((group for group in groups if within(place, group)), key=len, default=place)
