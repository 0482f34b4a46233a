"""When steps ran, taken together: for a line that stands for several of them."""

from collections.abc import Collection, Iterator

from core.reports import Group, Line
from core.trace import Span, Step

SHORTEST = 0.001  # seconds


def merged(spans: list[Span], gap: float, most: int) -> list[Span]:
    """The stretches in which at least one of them runs; those less than `gap` seconds apart are one, or less than as
    many times that as it takes for `most` stretches.
    """
    stretches = sorted(spans)
    while True:
        joined: list[Span] = []
        for start, end in stretches:
            if joined and start <= joined[-1][1] + gap:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        if len(joined) <= most:
            return joined
        stretches, gap = joined, max(2 * gap, SHORTEST)


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
