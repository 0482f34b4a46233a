"""A workflow's diagram, and on it how far a run has come, in the languages that draw it: Graphviz's DOT and Mermaid."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal

from core.diagram.node_states import NodeState
from core.diagram.palette import COLOURS, FAINT_INK, INK, LINE, STRONG, TAKEN
from core.diagram.paths import taken_edges as taken_edges
from core.diagram.shapes import Arrow, GroupPath, Node, Shape, plain_name, shape
from core.trace import Trace
from core.workflow import Workflow

Direction = Literal["LR", "TB"]

SHAPES = {
    "llm": "box",
    "gate": "diamond",
    "route": "hexagon",
    "tool": "component",
    "code": "note",
    "human": "ellipse",
    "join": "circle",
    "terminal": "oval",
    "group": "box3d",
}
MARGIN = "0.16,0.08"
FONT = {"fontname": "Helvetica,Arial,sans-serif"}


def dot(
    workflow: Workflow,
    trace: Trace | None = None,
    *,
    now: float | None = None,
    direction: Direction = "LR",
    shut: Collection[str] = (),
) -> str:
    """The diagram in Graphviz' language; each group in `shut` is one node.

    Without `now` the text changes only when something happened, so that it need not be drawn again.
    """
    import graphviz

    drawn = shape(workflow, trace, now=now, shut=shut)
    whole = {"rankdir": direction, "bgcolor": "transparent", "nodesep": "0.3", "ranksep": "0.4", "pad": "0.1"}
    graph = graphviz.Digraph(
        workflow.id,
        graph_attr=whole | ({"compound": "true"} if drawn.groups else {}),
        node_attr={**FONT, "fontsize": "12"},
        edge_attr={**FONT, "fontsize": "11", "arrowsize": "0.8"},
    )
    frames = {path: f"cluster_{number}" for number, path in enumerate(drawn.groups)}
    _fill(graph, (), drawn.nodes, drawn.groups, frames)
    ended = trace is not None and trace.finished
    for arrow in drawn.arrows:
        graph.edge(arrow.start, arrow.end, label=_label(arrow.label) or None, **_arrow_style(arrow, frames, ended))
    return str(graph.source)


def _fill(
    graph: Any,
    path: GroupPath,
    nodes: Iterable[Node],
    groups: Mapping[GroupPath, tuple[NodeState, bool]],
    frames: Mapping[GroupPath, str],
) -> None:
    """Draw the nodes of a group, and the groups within it as frames."""
    for node in nodes:
        if node.group == path:
            tip = _label(f"{node.id if node.declared else node.name}: {node.kind}")
            graph.node(node.id, _label(node.name, node.state.words), tooltip=tip, **_node_style(node))
    for inner, (state, declared) in groups.items():
        if inner[:-1] == path:
            with graph.subgraph(name=frames[inner]) as frame:
                name = plain_name(inner[-1])
                frame.attr(label=_label(f"{name}  {state.words}"), tooltip=_label(name), **_frame_style(declared))
                _fill(frame, inner, nodes, groups, frames)


def _label(*lines: str) -> Any:
    """Lines as Graphviz draws them letter by letter: nothing in them is an escape or HTML."""
    import graphviz

    return graphviz.nohtml("\\n".join(graphviz.escape(line) for line in lines if line))


def _node_style(node: Node) -> dict[str, str]:
    fill, border = COLOURS[node.state.state]
    faint = node.state.state == "unreached"
    return {
        "shape": SHAPES[node.kind],
        "margin": "0.02,0.02" if node.kind in ("gate", "route") else MARGIN,
        "style": "filled,dashed" if faint or not node.declared else "filled",
        "fillcolor": fill,
        "color": border,
        "fontcolor": FAINT_INK if faint else INK,
        "penwidth": "2" if node.state.state in STRONG else "1.2",
    }


def _frame_style(declared: bool) -> dict[str, str]:
    style = "solid" if declared else "dashed"
    return {**FONT, "fontsize": "11", "labeljust": "l", "color": LINE, "fontcolor": LINE, "style": style}


def _arrow_style(arrow: Arrow, frames: Mapping[GroupPath, str], ended: bool) -> dict[str, str]:
    borders = {"ltail": frames.get(arrow.out_of, ""), "lhead": frames.get(arrow.into, "")}
    given = {name: frame for name, frame in borders.items() if frame}
    if arrow.back:
        given["constraint"] = "false"  # else Graphviz turns the order of what happened around
    if arrow.taken:
        style = "bold" if arrow.declared else "dashed"
        return given | {"color": TAKEN, "fontcolor": TAKEN, "penwidth": "2.4", "style": style}
    return given | {"color": LINE, "fontcolor": LINE, "penwidth": "1", "style": "dashed" if ended else "solid"}


BRACKETS = {
    "llm": ("[", "]"),
    "gate": ("{", "}"),
    "route": ("{{", "}}"),
    "tool": ("[[", "]]"),
    "code": ("[/", "/]"),
    "human": ("(", ")"),
    "join": ("((", "))"),
    "terminal": ("([", "])"),
    "group": ("[(", ")]"),
}
_PLAIN = frozenset("_.,:;…×✓✗‖/()+-")


def mermaid(workflow: Workflow, trace: Trace | None = None, *, shut: Collection[str] = ()) -> str:
    """The diagram as a Mermaid flowchart: thick arrows were taken, dotted ones were not when the run ended.

    Each group in `shut` is one node.
    """
    drawn = shape(workflow, trace, shut=shut)
    ended = trace is not None and trace.finished
    lines = [*_within(drawn, ()), *(_edge(arrow, ended) for arrow in drawn.arrows), *_classes(), *_happened(drawn)]
    return "\n".join(["flowchart LR", *(f"    {line}" for line in lines)]) + "\n"


def _within(drawn: Shape, path: GroupPath) -> Iterator[str]:
    """The nodes of a group, and the groups within it."""
    for node in drawn.nodes:
        if node.group == path:
            yield _node(node)
    for number, (inner, (state, _)) in enumerate(drawn.groups.items()):
        if inner[:-1] == path:
            told = " ".join(part for part in (plain_name(inner[-1]), state.words) if part)
            yield f'subgraph g_{number}["{_literal(told)}"]'
            yield from (f"    {line}" for line in _within(drawn, inner))
            yield "end"


def _node(node: Node) -> str:
    opening, closing = BRACKETS[node.kind]
    label = "<br/>".join(_literal(line) for line in (node.name, node.state.words) if line)
    return f'{_id(node.id)}{opening}"{label}"{closing}:::{node.state.state}'


def _edge(arrow: Arrow, ended: bool) -> str:
    sign = "==>" if arrow.taken else "-.->" if ended else "-->"
    label = f'|"{_literal(arrow.label)}"|' if arrow.label else ""
    return f"{_id(arrow.start)} {sign}{label} {_id(arrow.end)}"


def _classes() -> list[str]:
    return [
        f"classDef {state} fill:{fill},stroke:{border},color:{FAINT_INK if state == 'unreached' else INK}"
        + (",stroke-width:2px" if state in STRONG else "")
        for state, (fill, border) in COLOURS.items()
    ]


def _happened(drawn: Shape) -> Iterator[str]:
    """What was not declared has a dashed border; so has a group that was not."""
    for node in drawn.nodes:
        if not node.declared:
            yield f"style {_id(node.id)} stroke-dasharray:4 3"
    for number, (_, declared) in enumerate(drawn.groups.values()):
        yield f"style g_{number} fill:none,stroke:{LINE}" + ("" if declared else ",stroke-dasharray:4 3")


def _id(name: str) -> str:
    """A name that is none of Mermaid's own words, such as `end`."""
    return "n_" + "".join(letter if letter.isalnum() or letter == "_" else f"_{ord(letter)}_" for letter in name)


def _literal(text: str) -> str:
    """Letter by letter; nothing in it is markup or one of Mermaid's escapes."""
    return "".join(
        letter if letter.isalnum() or letter.isspace() or letter in _PLAIN else f"#{ord(letter)};" for letter in text
    )
