"""What a workflow is: one file whose last statement describes it, found by its name."""

import functools
import inspect
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Literal

from core.errors import WorkflowError
from core.llm import LLM
from core.trace import StepKind
from core.workflow.edges import TERMINALS as TERMINALS
from core.workflow.edges import Edge as Edge
from core.workflow.edges import flatten, within
from core.workflow.prompts import Params

Pattern = Literal[
    "Building blocks",
    "Prompt chaining",
    "Routing",
    "Parallelization",
    "Orchestrator and workers",
    "Evaluator and optimizer",
    "Combined patterns",
    "The model drives",
]
NodeKind = StepKind | Literal["terminal", "group"]
EACH, ALL = "each", "all"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A gate or a route said no: a normal outcome. The values that decided are those it recorded.

    `result` is what there was by then, if that is worth seeing.
    """

    reason: str
    result: Any = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sample request with a few words that say what it shows, and the parameters it needs to show it."""

    title: str
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Workflow:
    """The typed description at the end of a workflow file.

    `diagram` lists its edges as (from, to) or (from, to, label), from "input" to "output" or "rejected". The label
    "each" starts a fan-out over items, "all" joins it; other labels are what a gate (yes, no) or a route decided, and
    after a comma what else held then ("no, rounds used up").
    `calls` and `latency` say in a few words how many calls it makes and what its duration is made of. `view` names
    the form in which the result is shown.

    Nodes may stand in groups. An edge may name `group/step` for a step that is run within `group("group")`. `parts`
    are workflows used in this one: `parts={"research": OTHER}` draws the node "research" as OTHER's diagram, and its
    steps are run within `group("research")`. `driven` names nodes that are groups in which the model decides the steps
    while it runs (an agent, a conversation): they are drawn as they happen. `at_once` says that steps can run at the
    same time though the diagram shows no branches: tools of one turn, say.
    """

    run: Callable[[str, Any, LLM], Awaitable[Any]]
    params: type[Params]
    pattern: Pattern
    examples: tuple[Example, ...]
    diagram: tuple[Edge, ...]
    calls: str
    latency: str
    view: str = "text"
    parts: Mapping[str, "Workflow"] = field(default_factory=dict)
    driven: tuple[str, ...] = ()
    at_once: bool = False

    def __post_init__(self) -> None:
        named = {name for edge in self.diagram for name in edge[:2]}
        if unknown := next((name for name in (*self.parts, *self.driven) if name not in named), None):
            raise WorkflowError(f"The group {unknown!r} is in no edge of the diagram. Name it there.")

    @property
    def module(self) -> ModuleType:
        """The file this workflow is."""
        return sys.modules[self.run.__module__]

    @property
    def id(self) -> str:
        """The file's name with hyphens: used in links, on the command line and in the history."""
        return self.run.__module__.rpartition(".")[2].replace("_", "-")

    @property
    def title(self) -> str:
        """The docstring's first words, up to the colon."""
        return _doc(self.module).partition(":")[0].strip()

    @property
    def idea(self) -> str:
        """What the docstring's first paragraph says after the colon."""
        return _sentence(_doc(self.module).partition("\n\n")[0].partition(":")[2])

    @property
    def use_when(self) -> str:
        """The docstring's paragraph that begins "Use it when"."""
        paragraphs = [_sentence(paragraph) for paragraph in _doc(self.module).split("\n\n")]
        return next((paragraph for paragraph in paragraphs if paragraph.startswith("Use it when")), "")

    @property
    def source(self) -> str:
        """The file's text: what is shown is what runs."""
        return inspect.getsource(self.module)

    @functools.cached_property
    def outline(self) -> Mapping[str, NodeKind]:
        """The nodes that the diagram names itself, each part as one node of kind "group"."""
        names = dict.fromkeys(name for edge in self.diagram for name in edge[:2])
        return {name: self._kind(name) for name in names}

    @functools.cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The diagram with the parts' own edges in it, by qualified names such as "research/decompose"."""
        return flatten(self.diagram, {name: part.edges for name, part in self.parts.items()})

    @functools.cached_property
    def nodes(self) -> Mapping[str, NodeKind]:
        """Every node with its kind, those of parts by qualified names; in the order in which the edges name them."""
        kinds = {f"{name}/{node}": kind for name, part in self.parts.items() for node, kind in part.nodes.items()}
        names = dict.fromkeys(name for edge in self.edges for name in edge[:2])
        return {name: kinds.get(name) or self._kind(name) for name in names}

    @functools.cached_property
    def groups(self) -> tuple[str, ...]:
        """The declared groups by qualified names, those within others after them."""
        found: dict[str, None] = {}
        for name, kind in self.outline.items():
            around = name.split("/")[:-1]
            found |= dict.fromkeys("/".join(around[: depth + 1]) for depth in range(len(around)))
            if kind == "group":
                found |= dict.fromkeys((name, *(f"{name}/{inner}" for inner in self._groups_of(name))))
        return tuple(found)

    @property
    def groups_driven(self) -> tuple[str, ...]:
        """Of the declared groups, those in which the model decides the steps."""
        return tuple(name for name in self.groups if name in self.nodes)

    @functools.cached_property
    def asking(self) -> tuple[str, ...]:
        """The nodes that ask a model, so that each can have its own: llm steps, and groups that the model drives."""
        return tuple(name for name, kind in self.nodes.items() if kind in ("llm", "group"))

    @functools.cached_property
    def fan_outs(self) -> frozenset[str]:
        """The nodes that run once for each of several items."""
        inside = {edge[1] for edge in self.diagram if edge[2:] == (EACH,)}
        for _ in self.diagram:
            inside |= {edge[1] for edge in self.diagram if edge[0] in inside and edge[2:] != (ALL,)}
        own = {name for name in self.nodes if name in inside or any(within(name, outer) for outer in inside)}
        theirs = {f"{name}/{node}" for name, part in self.parts.items() for node in part.fan_outs}
        return frozenset((own | theirs) - set(TERMINALS))

    @property
    def runs_branches(self) -> bool:
        """Whether anything in it can run at the same time, so that it can be timed both ways."""
        ways = [(edge[0], *edge[2:]) for edge in self.diagram if edge[1] not in TERMINALS]
        forks = any(ways.count(way) > 1 for way in ways)
        return self.at_once or bool(self.fan_outs) or forks or any(part.runs_branches for part in self.parts.values())

    def _groups_of(self, name: str) -> tuple[str, ...]:
        return self.parts[name].groups if name in self.parts else ()

    def _kind(self, name: str) -> NodeKind:
        if name in TERMINALS:
            return "terminal"
        if name in self.parts or name in self.driven:
            return "group"
        function = getattr(self.module, name.rpartition("/")[2], None)
        kind = getattr(function, "kind", None)
        if kind is not None:
            return kind  # type: ignore[no-any-return]
        decided = {edge[2].split(", ")[0] for edge in self.diagram if edge[0] == name and len(edge) == 3}
        return "gate" if decided <= {"yes", "no", EACH, ALL} else "route"


def _doc(module: ModuleType) -> str:
    return inspect.getdoc(module) or ""


def _sentence(text: str) -> str:
    return " ".join(text.split())
