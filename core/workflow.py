"""What a workflow is: one file whose last statement describes it, found by its name."""

import functools
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Literal

from core.errors import InputError, WorkflowError
from core.events import StepKind
from core.llm.llm import LLM
from core.prompts import Params

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
Edge = tuple[str, str] | tuple[str, str, str]
TERMINALS = ("input", "output", "rejected")
EACH, ALL = "each", "all"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A gate or a route said no: a normal outcome. The values that decided are those it recorded."""

    reason: str


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
    "each" starts a fan-out over items, "all" joins it; other labels are what a gate (yes, no) or a route decided.
    `calls` and `latency` say in a few words how many calls it makes and what its duration is made of. `view` names
    the form in which the result is shown.
    """

    run: Callable[[str, Any, LLM], Awaitable[Any]]
    params: type[Params]
    pattern: Pattern
    examples: tuple[Example, ...]
    diagram: tuple[Edge, ...]
    calls: str
    latency: str
    view: str = "text"

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
        paragraphs = [_sentence(one) for one in _doc(self.module).split("\n\n")]
        return next((one for one in paragraphs if one.startswith("Use it when")), "")

    @property
    def source(self) -> str:
        """The file's text: what is shown is what runs."""
        return inspect.getsource(self.module)

    @functools.cached_property
    def nodes(self) -> Mapping[str, StepKind | Literal["terminal"]]:
        """Every node of the diagram with its kind, in the order in which the edges name them."""
        names = dict.fromkeys(name for edge in self.diagram for name in edge[:2])
        return {name: self._kind(name) for name in names}

    @functools.cached_property
    def fan_outs(self) -> frozenset[str]:
        """The nodes that run once for each of several items."""
        inside = {edge[1] for edge in self.diagram if edge[2:] == (EACH,)}
        for _ in self.diagram:
            inside |= {edge[1] for edge in self.diagram if edge[0] in inside and edge[2:] != (ALL,)}
        return frozenset(inside - set(TERMINALS))

    @property
    def runs_branches(self) -> bool:
        """Whether anything in it can run at the same time, so that it can be timed both ways."""
        plain = [edge[0] for edge in self.diagram if len(edge) == 2]
        return bool(self.fan_outs) or any(plain.count(name) > 1 for name in plain)

    def _kind(self, name: str) -> StepKind | Literal["terminal"]:
        if name in TERMINALS:
            return "terminal"
        function = getattr(self.module, name, None)
        kind = getattr(function, "kind", None)
        if kind is not None:
            return kind  # type: ignore[no-any-return]
        labels = {edge[2] for edge in self.diagram if edge[0] == name and len(edge) == 3}
        return "gate" if labels <= {"yes", "no", EACH, ALL} else "route"


@functools.cache
def find_workflows() -> Mapping[str, Workflow]:
    """Every workflow by id, in the order of the patterns and then of the files. A broken file raises."""
    import core.workflows as package

    found = [_load(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    order = list(Pattern.__args__)  # type: ignore[attr-defined]
    found.sort(key=lambda workflow: order.index(workflow.pattern))
    return {workflow.id: workflow for workflow in found}


def find_workflow(workflow_id: str) -> Workflow:
    """The workflow with this id. Raises InputError naming the nearest ones."""
    workflows = find_workflows()
    if workflow_id in workflows:
        return workflows[workflow_id]
    import difflib

    near = difflib.get_close_matches(workflow_id, workflows, n=3) or list(workflows)[:5]
    raise InputError(f"There is no workflow {workflow_id[:60]!r}. Did you mean {', '.join(near)}?")


def _load(name: str) -> Workflow:
    module = importlib.import_module(name)
    workflow = getattr(module, "WORKFLOW", None)
    if not isinstance(workflow, Workflow):
        raise WorkflowError(f"{name} has no WORKFLOW at its end. Add one, or move the file out of core/workflows.")
    return workflow


def _doc(module: ModuleType) -> str:
    return inspect.getdoc(module) or ""


def _sentence(text: str) -> str:
    return " ".join(text.split())
