"""One workflow as one Python file that needs nothing of this project."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.errors import InputError
from core.export.bundle import Bundle, Piece
from core.export.carried import carried_files, data_module
from core.export.layout import header, laid_out, model_in, packages, settings_module
from core.export.modules import Module
from core.export.rewriting import Baked, only_methods, rewritten
from core.export.stand_ins import ANY_NAME, DIFFERENCES, PARTS, DefinitionKey
from core.runtime import Plan
from core.workflow import Workflow

Flavour = Literal["openai", "gemini"]
FLAVOURS: tuple[Flavour, ...] = ("openai", "gemini")
LLM_METHODS = ("using", "or_else", "text", "parse", "call_tools", "_ask")


@dataclass(frozen=True, slots=True)
class Script:
    """A generated script; `notes` say what is different outside the app."""

    file_name: str
    text: str
    packages: tuple[str, ...]
    notes: tuple[str, ...]


def export_script(plan: Plan, flavour: Flavour) -> Script:
    """The workflow of `plan` with its parameters and models written in; the request is an argument of the script.

    Raises InputError when the workflow cannot be taken out, saying why.
    """
    try:
        return _Exporter(plan, flavour).script()
    except InputError as error:
        raise InputError(f"{plan.workflow.id} cannot be exported. {error}") from None


def why_not(workflow: Workflow) -> str:
    """Why a workflow cannot be exported, in a sentence; empty if it can."""
    from core.runtime import plan

    try:
        export_script(plan(workflow.id), "openai")
    except InputError as error:
        return str(error)
    return ""


class _Exporter:
    def __init__(self, plan: Plan, flavour: Flavour) -> None:
        self._plan = plan
        self._flavour = flavour
        self._workflow = plan.workflow.run.__module__
        self._params = (plan.workflow.params.__module__, plan.workflow.params.__name__)
        self._methods: tuple[str, ...] = LLM_METHODS
        self._files: Mapping[str, str] = {}

    def script(self) -> Script:
        """Two passes: the first finds what is used of the model and of the data, the second leaves out the rest."""
        first = self._bundle()
        self._methods = tuple(_used_methods(first))
        self._files = carried_files(first.pieces())
        bundle = self._bundle()
        pieces = bundle.pieces()
        needed = packages(pieces, bundle.imports)
        file_name = f"{self._plan.workflow.id.replace('-', '_')}.py"
        notes = (*_notes(self._plan, self._flavour), *_differences(pieces))
        text = laid_out(
            header(self._plan, self._flavour, file_name, needed, notes), bundle, self._workflow, self._params
        )
        return Script(file_name, text, needed, notes)

    def _bundle(self) -> Bundle:
        bundle = Bundle(self._chosen(), self._rewrite, self._workflow)
        bundle.take(self._workflow, self._plan.workflow.run.__name__)
        bundle.take(f"{PARTS}.main", "main")
        return bundle

    def _chosen(self) -> dict[DefinitionKey, DefinitionKey]:
        workflow = self._plan.workflow
        chosen: dict[DefinitionKey, DefinitionKey] = {
            (f"{PARTS}.workflow", "run"): (self._workflow, workflow.run.__name__),
            (f"{PARTS}.workflow", "WorkflowParams"): self._params,
        }
        if self._flavour == "gemini":
            chosen[f"{PARTS}.openai_sdk", ANY_NAME] = (f"{PARTS}.gemini_sdk", "")
        if "call_tools" not in self._methods:
            chosen["core.providers.protocol", "Message"] = (f"{PARTS}.messages", "Message")
        if self._plan.options.on_error == "keep":
            chosen[f"{PARTS}.fan_out", ANY_NAME] = (f"{PARTS}.fan_out_keep", "")
        if "rejected" in workflow.nodes:
            chosen[f"{PARTS}.endings", ANY_NAME] = (f"{PARTS}.endings_rejected", "")
        return chosen

    def _rewrite(self, module: Module) -> Module:
        if module.name == f"{PARTS}.settings":
            return settings_module(module, self._plan, self._flavour)
        if module.name == f"{PARTS}.data":
            return data_module(module, self._files)
        if module.name == f"{PARTS}.llm":
            return only_methods(module, "LLM", self._methods, LLM_METHODS)
        loaded = sys.modules.get(module.name)
        return rewritten(module, vars(loaded) if loaded else {}, self._baked())

    def _baked(self) -> Baked:
        options = self._plan.options
        models = {node: model_in(model, self._flavour) for node, model in options.models.items()}
        own = {node: model for node, model in models.items() if model}
        return Baked(self._plan.params, own, lambda model: model_in(model, self._flavour))


def _notes(plan: Plan, flavour: Flavour) -> Iterator[str]:
    named: dict[str, Any] = {"": plan.options.model, **plan.options.models}
    for node, model in named.items():
        if not model_in(model, flavour):
            where = f"In the app the step {node}" if node else "In the app it"
            yield f"{where} ran on {model}; here it asks MODEL."


def _differences(pieces: Iterable[Piece]) -> list[str]:
    modules = {piece.module for piece in pieces}
    return [said for module, said in DIFFERENCES.items() if module in modules]


def _used_methods(bundle: Bundle) -> Iterator[str]:
    """The methods of the model that anything but its own class calls, and those that they call."""
    used = {
        node.attr
        for piece in bundle.pieces()
        if piece.module != f"{PARTS}.llm"
        for node in ast.walk(piece.statement.node)
        if isinstance(node, ast.Attribute) and node.attr in LLM_METHODS and _may_be_a_model(node.value, bundle, piece)
    }
    yield from sorted(used)
    if used & {"text", "parse"}:
        yield "_ask"
    if "or_else" in used and "using" not in used:
        yield "using"


def _may_be_a_model(value: ast.expr, bundle: Bundle, piece: Piece) -> bool:
    return not isinstance(value, ast.Name) or (
        "llm" in value.id.lower() and value.id not in bundle.module(piece.module).imports
    )
