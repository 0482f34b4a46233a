"""A workflow's diagram as text to draw: the declared graph, and on it how far a run has come.

Shapes tell the kind of a node (box: model call, diamond: gate, hexagon: route, component: tool, note: code, ellipse:
person); colour together with a word or a mark tells its state. All names and labels come from the workflow's file.
"""

from typing import Any, Literal

from core.mermaid import mermaid as mermaid
from core.node_states import State, node_states
from core.palette import COLOURS, FAINT_INK, INK, LINE, STRONG, TAKEN
from core.paths import taken_edges as taken_edges
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
}
MARGIN = "0.16,0.08"


def dot(
    workflow: Workflow, trace: Trace | None = None, *, now: float | None = None, direction: Direction = "LR"
) -> str:
    """The diagram in Graphviz' language.

    Without `now` the text changes only when something happened, so that it need not be drawn again.
    """
    import graphviz

    graph = graphviz.Digraph(
        workflow.id,
        graph_attr={"rankdir": direction, "bgcolor": "transparent", "nodesep": "0.3", "ranksep": "0.4", "pad": "0.1"},
        node_attr={"fontname": "Helvetica,Arial,sans-serif", "fontsize": "12"},
        edge_attr={"fontname": "Helvetica,Arial,sans-serif", "fontsize": "11", "arrowsize": "0.8"},
    )
    states = node_states(workflow, trace, now=now)
    for name, kind in workflow.nodes.items():
        graph.node(
            name, _label(name, states[name].words), tooltip=f"{name}: {kind}", **_node_style(kind, states[name].state)
        )
    taken = taken_edges(trace) if trace else frozenset()
    for edge in workflow.diagram:
        style = _edge_style((edge[0], edge[1]) in taken, ended=trace is not None and trace.finished)
        graph.edge(edge[0], edge[1], label=_label(*edge[2:]) or None, **style)
    return str(graph.source)


def _label(*lines: str) -> Any:
    """Lines as Graphviz draws them letter by letter: nothing in them is an escape or HTML."""
    import graphviz

    return graphviz.nohtml("\\n".join(graphviz.escape(line) for line in lines if line))


def _node_style(kind: str, state: State) -> dict[str, str]:
    fill, border = COLOURS[state]
    faint = state == "unreached"
    return {
        "shape": SHAPES[kind],
        "margin": "0.02,0.02" if kind in ("gate", "route") else MARGIN,
        "style": "filled,dashed" if faint else "filled",
        "fillcolor": fill,
        "color": border,
        "fontcolor": FAINT_INK if faint else INK,
        "penwidth": "2" if state in STRONG else "1.2",
    }


def _edge_style(taken: bool, *, ended: bool) -> dict[str, str]:
    if taken:
        return {"color": TAKEN, "fontcolor": TAKEN, "penwidth": "2.4", "style": "bold"}
    return {"color": LINE, "fontcolor": LINE, "penwidth": "1", "style": "dashed" if ended else "solid"}
