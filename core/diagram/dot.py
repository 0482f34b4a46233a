"""A workflow's diagram as text to draw: the declared graph, and on it how far a run has come.

Shapes tell the kind of a node (box: model call, diamond: gate, hexagon: route, component: tool, note: code, ellipse:
person, three-dimensional box: a folded group); colour together with a word or a mark tells its state. Groups are
frames. What the workflow's file does not declare is drawn as it happened, dashed; such names come from a run's log and
are drawn letter by letter.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from core.diagram.mermaid import mermaid as mermaid
from core.diagram.node_states import NodeState
from core.diagram.palette import COLOURS, FAINT_INK, INK, LINE, STRONG, TAKEN
from core.diagram.paths import taken_edges as taken_edges
from core.diagram.shape import Arrow, Group, Node, plain_name, shape
from core.trace.trace import Trace
from core.workflow.description import Workflow

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
    path: Group,
    nodes: Iterable[Node],
    groups: Mapping[Group, tuple[NodeState, bool]],
    frames: Mapping[Group, str],
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


def _arrow_style(arrow: Arrow, frames: Mapping[Group, str], ended: bool) -> dict[str, str]:
    borders = {"ltail": frames.get(arrow.out_of, ""), "lhead": frames.get(arrow.into, "")}
    given = {name: frame for name, frame in borders.items() if frame}
    if arrow.back:
        given["constraint"] = "false"  # else Graphviz turns the order of what happened around
    if arrow.taken:
        style = "bold" if arrow.declared else "dashed"
        return given | {"color": TAKEN, "fontcolor": TAKEN, "penwidth": "2.4", "style": style}
    return given | {"color": LINE, "fontcolor": LINE, "penwidth": "1", "style": "dashed" if ended else "solid"}
