"""What a step returned, made again from its record: of the very types that were recorded, or refused with a reason.

A log of before types were recorded, and what a person wrote, tell no types. There the step's annotation decides, where
it leaves no choice.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError
from pydantic_core import SchemaValidator, from_json, to_json

from core.trace import (
    JSONS_OWN,
    CannotBeMade,
    Known,
    Types,
    as_stored,
    form_of,
    holds_all,
    known_from,
    known_to,
    rebuilt,
    types_of,
)
from core.workflow import Approval, Workflow

LONGEST_GIVEN = 80
DECIDED: Types = [Approval.__qualname__, {}]
"""A person's decision about an item in JSON's own types."""
T = TypeVar("T")

OPEN = "its type was not recorded, and what the step promises leaves open which one it was"


class DoesNotFit(ValueError):
    """A value is not of the form that a step returns. The message names the first place that is wrong."""


def given_back(value: Any, types: Types | None, function: Callable[..., Any]) -> Any:
    """What `function` returned then, from its record. Raises DoesNotFit."""
    return restored(value, types, form_of(function), known_to(function))


def edited_back(value: Any, types: Types | None, function: Callable[..., Any]) -> Any:
    """The same for what a person wrote in its place; `types` are those of what was there."""
    return edited_output(value, types, form_of(function), known_to(function))


def approved(value: Any, types: Types | None, item: T) -> Approval[T]:
    """What a person decided then, about an item like this one. Raises DoesNotFit."""
    approval: Approval[Any] = restored(value, DECIDED, Approval[Any], known_from([Approval]))
    if as_stored(item) == approval.item:
        return replace(approval, item=item)
    then = types[1].get("item", JSONS_OWN) if isinstance(types, list) and types[0] == DECIDED[0] else None
    return replace(approval, item=edited_output(approval.item, then, type(item), known_from([type(item)])))


def restored(value: Any, types: Types | None, form: Any, known: Known) -> Any:
    """`value`, in JSON's own types, as an object of the recorded `types`, None where none were recorded.

    Raises DoesNotFit where it cannot be one of those, or is none of type `form`.
    """
    if types is None:
        return by_annotation(value, form)
    try:
        made = rebuilt(value, types, known)
    except CannotBeMade as error:
        raise DoesNotFit(str(error)) from error
    try:
        _adapter(form).validate_python(made)
    except ValidationError as error:
        raise DoesNotFit(_first(error)) from error
    except PydanticUserError:
        return made
    return made


def edited_output(value: Any, types: Types | None, form: Any, known: Known) -> Any:
    """What a person wrote in place of an output of these types: as the annotation has it, else of those types."""
    try:
        return by_annotation(value, form)
    except DoesNotFit as error:
        if types is None or OPEN not in str(error):
            raise
        try:
            return restored(value, types, form, known)
        except DoesNotFit:
            raise error from None


def by_annotation(value: Any, form: Any) -> Any:
    """`value` as an object of type `form`, where that is only one. Raises DoesNotFit.

    A number that is equal to it already stays as it is: a step that promises a float may have given a whole number.
    """
    text = to_json(value)
    try:
        made = _adapter(form).validate_json(text)
    except ValidationError as error:
        raise DoesNotFit(_first(error)) from error
    except PydanticUserError as error:
        raise DoesNotFit("an object of this kind cannot be made from its record") from error
    if value is not None and not _is_the_only_one(made, form, text):
        raise DoesNotFit(OPEN)
    plain = from_json(text)
    return plain if type(made) is float and made == plain else made


def function_of(workflow: Workflow, place: str) -> Callable[..., Any] | None:
    """The step with this qualified name, None where neither the workflow nor the agent loop holds it."""
    group, _, rest = place.partition("/")
    if rest and group in workflow.parts:
        return function_of(workflow.parts[group], rest)
    from core.agents import agent

    node = place.rpartition("/")[2]
    found = (getattr(module, node, None) for module in (workflow.module, agent))
    return next((function for function in found if getattr(function, "node", None) == node), None)


@functools.lru_cache(maxsize=500)
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _is_the_only_one(made: Any, form: Any, text: bytes) -> bool:
    """Whether the annotation leaves no choice, as far as this value goes, and nothing of the record is left out."""
    validators = _in_either_order(form)
    if validators is None or not holds_all(as_stored(made), from_json(text)):
        return False
    for validator in validators:
        try:
            other = validator.validate_json(text, strict=True)
        except ValidationError:
            return False
        if types_of(other) != types_of(made):
            return False
    return True


@functools.lru_cache(maxsize=500)
def _in_either_order(form: Any) -> tuple[SchemaValidator, ...] | None:
    """The annotation taking the first choice of each union that fits, and the last; None where it allows anything."""
    schema = _adapter(form).core_schema
    if _allows_anything(schema):
        return None
    return tuple(SchemaValidator(_ordered(schema, order)) for order in (1, -1))


def _allows_anything(schema: Any) -> bool:
    if isinstance(schema, dict):
        return schema.get("type") == "any" or any(map(_allows_anything, _inner(schema).values()))
    return isinstance(schema, list | tuple) and any(map(_allows_anything, schema))


def _ordered(schema: Any, order: int) -> Any:
    """The schema with each union trying its choices from left to right, or from right to left."""
    if isinstance(schema, list | tuple):
        return type(schema)(_ordered(part, order) for part in schema)
    if not isinstance(schema, dict):
        return schema
    made = {**schema, **{name: _ordered(part, order) for name, part in _inner(schema).items()}}
    if made.get("type") == "union":
        made["choices"] = made["choices"][::order]
        made["mode"] = "left_to_right"
    return made


def _inner(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a schema that is made of schemas."""
    return {name: part for name, part in schema.items() if name not in ("default", "metadata", "serialization", "ref")}


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    given = str(first["input"])[:LONGEST_GIVEN]
    return f"{place + ': ' if place else ''}{first['msg'].removeprefix('Value error, ')} (given: {given!r})"
