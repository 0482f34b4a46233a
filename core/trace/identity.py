"""Which step of one run is which step of another: by where it stands in the workflow, never by its number.

Steps are numbered as they start, which differs between two runs of one workflow. What stays is the step's name, its
branch of each fan-out around it, its work item, and how often that place has been visited before.
"""

from collections import Counter
from typing import NamedTuple

from core.trace.causality import branches
from core.trace.trace import Trace


class Identity(NamedTuple):
    """`name` is group path and node; `places` are branch numbers from the outermost fan-out in; `visit` is from 1."""

    name: str
    places: tuple[int, ...]
    item: str
    visit: int

    def __str__(self) -> str:
        """As people read it: `research/search #2 (ticket 7), visit 3`; branches are counted from 1."""
        branch = f" #{'.'.join(str(place + 1) for place in self.places)}" if self.places else ""
        item = f" ({self.item})" if self.item else ""
        return f"{self.name}{branch}{item}" + (f", visit {self.visit}" if self.visit > 1 else "")


def qualified(group: tuple[str, ...], node: str) -> str:
    """A step's name with the groups it stands in."""
    return "/".join((*group, node)) if group else node


def identities(trace: Trace) -> dict[int, Identity]:
    """Every step's identity, by number. Visits of one place follow each other, so their numbers are in order."""
    visits: Counter[tuple[str, tuple[int, ...], str]] = Counter()
    found: dict[int, Identity] = {}
    for step in trace.steps.values():
        inner_first = [branch.place for branch in branches(trace, step.branch)]
        place = (step.place, tuple(reversed(inner_first)), step.item)
        visits[place] += 1
        found[step.id] = Identity(*place, visits[place])
    return found
