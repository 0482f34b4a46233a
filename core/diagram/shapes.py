"""What is drawn of a run, in whichever language: the declared diagram with its groups open or folded, and beside it
what was not declared, as it happened.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.diagram.node_states import NodeState, group_state, node_state, terminal_state, untouched
from core.diagram.paths import EdgeEnds, TakenEdge, edges_with_decisions, fold
from core.text import shorten, visible
from core.trace import Step, Trace
from core.workflow import Edge, NodeKind, Workflow, within

MOST_UNDECLARED = 60
MOST_UNDECLARED_EDGES = 200
DEEPEST = 5  # groups around a node that are drawn
LONGEST_NAME = 32
MORE = "~more"

GroupPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """`id` is ours and safe in any language; `name` may come from a model. `group` is the path of groups around it."""

    id: str
    name: str
    kind: NodeKind
    group: GroupPath
    state: NodeState
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Arrow:
    """From node to node, by their ids. `out_of` and `into` name the whole group that is meant, where one is.

    `back` is a way that happened and led to what had been there before; in a diagram that is declared to its end, it is
    left to whoever draws it to find such ways.
    """

    start: str
    end: str
    label: str = ""
    taken: bool = False
    declared: bool = True
    out_of: GroupPath = ()
    into: GroupPath = ()
    back: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Nodes, arrows, and of each group that is drawn open what it has come to and whether it was declared."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    groups: Mapping[GroupPath, tuple[NodeState, bool]]


def shape(
    workflow: Workflow, trace: Trace | None = None, *, now: float | None = None, shut: Collection[str] = ()
) -> Shape:
    """What is to be drawn; `shut` are the qualified names of groups that are each drawn as one node."""
    return _Drawing(workflow, trace, now, tuple(shut)).shape()


def plain_name(name: str, limit: int = LONGEST_NAME) -> str:
    """A name out of a log in one line that draws over nothing."""
    return shorten(visible(" ".join(name[: 10 * limit].split())), limit) or "no name"


class _Drawing:
    """One drawing being made."""

    def __init__(self, workflow: Workflow, trace: Trace | None, now: float | None, shut: tuple[str, ...]) -> None:
        self.workflow, self.trace, self.now, self.shut = workflow, trace, now, shut
        self.visits: dict[str, list[Step]] = {}
        for step in trace.steps.values() if trace else ():
            self.visits.setdefault(fold(step.place, shut), []).append(step)
        self.declared: dict[str, NodeKind] = {}
        for name, kind in workflow.nodes.items():
            shown = fold(name, shut)
            self.declared.setdefault(shown, kind if shown == name else "group")
        groups = [name for name, kind in self.declared.items() if kind == "group"]
        self.opened = [name for name in groups if any(within(place, name) for place in self.visits)]
        self.ids, self.first = self._ids(), self._first_visits()

    def _ids(self) -> dict[str, str]:
        """The id of every node, by its place; those beyond the most that are drawn share one."""
        ids = {name: name for name in self.declared}
        undeclared = (place for place in self.visits if place not in ids)
        for number, place in enumerate(undeclared):
            ids[place] = f"~{number}" if number < MOST_UNDECLARED else MORE
        return ids

    def shape(self) -> Shape:
        nodes = tuple(self._nodes())
        return Shape(nodes, tuple(self._arrows()), self._groups(nodes))

    def _nodes(self) -> Iterator[Node]:
        for name, kind in self.declared.items():
            if name not in self.opened:
                *group, last = name.split("/")
                yield Node(name, last, kind, tuple(group), self._state(name, kind))
        for place, node_id in self.ids.items():
            if place not in self.declared and node_id != MORE:
                yield self._happened(place, node_id)
        if hidden := sum(node_id == MORE for node_id in self.ids.values()):
            yield Node(MORE, f"… and {hidden} more", "code", (), NodeState("completed"), declared=False)

    def _happened(self, place: str, node_id: str) -> Node:
        steps = self.visits[place]
        path = self._path(place)
        depth, whole = len(path), len(steps[0].group) + 1
        kind: NodeKind = steps[0].kind if depth == whole else "group"
        group, name = path[: depth - 1], plain_name(path[depth - 1])
        return Node(node_id, name, kind, group[:DEEPEST], self._state(place, kind), declared=False)

    def _state(self, name: str, kind: NodeKind) -> NodeState:
        if kind == "terminal":
            return terminal_state(name, self.trace)
        visits = self.visits.get(name)
        if self.trace is None or not visits:
            return untouched(self.trace)
        if kind == "group":
            return group_state(visits, self.now)
        return node_state(self.workflow, name, visits, self.trace, self.now)

    def _groups(self, nodes: tuple[Node, ...]) -> dict[GroupPath, tuple[NodeState, bool]]:
        inside: dict[GroupPath, list[Step]] = {
            node.group[: depth + 1]: [] for node in nodes for depth in range(len(node.group))
        }
        for step in self.trace.steps.values() if self.trace else ():
            for depth in range(1, min(len(step.group), DEEPEST) + 1):
                if (path := step.group[:depth]) in inside:
                    inside[path].append(step)
        return {
            path: (
                group_state(steps, self.now) if steps else untouched(self.trace),
                "/".join(path) in self.workflow.groups,
            )
            for path, steps in inside.items()
        }

    def _arrows(self) -> Iterator[Arrow]:
        taken = edges_with_decisions(self.trace, self.shut) if self.trace else frozenset()
        drawn: set[TakenEdge] = set()
        told: dict[EdgeEnds, str] = {}
        for edge in self._edges():
            label = "".join(edge[2:])
            real = {went for went in taken if self._goes_along(went.ends, edge) and went.is_told_by(label)}
            if edge[0] in self.opened or edge[1] in self.opened:
                told |= {went.ends: label for went in real}
                if not real:
                    yield self._to_a_group(edge)
                continue
            drawn |= real
            back = bool(real) and bool(self.opened) and self._leads_back(edge[0], edge[1])
            yield Arrow(edge[0], edge[1], label, bool(real), back=back)
        yield from self._undeclared(frozenset(went.ends for went in taken - drawn), told)

    def _goes_along(self, way: EdgeEnds, edge: Edge) -> bool:
        """Whether a way that was taken goes along an edge; any node of an open group stands for the group."""
        return all(
            place == name or (name in self.opened and within(place, name))
            for place, name in zip(way, edge[:2], strict=True)
        )

    def _edges(self) -> list[Edge]:
        """The declared edges, from and to folded groups as a whole."""
        edges: dict[Edge, None] = {}
        for edge in self.workflow.edges:
            start, end = fold(edge[0], self.shut), fold(edge[1], self.shut)
            if start != end or start == edge[0]:
                edges[(start, end, *edge[2:])] = None
        return list(edges)

    def _to_a_group(self, edge: Edge) -> Arrow:
        """A declared edge of an open group that was not taken (yet): at any of its nodes, cut off at its border."""
        ends: dict[str, Any] = {}
        for side, name in (("out_of", edge[0]), ("into", edge[1])):
            if name in self.opened:
                ends[side] = tuple(name.split("/"))
        return Arrow(self._first_in(edge[0]), self._first_in(edge[1]), "".join(edge[2:]), **ends)

    def _first_in(self, name: str) -> str:
        return self.ids[next((place for place in self.visits if within(place, name)), name)]

    def _undeclared(self, ways: frozenset[EdgeEnds], told: Mapping[EdgeEnds, str]) -> Iterator[Arrow]:
        """In the order of the nodes; none from what is not drawn one by one to itself."""
        order = {place: number for number, place in enumerate(self.visits)}
        found: dict[EdgeEnds, Arrow] = {}
        for start, end in sorted(ways, key=lambda way: (order.get(way[0], -1), order.get(way[1], -1))):
            way = (self.ids[start], self.ids[end])
            if way != (MORE, MORE):
                back = self._leads_back(start, end)
                declared = (start, end) in told
                arrow = Arrow(*way, told.get((start, end), ""), taken=True, declared=declared, back=back)
                found.setdefault(way, arrow)
        yield from list(found.values())[:MOST_UNDECLARED_EDGES]

    def _first_visits(self) -> dict[GroupPath, int]:
        """When each node and each group was first come to, as a place in the order of the visits."""
        first: dict[GroupPath, int] = {}
        for number, place in enumerate(self.visits):
            path = self._path(place)
            for depth in range(len(path)):
                first.setdefault(path[: depth + 1], number)
        return first

    def _path(self, place: str) -> GroupPath:
        """The names of the groups around a visited place, and its own."""
        step = self.visits[place][0]
        path = (*step.group, step.node)
        return path[: next(end for end in range(1, len(path) + 1) if "/".join(path[:end]) == place)]

    def _leads_back(self, start: str, end: str) -> bool:
        """Whether a way leads to a node, or into a group, that had been come to before."""
        if start not in self.visits or end not in self.visits:
            return False
        here, there = self._path(start), self._path(end)
        same = next((at for at, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), 0)
        return self.first[there[: same + 1]] <= self.first[here[: same + 1]]
