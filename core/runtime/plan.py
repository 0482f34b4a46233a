"""A run before it starts: everything checked, so that what can be refused is refused before any call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import InputError
from core.runtime.options import RunOptions
from core.runtime.reuse import Reuse
from core.text.text import clean
from core.workflow.description import Workflow
from core.workflow.prompts import Params
from core.workflows.catalogue import find_workflow

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
