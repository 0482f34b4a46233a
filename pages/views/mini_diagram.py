"""A workflow's diagram as a small picture: an SVG of ours in a data: address, so that a page of many stays light.

Its colours read on white and on black, because a picture does not know the page's theme.
"""

import base64
import functools
from collections import defaultdict
from dataclasses import dataclass

from core.palette import LINE
from core.workflow import Workflow, find_workflow
from pages.views.untrusted import escape_html

WIDTH, HEIGHT = 74, 30  # of a node
ACROSS, DOWN = 20, 10  # between nodes
EDGE = 8  # around the picture, and below it where an edge leads back
BACK = 18
FILLS = {
    "llm": ("#ccfbf1", "#0f766e"),
    "gate": ("#fef3c7", "#b45309"),
    "route": ("#fef3c7", "#b45309"),
    "tool": ("#e0e7ff", "#4338ca"),
    "code": ("#e5e7eb", "#4b5563"),
    "human": ("#fce7f3", "#be185d"),
    "join": ("#e5e7eb", "#4b5563"),
}
INK = "#111827"
DOT = 5
LONGEST_LINE = 12

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Middle of each node, the edges that lead back, and the size of the whole."""

    places: dict[str, Place]
    back: frozenset[tuple[str, str]]
    width: float
    height: float


@functools.cache
def picture_of(workflow_id: str) -> str:
    """The picture as a data: address."""
    text = svg(find_workflow(workflow_id)).encode()
    return "data:image/svg+xml;base64," + base64.b64encode(text).decode()


def svg(workflow: Workflow) -> str:
    """The picture as SVG text."""
    layout = lay_out(workflow)
    edges = dict.fromkeys((edge[0], edge[1]) for edge in workflow.diagram)
    lines = "".join(_edge(layout, workflow, *edge) for edge in edges)
    nodes = "".join(_node(workflow, name, place) for name, place in layout.places.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" '
        f'width="{layout.width:.0f}" height="{layout.height:.0f}" font-size="10.5" '
        f'font-family="Source Sans, Helvetica, Arial, sans-serif"><defs><marker id="a" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="5.5" '
        f'markerHeight="5.5" orient="auto"><path d="M0 0L6 3L0 6z" fill="{LINE}"/></marker></defs>{lines}{nodes}</svg>'
    )


def lay_out(workflow: Workflow) -> Layout:
    """Nodes in columns by their longest way from the input, each column in the middle."""
    back = _leading_back(workflow)
    columns: defaultdict[int, list[str]] = defaultdict(list)
    for name, depth in _depths(workflow, back).items():
        columns[depth].append(name)
    tallest = max(len(names) for names in columns.values())
    height = tallest * HEIGHT + (tallest - 1) * DOWN
    places: dict[str, Place] = {}
    left = float(EDGE)
    for depth in sorted(columns):
        names = columns[depth]
        wide = 2 * DOT if all(workflow.nodes[name] == "terminal" for name in names) else WIDTH
        top = EDGE + (height - len(names) * HEIGHT - (len(names) - 1) * DOWN) / 2
        for place, name in enumerate(names):
            places[name] = (left + wide / 2, top + place * (HEIGHT + DOWN) + HEIGHT / 2)
        left += wide + ACROSS
    return Layout(places, back, left - ACROSS + EDGE, height + 2 * EDGE + (BACK if back else 0))


def _leading_back(workflow: Workflow) -> frozenset[tuple[str, str]]:
    """The edges that close a circle, found by walking from the input."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for edge in workflow.diagram:
        following[edge[0]].append(edge[1])
    back: set[tuple[str, str]] = set()
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


def _depths(workflow: Workflow, back: frozenset[tuple[str, str]]) -> dict[str, int]:
    depths = dict.fromkeys(workflow.nodes, 0)
    for _ in workflow.nodes:
        for edge in workflow.diagram:
            if (edge[0], edge[1]) not in back:
                depths[edge[1]] = max(depths[edge[1]], depths[edge[0]] + 1)
    return depths


def _node(workflow: Workflow, name: str, place: Place) -> str:
    kind = workflow.nodes[name]
    x, y = place
    if kind == "terminal":
        fill = "#b45309" if name == "rejected" else LINE
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{DOT}" fill="{fill}"><title>{name}</title></circle>'
    fill, border = FILLS[kind]
    box = f'fill="{fill}" stroke="{border}" stroke-width="1.2"'
    shapes = ""
    if name in workflow.fan_outs:
        shapes += "".join(_box(x + 3 * shift, y - 3 * shift, box) for shift in (2, 1))
    shapes += _diamond(x, y, box) if kind in ("gate", "route") else _box(x, y, box)
    return shapes + _label(name, x, y)


def _box(x: float, y: float, look: str) -> str:
    left, top = x - WIDTH / 2, y - HEIGHT / 2
    return f'<rect x="{left:.0f}" y="{top:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="5" {look}/>'


def _diamond(x: float, y: float, look: str) -> str:
    """A box with pointed ends, which holds more words than a diamond."""
    w, h, tip = WIDTH / 2, HEIGHT / 2, 8
    points = [(-w, 0), (tip - w, -h), (w - tip, -h), (w, 0), (w - tip, h), (tip - w, h)]
    return f'<polygon points="{" ".join(f"{x + a:.0f},{y + b:.0f}" for a, b in points)}" {look}/>'


def _label(name: str, x: float, y: float) -> str:
    lines = _lines(name)
    top = y + 3.6 - 5.5 * (len(lines) - 1)
    return "".join(
        f'<text x="{x:.0f}" y="{top + 11 * place:.1f}" text-anchor="middle" fill="{INK}">{escape_html(line)}</text>'
        for place, line in enumerate(lines)
    )


def _lines(name: str) -> list[str]:
    """A node's name in at most two lines."""
    lines = [""]
    for word in name.split("_"):
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    two = lines[:2]
    if len(lines) > 2:
        two[1] += "…"
    return [line if len(line) <= LONGEST_LINE + 1 else line[:LONGEST_LINE] + "…" for line in two]


def _edge(layout: Layout, workflow: Workflow, source: str, target: str) -> str:
    (x1, y1), (x2, y2) = layout.places[source], layout.places[target]
    look = f'fill="none" stroke="{LINE}" stroke-width="1.3" marker-end="url(#a)"'
    if (source, target) in layout.back:
        low = layout.height - EDGE / 2
        return (
            f'<path d="M{x1:.0f} {y1 + HEIGHT / 2:.0f}C{x1:.0f} {low:.0f} {x2:.0f} {low:.0f} '
            f'{x2:.0f} {y2 + HEIGHT / 2 + 2:.0f}" {look} stroke-dasharray="3 2"/>'
        )
    start, end = x1 + _half(workflow, source), x2 - _half(workflow, target) - 1
    middle = start + max(8.0, (end - start) / 2)
    way = f"M{start:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {end:.0f} {y2:.0f}"
    return f'<path d="{way}" {look}/>'


def _half(workflow: Workflow, name: str) -> float:
    return DOT if workflow.nodes[name] == "terminal" else WIDTH / 2
