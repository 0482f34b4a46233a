"""The options of a run as one flat list of names, as a notebook's keywords and the command line's flags give them."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model
from pydantic.fields import FieldInfo

from core.errors import InputError
from core.llm.limits import Limits
from core.runtime.options import RunOptions
from core.runtime.plan import check
from core.simulated import Simulation
from core.text.nearest import nearest
from core.workflow.description import Workflow

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
