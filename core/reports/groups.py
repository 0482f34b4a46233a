"""A run's steps as lines to show one below the other: each group as a heading with its steps below, or as one line."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from core.diagram import NodeStatus, overall
from core.trace import Step, Trace
from core.workflow import Workflow

DEEPEST = 5  # groups within each other that are told apart
MOST_NAMES = 1000


@dataclass
class Group:
    """Steps and groups in the order in which they, or the first of their steps, began. Complete before it is read."""

    path: tuple[str, ...] = ()
    members: "dict[str | int, Step | Group]" = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The qualified name."""
        return "/".join(self.path)

    @cached_property
    def steps(self) -> list[Step]:
        """All steps within it, at any depth."""
        found: list[Step] = []
        for member in self.members.values():
            found += member.steps if isinstance(member, Group) else [member]
        return found

    @property
    def state(self) -> NodeStatus:
        """The most telling state of its steps."""
        return overall(self.steps)

    def span(self, now: float) -> tuple[float, float]:
        """From its first start to its last end, or to `now` while something in it runs."""
        steps = self.steps
        return min(step.started for step in steps), max(
            now if step.finished is None else step.finished for step in steps
        )


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A step, or a group: as the heading of what is below it, or shut. `depth` counts the groups around it."""

    of: Step | Group
    depth: int
    shut: bool = False


def grouped(steps: Iterable[Step]) -> Group:
    """The steps as a tree of their groups."""
    root = Group()
    for step in steps:
        around = root
        for depth, name in enumerate(step.group[:DEEPEST], 1):
            inner = around.members.setdefault(name, Group(step.group[:depth]))
            assert isinstance(inner, Group)
            around = inner
        around.members[step.id] = step
    return root


def lines(group: Group, shut: Collection[str] = ()) -> Iterator[GroupLine]:
    """What stands in a group, line by line; `shut` are the qualified names of groups that take one line each."""
    for member in group.members.values():
        if isinstance(member, Step):
            yield GroupLine(member, len(group.path))
        elif member.place in shut:
            yield GroupLine(member, len(group.path), shut=True)
        else:
            yield GroupLine(member, len(group.path))
            yield from lines(member, shut)


def group_names(workflow: Workflow, trace: Trace | None) -> tuple[str, ...]:
    """The groups that can be shut, by qualified names: those declared, then those that happened, in their order."""
    names = dict.fromkeys(workflow.groups)
    for step in trace.steps.values() if trace else ():
        for depth in range(1, min(len(step.group), DEEPEST) + 1):
            names["/".join(step.group[:depth])] = None
            if len(names) >= MOST_NAMES:
                return tuple(names)
    return tuple(names)
