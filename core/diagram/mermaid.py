"""A workflow's diagram in Mermaid's language, which JupyterLab, VS Code and GitHub draw without any program."""

from collections.abc import Collection, Iterator

from core.diagram.palette import COLOURS, FAINT_INK, INK, LINE, STRONG
from core.diagram.shape import Arrow, Group, Node, Shape, plain_name, shape
from core.trace.trace import Trace
from core.workflow.description import Workflow

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


def _within(drawn: Shape, path: Group) -> Iterator[str]:
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
