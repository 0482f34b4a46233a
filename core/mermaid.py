"""A workflow's diagram in Mermaid's language, which JupyterLab, VS Code and GitHub draw without any program."""

from core.node_states import NodeState, node_states
from core.palette import COLOURS, FAINT_INK, INK, STRONG
from core.paths import taken_edges
from core.trace import Trace
from core.workflow import Workflow

BRACKETS = {
    "llm": ("[", "]"),
    "gate": ("{", "}"),
    "route": ("{{", "}}"),
    "tool": ("[[", "]]"),
    "code": ("[/", "/]"),
    "human": ("(", ")"),
    "join": ("((", "))"),
    "terminal": ("([", "])"),
}


def mermaid(workflow: Workflow, trace: Trace | None = None) -> str:
    """The diagram as a Mermaid flowchart: thick arrows were taken, dotted ones were not when the run ended."""
    states = node_states(workflow, trace)
    taken = taken_edges(trace) if trace else frozenset()
    ended = trace is not None and trace.finished
    lines = [_node(name, kind, states[name]) for name, kind in workflow.nodes.items()]
    lines += [_edge(edge, (edge[0], edge[1]) in taken, ended) for edge in workflow.diagram]
    return "\n".join(["flowchart LR", *(f"    {line}" for line in (*lines, *_classes()))]) + "\n"


def _node(name: str, kind: str, state: NodeState) -> str:
    opening, closing = BRACKETS[kind]
    label = "<br/>".join(_literal(line) for line in (name, state.words) if line)
    return f'{_id(name)}{opening}"{label}"{closing}:::{state.state}'


def _edge(edge: tuple[str, ...], taken: bool, ended: bool) -> str:
    arrow = "==>" if taken else "-.->" if ended else "-->"
    label = f'|"{_literal(edge[2])}"|' if len(edge) == 3 else ""
    return f"{_id(edge[0])} {arrow}{label} {_id(edge[1])}"


def _classes() -> list[str]:
    return [
        f"classDef {state} fill:{fill},stroke:{border},color:{FAINT_INK if state == 'unreached' else INK}"
        + (",stroke-width:2px" if state in STRONG else "")
        for state, (fill, border) in COLOURS.items()
    ]


def _id(name: str) -> str:
    """A name that is none of Mermaid's own words, such as `end`."""
    return f"n_{name}"


def _literal(text: str) -> str:
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
