"""What a step returns, made again from JSON: the log's outputs and what a person wrote in their place."""

import functools
from collections.abc import Callable
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError
from pydantic_core import from_json, to_json

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
    """`value`, in JSON's own types, as an object of type `form`. Raises DoesNotFit.

    What is equal to it already stays as it is: a step that promises a float may have given a whole number.
    """
    text = to_json(value)
    try:
        made = _adapter(form).validate_json(text)
    except ValidationError as error:
        raise DoesNotFit(_first(error)) from error
    except PydanticUserError as error:
        raise DoesNotFit("an object of this kind cannot be made from its record") from error
    plain = from_json(text)
    return plain if made == plain and not isinstance(made, bool) else made


def function_of(workflow: Workflow, place: str) -> Callable[..., Any] | None:
    """The step with this qualified name, None where neither the workflow nor the agent loop holds it."""
    group, _, rest = place.partition("/")
    if rest and group in workflow.parts:
        return function_of(workflow.parts[group], rest)
    from core import agent

    node = place.rpartition("/")[2]
    found = (getattr(module, node, None) for module in (workflow.module, agent))
    return next((one for one in found if getattr(one, "node", None) == node), None)


@functools.lru_cache(maxsize=500)
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    given = str(first["input"])[:LONGEST_GIVEN]
    return f"{place + ': ' if place else ''}{first['msg'].removeprefix('Value error, ')} (given: {given!r})"
