"""A workflow's diagram as a small picture: an SVG of ours in a data: address, so that a page of many stays light.

A part is one node with a double border. The colours read on white and on black, because a picture does not know the
page's theme.
"""

import base64
import functools
from collections.abc import Sequence
from itertools import pairwise

from core.diagram import LINE
from core.workflow import Workflow
from core.workflows import find_workflow
from pages.gallery.mini_layout import DOT, EDGE, HEIGHT, WIDTH, Centre, Layout, Segment, Wire, lay_out
from pages.ui import Html, element

LOOP = 12  # from the middle of a node to where an edge leaves it that leads to itself
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
LONGEST_LINE = 12


@functools.cache
def picture_of(workflow_id: str) -> str:
    """The picture as a data: address."""
    text = mini_svg(find_workflow(workflow_id)).encode()
    return "data:image/svg+xml;base64," + base64.b64encode(text).decode()


def mini_svg(workflow: Workflow) -> Html:
    """The picture as SVG."""
    layout = lay_out(workflow)
    ways = dict.fromkeys((edge[0], edge[1]) for edge in workflow.diagram)
    size = (f"{layout.width:.0f}", f"{layout.height:.0f}")
    return element(
        "svg",
        element("defs", _arrow_head()),
        *(_edge(layout, way) for way in ways),
        *(_node(workflow, name, place) for name, place in layout.places.items()),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {size[0]} {size[1]}",
        width=size[0],
        height=size[1],
        font_size="10.5",
        font_family="Source Sans, Helvetica, Arial, sans-serif",
    )


def _node(workflow: Workflow, name: str, place: Centre) -> Html:
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


def _edge(layout: Layout, way: Wire) -> Html:
    path = _turned(layout, way) if way in layout.back else _straight(layout.ways[way])
    dashes = {"stroke_dasharray": "3 2"} if way in layout.back else {}
    return element("path", d=path, fill="none", stroke=LINE, stroke_width="1.3", marker_end="url(#a)", **dashes)


def _straight(stretches: Sequence[Segment]) -> str:
    """Straight pieces through the columns, curves in the gaps between them."""
    path = f"M{stretches[0].left:.1f} {stretches[0].y:.1f}{_along(stretches[0])}"
    for before, after in pairwise(stretches):
        middle = (before.right + after.left) / 2
        path += f"C{middle:.1f} {before.y:.1f} {middle:.1f} {after.y:.1f} {after.left:.1f} {after.y:.1f}{_along(after)}"
    return path


def _along(stretch: Segment) -> str:
    return f"H{stretch.right:.1f}" if stretch.right > stretch.left else ""


def _turned(layout: Layout, way: Wire) -> str:
    """Down from its node, below everything, and up to where it leads; from a node to itself just below it."""
    (x1, y1), (x2, y2) = (layout.places[name] for name in way)
    x1, x2 = (x1 + LOOP, x2 - LOOP) if way[0] == way[1] else (x1, x2)
    floor, low = layout.floor - EDGE, layout.height - EDGE / 2 + (layout.height - layout.floor) / 3
    under = HEIGHT / 2
    curve = f"C{x1:.1f} {low:.1f} {x2:.1f} {low:.1f} {x2:.1f} {floor:.1f}"
    return f"M{x1:.1f} {y1 + under:.1f}V{floor:.1f}{curve}V{y2 + under + 2:.1f}"


def _arrow_head() -> Html:
    size = {"viewBox": "0 0 6 6", "refX": "5", "refY": "3", "markerWidth": "5.5", "markerHeight": "5.5"}
    return element("marker", element("path", d="M0 0L6 3L0 6z", fill=LINE), id="a", orient="auto", **size)
