"""A run before it starts: everything checked, so that what can be refused is refused before any call.

The options of a run are also one flat list of names here, as a notebook's keywords and the command line's flags give
them.
"""

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from core.errors import InputError
from core.llm import Limits
from core.models import Simulation
from core.runtime.options import RunOptions
from core.runtime.replay import Reuse
from core.text import clean, nearest
from core.trace import Step
from core.workflow import ALL, EACH, Params, Workflow
from core.workflows import find_workflow

DECISIONS = ("gate", "route")


def labels_of(workflow: Workflow, step: Step) -> tuple[str, ...]:
    """The labels of a gate or a route; none for a route that the diagram does not declare."""
    if step.kind == "gate":
        return ("yes", "no")
    declared = ("".join(edge[2:]).partition(", ")[0] for edge in workflow.edges if edge[0] == step.place)
    return tuple(dict.fromkeys(label for label in declared if label not in (EACH, ALL, "")))


def texts_of(form: Any) -> tuple[str, ...]:
    """The texts of a Literal, none for any other type."""
    found = get_args(form) if get_origin(form) is Literal else ()
    return found if all(isinstance(label, str) for label in found) else ()


def only_recorded(workflow: Workflow, node: str) -> bool:
    """Whether the workflow's own file calls this gate or route without using what it returns."""
    used, unused = _calls(workflow.source)
    return node in unused and node not in used


@functools.lru_cache(maxsize=200)
def _calls(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The decisions whose value is used, and those whose value is dropped."""
    tree = ast.parse(source)
    dropped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    used, unused = set[str](), set[str]()
    for call, name in _decisions(tree):
        (unused if id(call) in dropped else used).add(name)
    return frozenset(used), frozenset(unused)


def _decisions(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECISIONS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node, first.value


LONGEST_REQUEST = 2_000_000

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Plan:
    """A workflow with the request, parameters and options it will run with, and what it takes from an earlier run."""

    workflow: Workflow
    request: str
    params: Params
    options: RunOptions
    reuse: Reuse | None = None


def plan(
    workflow_id: str,
    request: str | None = None,
    params: Mapping[str, Any] | None = None,
    options: RunOptions | Mapping[str, Any] | None = None,
) -> Plan:
    """Check a run. No request means the workflow's first example.

    Raises InputError with one line that names what does not fit.
    """
    workflow = find_workflow(workflow_id)
    if request is None:
        params = {**workflow.examples[0].params, **(params or {})}
    text = workflow.examples[0].text if request is None else clean(request)
    if not text.strip():
        raise InputError("The request is empty. Write what the workflow should work on, or choose an example.")
    if len(text) > LONGEST_REQUEST:
        raise InputError(f"The request has {len(text):,} characters; at most {LONGEST_REQUEST:,} fit. Shorten it.")
    checked = options if isinstance(options, RunOptions) else check(RunOptions, options or {}, "option")
    asking = {*workflow.asking, *workflow.parts}
    if unknown := next((node for node in checked.models if node not in asking), None):
        known = ", ".join(workflow.asking)
        raise InputError(f"{workflow.id} has no step {unknown[:60]!r} that asks a model. Known: {known}.")
    return Plan(workflow, text, check(workflow.params, params or {}, "field"), checked)


def check(model: type[M], values: Mapping[str, Any], what: str) -> M:
    """Build `model` from `values`; raises InputError that names the first wrong one and, if unknown, the known ones."""
    cleaned = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    try:
        return model.model_validate(cleaned)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            known = ", ".join(model.model_fields) or "none"
            raise InputError(f"There is no {what} {name!r}. Known: {known}.") from error
        said = first["msg"].removeprefix("Value error, ")
        raise InputError(f"The {what} {name!r} does not fit: {said} (given: {str(first['input'])[:80]!r}).") from error


NESTED = ("limits", "simulation")


@functools.cache
def option_fields() -> Mapping[str, FieldInfo]:
    """Every option by its flat name: the run's, its limits as `concurrency` and `max_…`, the simulation's."""
    fields = {name: info for name, info in RunOptions.model_fields.items() if name not in NESTED}
    fields |= {_limit(name): info for name, info in Limits.model_fields.items()}
    return {**fields, **Simulation.model_fields}


def run_options(given: Mapping[str, Any]) -> RunOptions:
    """The options named flatly. Raises InputError that names the first wrong one as it was given."""
    checked = check(_flat(), given, "option").model_dump(exclude_unset=True)
    limits = {name: checked.pop(_limit(name)) for name in Limits.model_fields if _limit(name) in checked}
    simulation = {name: checked.pop(name) for name in Simulation.model_fields if name in checked}
    nested = {"limits": check(Limits, limits, "limit"), "simulation": check(Simulation, simulation, "option")}
    return check(RunOptions, {**checked, **nested}, "option")


def split(workflow: Workflow, keywords: Mapping[str, Any]) -> tuple[dict[str, Any], RunOptions]:
    """Sort keywords into the workflow's fields and the run's options; raises InputError that names an unknown one."""
    fields, options = workflow.params.model_fields, option_fields()
    unknown = next((name for name in keywords if name not in fields and name not in options), None)
    if unknown is not None:
        raise InputError(
            f"There is no field or option {unknown!r} for {workflow.id}. {_hint(unknown, fields, options)}"
        )
    params = {name: value for name, value in keywords.items() if name in fields}
    return params, run_options({name: value for name, value in keywords.items() if name not in fields})


def _hint(unknown: str, fields: Iterable[str], options: Iterable[str]) -> str:
    near = nearest(unknown, [*fields, *options])
    if near:
        return f"Did you mean {', '.join(near)}?"
    return f"Its fields: {', '.join(fields)}. Options: {', '.join(options)}."


@functools.cache
def _flat() -> type[BaseModel]:
    fields: dict[str, Any] = {name: (info.annotation, info) for name, info in option_fields().items()}
    return create_model("Options", __config__=ConfigDict(extra="forbid"), **fields)


def _limit(name: str) -> str:
    return name if name == "concurrency" else f"max_{name}"
