"""A value made again from JSON and the types that were recorded of it."""

import json
from base64 import urlsafe_b64decode
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from typing import Any

from pydantic import BaseModel, RootModel, TypeAdapter
from pydantic.errors import PydanticUserError
from pydantic_core import to_json

from core.trace.snapshots import as_stored
from core.trace.value_types import ALL_FORMER_NAMES, FACTORIES, JSONS_OWN, UNTOLD, Known, Types, stored_order, types_of

LONGEST_NAME = 80
NOT_SO = (ValueError, TypeError, LookupError, AttributeError, StopIteration, RecursionError, PydanticUserError)
"""What a value raises that does not go with its types: both come from a record, which may be anybody's."""
BYTES: Mapping[str, Callable[[bytes], Any]] = {"bytes": bytes, "bytearray": bytearray}
NUMBERS = ("nan", "inf", "-inf")
UNORDERED = ("set", "frozenset")
SEQUENCES: Mapping[str, Callable[[Any], Any]] = {kind.__name__: kind for kind in (list, tuple, set, frozenset, deque)}
MAPPINGS: Mapping[str, Callable[[Any], Any]] = {
    **{kind.__name__: kind for kind in (dict, OrderedDict, Counter)},
    **{name: partial(defaultdict, factory) for name, factory in FACTORIES.items()},
}


class CannotBeMade(ValueError):
    """The record and its types do not make a value that this workflow knows. The message says why."""


def rebuilt(value: Any, types: Types, known: Known) -> Any:
    """`value`, in JSON's own types, as an object of these types. Raises CannotBeMade."""
    if types == JSONS_OWN:
        return value
    try:
        made = _made(value, types, known)
    except CannotBeMade:
        raise
    except NOT_SO as error:
        raise CannotBeMade(f"{_name(types)} cannot be made again from its record") from error
    if not holds_all(types_of(made), _of_today(types, known)) or not holds_all(as_stored(made), value):
        raise CannotBeMade(f"{_name(types)} made again from its record would not be what it was")
    return made


def holds_all(made: Any, recorded: Any) -> bool:
    """Whether `made` has all that was recorded, in JSON's own types; sets come in any order."""
    if isinstance(recorded, dict) and isinstance(made, dict):
        return all(name in made and holds_all(made[name], types) for name, types in recorded.items())
    if isinstance(recorded, list) and isinstance(made, list) and len(made) == len(recorded):
        if all(map(holds_all, made, recorded)):
            return True
        return all(map(holds_all, sorted(made, key=json.dumps), sorted(recorded, key=json.dumps)))
    return bool(made == recorded)


def _of_today(types: Any, known: Known) -> Any:
    """The types with the names that they have now."""
    if isinstance(types, dict):
        return {field: _of_today(part, known) for field, part in types.items()}
    if isinstance(types, list):
        is_of_bytes = len(types) == 2 and types[0] in tuple(BYTES)
        return types if is_of_bytes else [_of_today(part, known) for part in types]
    form = known.get(types) if isinstance(types, str) and types in ALL_FORMER_NAMES else None
    return types if form is None else form.__qualname__


def _made(value: Any, types: Types, known: Known) -> Any:
    if types == JSONS_OWN:
        return value
    if isinstance(types, str):
        return _piece(value, types, known)
    name, *parts = types
    if name in BYTES:
        return BYTES[name](urlsafe_b64decode(parts[0]))
    if len(parts) == 2:
        keys = [_key(key, types, known) for key, types in _paired(list(value), parts[0])]
        values = [_made(part, its, known) for part, its in _paired(list(value.values()), parts[1])]
        return MAPPINGS[name](dict(zip(keys, values, strict=True)))
    if isinstance(parts[0], list):
        ordered = sorted(value, key=stored_order) if name in UNORDERED else value
        items = [_made(part, its, known) for part, its in _paired(ordered, parts[0])]
        if name in SEQUENCES:
            return SEQUENCES[name](items)
        return _adapter(_type(name, known)).validate_python(tuple(items))
    return _object(value, _type(name, known), parts[0], known)


def _object(value: Any, form: Any, fields: Mapping[str, Types], known: Known) -> Any:
    if issubclass(form, RootModel):
        return form.model_validate(_made(value, fields.get("root", JSONS_OWN), known))
    computed = form.model_computed_fields if issubclass(form, BaseModel) else ()
    stored = {name: part for name, part in value.items() if name not in computed}
    given = {name: _made(part, fields.get(name, JSONS_OWN), known) for name, part in stored.items()}
    try:
        return _adapter(form).validate_python(given, by_name=True, by_alias=True)
    except PydanticUserError:
        return form(**given)


def _piece(value: Any, name: str, known: Known) -> Any:
    if name == UNTOLD:
        raise CannotBeMade("it was too large, or too deep, for its types to be recorded")
    if name in NUMBERS and value is None:
        return float(name)
    form = _type(name, known)
    if form is Decimal:
        return Decimal(value)  # which may be infinite
    if issubclass(form, Enum):
        return next(member for member in form if as_stored(member) == value)
    return _adapter(form).validate_json(to_json(value))


def _key(key: str, name: Types, known: Known) -> Any:
    """A key, which JSON has as text."""
    if name == JSONS_OWN:
        return key
    if name == "NoneType":
        return None
    form = _type(str(name), known)
    if issubclass(form, Enum):
        return next(member for member in form if key in as_stored({member: None}))
    return _adapter(form).validate_strings(key)


def _paired(values: list[Any], parts: list[Types]) -> list[tuple[Any, Types]]:
    return list(zip(values, parts * len(values) if len(parts) == 1 else parts, strict=True))


def _type(name: str, known: Known) -> Any:
    form = known.get(name)
    if form is None:
        many = "more than one type" if name in known else "no type"
        raise CannotBeMade(f"the workflow has {many} of the recorded name {_name(name)}")
    return form


def _name(types: Types) -> str:
    name = types[0] if isinstance(types, list) and types else types
    return repr(str(name)[:LONGEST_NAME])


@lru_cache(maxsize=500)
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)
