"""What a step returns, made again from JSON: the log's outputs and what a person wrote in their place."""

import functools
from collections.abc import Callable
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError
from pydantic_core import to_json

from core.workflow import Workflow

LONGEST_GIVEN = 80


class DoesNotFit(ValueError):
    """A value is not of the form that a step returns. The message names the first place that is wrong."""


@functools.lru_cache(maxsize=500)
def form_of(function: Callable[..., Any]) -> Any:
    """The return annotation of a step, Any where there is none that can be read."""
    try:
        return get_type_hints(function).get("return", Any)
    except (NameError, TypeError):
        return Any


def restored(value: Any, form: Any) -> Any:
    """`value`, in JSON's own types, as an object of type `form`. Raises DoesNotFit."""
    try:
        return _adapter(form).validate_json(to_json(value))
    except ValidationError as error:
        raise DoesNotFit(_first(error)) from error
    except PydanticUserError as error:
        raise DoesNotFit("an object of this kind cannot be made from its record") from error


def function_of(workflow: Workflow, place: str) -> Callable[..., Any] | None:
    """The step with this qualified name, None where the workflow's own files do not hold it."""
    group, _, rest = place.partition("/")
    if rest:
        part = workflow.parts.get(group)
        return function_of(part, rest) if part else _agents_own(rest)
    found = getattr(workflow.module, place, None)
    return found if getattr(found, "node", None) == place else None


def _agents_own(node: str) -> Callable[..., Any] | None:
    """A step of the agent loop, which every workflow may use within a group."""
    from core import agent

    found = getattr(agent, node.rpartition("/")[2], None)
    return found if hasattr(found, "node") else None


@functools.lru_cache(maxsize=500)
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    given = str(first["input"])[:LONGEST_GIVEN]
    return f"{place + ': ' if place else ''}{first['msg'].removeprefix('Value error, ')} (given: {given!r})"
