"""The way a run took through its diagram."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from core.trace import Trace
from core.workflow import ALL, EACH, within

Way = tuple[str, str]


class Taken(NamedTuple):
    """A way that was taken, and what the decision at its start said: empty where there is none."""

    way: Way
    said: str = ""

    def is_told_by(self, label: str) -> bool:
        """Whether an edge with this label is the one that was taken, and not another one between the same nodes."""
        decided = label.partition(", ")[0]
        return not self.said or decided in (EACH, ALL, "", self.said)


def taken_edges(trace: Trace) -> frozenset[Way]:
    """The edges a run has taken so far, by qualified names: from each step's causal parents to it, from input and to
    its end.
    """
    return frozenset(taken.way for taken in ways_taken(trace))


def ways_taken(trace: Trace, shut: Collection[str] = ()) -> frozenset[Taken]:
    """The same with what was decided; each of the groups in `shut` is one node."""
    steps = trace.steps
    ways = [(before, step.place) for step in steps.values() for before in step.parents or (None,)]
    end = {"completed": "output", "rejected": "rejected"}.get(trace.status)
    if end:
        ways += [(last, end) for last in trace.ends or (None,)]
    taken = {
        Taken(("input", place)) if before is None else Taken((steps[before].place, place), steps[before].decided)
        for before, place in ways
    }
    return frozenset(Taken(shown, one.said) for one in taken for shown in folded([one.way], shut))


def folded(ways: Iterable[Way], groups: Collection[str]) -> frozenset[Way]:
    """The same ways with each of these groups taken as one node; what stays within a group is left out."""
    seen = ((start, fold(start, groups), fold(end, groups)) for start, end in ways)
    return frozenset((first, last) for start, first, last in seen if first != last or first == start)


def fold(place: str, groups: Collection[str]) -> str:
    """The node as which a place shows: the outermost of these groups that it stands in, else itself."""
    return min((group for group in groups if within(place, group)), key=len, default=place)
