"""Where the nodes and edges of a small diagram stand.

Nodes stand in columns by their longest way from the input. An edge that passes a column has a place of its own in it,
so that none runs behind a node and seems to begin or end there; what leads back runs below everything.
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from core.workflow import Workflow

WIDTH, HEIGHT = 74, 28  # of a node
ACROSS, DOWN = 20, 7  # between nodes
EDGE = 8  # around the picture
BACK = 18  # below it, where an edge leads back
DOT = 5  # radius of a terminal
TIP = 1  # between an arrow and its node
PASSING = 4  # height of the place of an edge that passes a column

Centre = tuple[float, float]
Wire = tuple[str, str]
InColumn = str | Wire


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of an edge, from left to right."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Middle of each node, the straight pieces of each edge that leads on, the edges that lead back, and the size.

    Nothing but edges that lead back is below the `floor`.
    """

    places: dict[str, Centre]
    ways: dict[Wire, tuple[Segment, ...]]
    back: frozenset[Wire]
    floor: float
    width: float
    height: float


def lay_out(workflow: Workflow) -> Layout:
    """Columns from left to right, each in the middle."""
    back = _leading_back(workflow)
    columns = _columns(workflow, back)
    tallest = max(_stacked(workflow, column) for column in columns)
    places: dict[str, Centre] = {}
    borders: dict[InColumn, Segment] = {}
    passing: defaultdict[Wire, list[Segment]] = defaultdict(list)
    left = float(EDGE)
    for column in columns:
        wide = max(2 * _half(workflow, slot) for slot in column)
        for slot, y in _heights(workflow, column).items():
            stretch = Segment(left, left + wide, EDGE + tallest / 2 + y)
            borders[slot] = stretch
            if isinstance(slot, str):
                places[slot] = (left + wide / 2, stretch.y)
            else:
                passing[slot].append(stretch)
        left += wide + ACROSS
    ways: dict[Wire, tuple[Segment, ...]] = {}
    for way in dict.fromkeys(edge[:2] for edge in workflow.diagram if edge[:2] not in back):
        out, into = borders[way[0]], borders[way[1]]
        start, end = places[way[0]][0] + _half(workflow, way[0]), places[way[1]][0] - _half(workflow, way[1]) - TIP
        ways[way] = (Segment(start, out.right, out.y), *passing[way], Segment(min(into.left, end), end, into.y))
    floor = tallest + 2 * EDGE
    return Layout(places, ways, back, floor, left - ACROSS + EDGE, floor + (BACK if back else 0))


def _columns(workflow: Workflow, back: frozenset[Wire]) -> list[list[InColumn]]:
    """What stands in each column, from above: near to what leads to it, and at the bottom where an edge leads back."""
    depths = _depths(workflow, back)
    ways = dict.fromkeys(edge[:2] for edge in workflow.diagram if edge[:2] not in back)
    columns: list[list[InColumn]] = [[] for _ in range(max(depths.values()) + 1)]
    before: defaultdict[tuple[InColumn, int], list[InColumn]] = defaultdict(list)
    for name, depth in depths.items():
        columns[depth].append(name)
    for way in ways:
        slots: list[InColumn] = [way[0], *[way] * (depths[way[1]] - depths[way[0]] - 1), way[1]]
        for depth, (first, second) in enumerate(zip(slots, slots[1:], strict=False), depths[way[0]] + 1):
            before[second, depth].append(first)
            if second == way:
                columns[depth].append(way)
    turning = {name for way in back for name in way}
    heights = _heights(workflow, columns[0])
    for depth, column in enumerate(columns[1:], 1):
        near = {slot: fmean(heights[neighbour] for neighbour in before[slot, depth]) for slot in column}
        column.sort(key=lambda slot: (slot in turning, near[slot]))  # noqa: B023  (called at once)
        heights = _heights(workflow, column)
    return columns


def _heights(workflow: Workflow, column: list[InColumn]) -> dict[InColumn, float]:
    """The middle of each slot of a column, counted from the column's own."""
    found: dict[InColumn, float] = {}
    top = -_stacked(workflow, column) / 2
    for slot in column:
        found[slot] = top + _tall(workflow, slot) / 2
        top += _tall(workflow, slot) + DOWN
    return found


def _stacked(workflow: Workflow, column: list[InColumn]) -> float:
    return sum(_tall(workflow, slot) for slot in column) + DOWN * (len(column) - 1)


def _tall(workflow: Workflow, slot: InColumn) -> float:
    if not isinstance(slot, str):
        return PASSING
    return 2 * DOT + PASSING if workflow.outline[slot] == "terminal" else HEIGHT


def _half(workflow: Workflow, slot: InColumn) -> float:
    """Half its width."""
    if not isinstance(slot, str):
        return 0.0
    return DOT if workflow.outline[slot] == "terminal" else WIDTH / 2


def _leading_back(workflow: Workflow) -> frozenset[Wire]:
    """The edges that close a circle, found by walking from the input."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for edge in workflow.diagram:
        following[edge[0]].append(edge[1])
    back: set[Wire] = set()
    seen: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        seen.add(name)
        for after in following[name]:
            if after in way or after == name:
                back.add((name, after))
            elif after not in seen:
                walk(after, (*way, after))

    walk("input", ("input",))
    return frozenset(back)


def _depths(workflow: Workflow, back: frozenset[Wire]) -> dict[str, int]:
    depths = dict.fromkeys(workflow.outline, 0)
    for _ in workflow.outline:
        for edge in workflow.diagram:
            if (edge[0], edge[1]) not in back:
                depths[edge[1]] = max(depths[edge[1]], depths[edge[0]] + 1)
    return depths
