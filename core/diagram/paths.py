"""The way a run took through its diagram."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from core.trace import Trace
from core.workflow import ALL, EACH, within

EdgeEnds = tuple[str, str]
"""From which node to which."""


class TakenEdge(NamedTuple):
    """An edge that was taken, and what the decision at its start said: empty where there is none."""

    ends: EdgeEnds
    said: str = ""

    def is_told_by(self, label: str) -> bool:
        """Whether an edge with this label is the one that was taken, and not another one between the same nodes."""
        decided = label.partition(", ")[0]
        return not self.said or decided in (EACH, ALL, "", self.said)


def taken_edges(trace: Trace) -> frozenset[EdgeEnds]:
    """The edges a run has taken so far, by qualified names: from each step's causal parents to it, from input and to
    its end.
    """
    return frozenset(taken.ends for taken in edges_with_decisions(trace))


def edges_with_decisions(trace: Trace, shut: Collection[str] = ()) -> frozenset[TakenEdge]:
    """The same with what was decided; each of the groups in `shut` is one node."""
    steps = trace.steps
    ways = [(before, step.place) for step in steps.values() for before in step.parents or (None,)]
    end = {"completed": "output", "rejected": "rejected"}.get(trace.status)
    if end:
        ways += [(last, end) for last in trace.ends or (None,)]
    taken = {
        TakenEdge((steps[before].place, place), steps[before].decided)
        if before is not None
        else TakenEdge(("input", place))
        for before, place in ways
    }
    return frozenset(TakenEdge(shown, edge.said) for edge in taken for shown in folded([edge.ends], shut))


def folded(ways: Iterable[EdgeEnds], groups: Collection[str]) -> frozenset[EdgeEnds]:
    """The same ways with each of these groups taken as one node; what stays within a group is left out."""
    seen = ((start, fold(start, groups), fold(end, groups)) for start, end in ways)
    return frozenset((first, last) for start, first, last in seen if first != last or first == start)


def fold(place: str, groups: Collection[str]) -> str:
    """The node as which a place shows: the outermost of these groups that it stands in, else itself."""
    return min((group for group in groups if within(place, group)), key=len, default=place)
