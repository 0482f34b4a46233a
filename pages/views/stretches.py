"""When steps ran, taken together: for a line that stands for several of them."""

from collections.abc import Collection, Iterator

from core.groups import Group, Line
from core.step_record import Step

Span = tuple[float, float]


def span_of(step: Step, now: float) -> Span:
    """From its start to its end, or to `now`."""
    return step.started, now if step.finished is None else step.finished


def merged(spans: list[Span], gap: float) -> list[Span]:
    """The stretches in which at least one of them runs; those less than `gap` seconds apart are one."""
    stretches: list[Span] = []
    for start, end in sorted(spans):
        if stretches and start <= stretches[-1][1] + gap:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    return stretches


def by_node(group: Group, shut: Collection[str], deepest: int) -> Iterator[tuple[Line, list[Step]]]:
    """A line for each node of a group with its steps, and for each group; shut are also all below `deepest`."""
    nodes: dict[str, list[Step]] = {}
    for member in group.members.values():
        if isinstance(member, Step):
            nodes.setdefault(member.node, []).append(member)
    told: set[str] = set()
    depth = len(group.path)
    for member in group.members.values():
        if isinstance(member, Group):
            is_shut = depth >= deepest or member.place in shut
            yield Line(member, depth, shut=is_shut), member.steps if is_shut else []
            yield from () if is_shut else by_node(member, shut, deepest)
        elif member.node not in told:
            told.add(member.node)
            yield Line(member, depth), nodes[member.node]
