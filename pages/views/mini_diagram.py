"""A workflow's diagram as a small picture: an SVG of ours in a data: address, so that a page of many stays light.

A part is one node with a double border. The colours read on white and on black, because a picture does not know the
page's theme.
"""

import base64
import functools
from collections import defaultdict
from dataclasses import dataclass

from core.palette import LINE
from core.workflow import Workflow, find_workflow
from pages.views.markup import Html, element

WIDTH, HEIGHT = 74, 28  # of a node
ACROSS, DOWN = 20, 7  # between nodes
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
    "group": ("#cffafe", "#0e7490"),
}
INK, REJECTED = "#111827", "#b45309"
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


def svg(workflow: Workflow) -> Html:
    """The picture as SVG."""
    layout = lay_out(workflow)
    edges = dict.fromkeys((edge[0], edge[1]) for edge in workflow.diagram)
    size = (f"{layout.width:.0f}", f"{layout.height:.0f}")
    return element(
        "svg",
        element("defs", _arrow_head()),
        *(_edge(layout, workflow, *edge) for edge in edges),
        *(_node(workflow, name, place) for name, place in layout.places.items()),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {size[0]} {size[1]}",
        width=size[0],
        height=size[1],
        font_size="10.5",
        font_family="Source Sans, Helvetica, Arial, sans-serif",
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
        wide = 2 * DOT if all(workflow.outline[name] == "terminal" for name in names) else WIDTH
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
    depths = dict.fromkeys(workflow.outline, 0)
    for _ in workflow.outline:
        for edge in workflow.diagram:
            if (edge[0], edge[1]) not in back:
                depths[edge[1]] = max(depths[edge[1]], depths[edge[0]] + 1)
    return depths


def _node(workflow: Workflow, name: str, place: Place) -> Html:
    kind = workflow.outline[name]
    x, y = place
    if kind == "terminal":
        fill = REJECTED if name == "rejected" else LINE
        return element("circle", element("title", name), cx=f"{x:.0f}", cy=f"{y:.0f}", r=str(DOT), fill=fill)
    shape = _SHAPES.get(kind, _box)
    behind = [_box(x + 3 * shift, y - 3 * shift, kind) for shift in (2, 1) if name in workflow.fan_outs]
    return element("g", *behind, shape(x, y, kind), *_label(name, x, y))


def _box(x: float, y: float, kind: str) -> Html:
    corner = {"x": f"{x - WIDTH / 2:.0f}", "y": f"{y - HEIGHT / 2:.0f}"}
    return element("rect", width=str(WIDTH), height=str(HEIGHT), rx="5", **corner, **_paint(kind))


def _pointed(x: float, y: float, kind: str) -> Html:
    """A box with pointed ends, which holds more words than a diamond."""
    w, h, tip = WIDTH / 2, HEIGHT / 2, 8
    points = [(-w, 0), (tip - w, -h), (w - tip, -h), (w, 0), (w - tip, h), (tip - w, h)]
    return element("polygon", points=" ".join(f"{x + a:.0f},{y + b:.0f}" for a, b in points), **_paint(kind))


def _framed(x: float, y: float, kind: str) -> Html:
    """A box within a box, for what has steps of its own."""
    inset = 3
    corner = {"x": f"{x - WIDTH / 2 + inset:.0f}", "y": f"{y - HEIGHT / 2 + inset:.0f}"}
    size = {"width": str(WIDTH - 2 * inset), "height": str(HEIGHT - 2 * inset), "rx": "3"}
    inner = element("rect", **corner, **size, **{**_paint(kind), "stroke_width": "0.8"})
    return element("g", _box(x, y, kind), inner)


_SHAPES = {"gate": _pointed, "route": _pointed, "group": _framed}


def _paint(kind: str) -> dict[str, str]:
    fill, border = FILLS[kind]
    return {"fill": fill, "stroke": border, "stroke_width": "1.2"}


def _label(name: str, x: float, y: float) -> list[Html]:
    lines = _lines(name)
    top = y + 3.6 - 5.5 * (len(lines) - 1)
    places = [f"{top + 11 * number:.1f}" for number in range(len(lines))]
    return [
        element("text", line, x=f"{x:.0f}", y=place, text_anchor="middle", fill=INK)
        for line, place in zip(lines, places, strict=True)
    ]


def _lines(name: str) -> list[str]:
    """A node's name in at most two lines."""
    lines = [""]
    for word in name.rpartition("/")[2].split("_"):
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    two = lines[:2]
    if len(lines) > 2:
        two[1] += "…"
    return [line if len(line) <= LONGEST_LINE + 1 else line[:LONGEST_LINE] + "…" for line in two]


def _edge(layout: Layout, workflow: Workflow, source: str, target: str) -> Html:
    (x1, y1), (x2, y2) = layout.places[source], layout.places[target]
    look = {"fill": "none", "stroke": LINE, "stroke_width": "1.3", "marker_end": "url(#a)"}
    if (source, target) in layout.back:
        low, under = layout.height - EDGE / 2, HEIGHT / 2
        way = f"M{x1:.0f} {y1 + under:.0f}C{x1:.0f} {low:.0f} {x2:.0f} {low:.0f} {x2:.0f} {y2 + under + 2:.0f}"
        return element("path", d=way, stroke_dasharray="3 2", **look)
    start, end = x1 + _half(workflow, source), x2 - _half(workflow, target) - 1
    middle = start + max(8.0, (end - start) / 2)
    way = f"M{start:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {end:.0f} {y2:.0f}"
    return element("path", d=way, **look)


def _arrow_head() -> Html:
    size = {"viewBox": "0 0 6 6", "refX": "5", "refY": "3", "markerWidth": "5.5", "markerHeight": "5.5"}
    return element("marker", element("path", d="M0 0L6 3L0 6z", fill=LINE), id="a", orient="auto", **size)


def _half(workflow: Workflow, name: str) -> float:
    return DOT if workflow.outline[name] == "terminal" else WIDTH / 2
