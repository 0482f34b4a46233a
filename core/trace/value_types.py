"""Which types a value is made of, as JSON: what a log keeps beside a value whose types JSON does not know.

    ""                          JSON's own: None, a bool, a number, a text, and lists and dicts of those
    "Colour"                    a value that is one piece: an enum, a date, a path, …
    ["bytes", "_wA="]           bytes, with themselves in base64: a model stores its own in another way
    ["tuple", [...]]            its parts, those of a set by what is stored of them; one for all where they are alike
    ["Counter", [...], [...]]   its keys and its values, likewise
    ["Plan", {"due": "date"}]   a model or dataclass: those fields that are not JSON's own

Types are named without their module: a file may move to another place.
"""

import dataclasses
import functools
import json
import math
import sys
from base64 import urlsafe_b64encode
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path, PosixPath, PurePath, PurePosixPath, WindowsPath
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel

from core.text import Filled
from core.trace.snapshots import as_stored

Types = str | list[Any]

JSONS_OWN = ""
UNTOLD = "?"
PLAIN = frozenset({type(None), bool, int, str, Filled})
MOST_PARTS = 50_000
BYTES_OF_A_PART = 100
DEEPEST = 60
SEQUENCES: Mapping[type, str] = {kind: kind.__name__ for kind in (list, tuple, set, frozenset, deque)}
MAPPINGS: Mapping[type, str] = {kind: kind.__name__ for kind in (dict, OrderedDict, Counter, defaultdict)}
FACTORIES: Mapping[str, Any] = {
    f"defaultdict of {kind.__name__ if kind else None}": kind for kind in (None, int, float, str, bool, list, dict, set)
}


def types_of(value: Any) -> Types:
    """The types of a value; UNTOLD where it is too large or contains itself. Never raises."""
    if type(value) in PLAIN:
        return JSONS_OWN
    try:
        return _Reading().types(value, 0)
    except _TooMuch:
        return UNTOLD


class _TooMuch(Exception):
    """The value has more parts than are looked at."""


class _Reading:
    """One look at a value, with a limit on all of its parts together."""

    def __init__(self) -> None:
        self._left = MOST_PARTS

    def types(self, value: Any, depth: int) -> Types:
        kind = type(value)
        if kind in PLAIN:
            return JSONS_OWN
        if kind is float:
            return JSONS_OWN if math.isfinite(value) else str(value)
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            raise _TooMuch
        if kind in (bytes, bytearray):
            self._left -= len(value) // BYTES_OF_A_PART
            return [kind.__name__, urlsafe_b64encode(value).decode()]
        if kind in MAPPINGS:
            return self._mapping(value, depth)
        if kind in SEQUENCES or issubclass(kind, tuple) and hasattr(kind, "_fields"):
            return self._sequence(value, depth)
        if issubclass(kind, BaseModel):
            return [kind.__qualname__, self._fields({**value.__dict__, **(value.__pydantic_extra__ or {})}, depth)]
        if dataclasses.is_dataclass(kind):
            fields = {field.name: getattr(value, field.name, None) for field in dataclasses.fields(kind)}
            return [kind.__qualname__, self._fields(fields, depth)]
        return kind.__qualname__

    def _fields(self, values: Mapping[str, Any], depth: int) -> dict[str, Types]:
        told = {name: self.types(part, depth + 1) for name, part in values.items()}
        return {name: types for name, types in told.items() if types != JSONS_OWN}

    def _sequence(self, value: Iterable[Any], depth: int) -> Types:
        parts = self._alike(value, depth)
        plain = type(value) is list and parts in ([], [JSONS_OWN])
        return JSONS_OWN if plain else [type(value).__qualname__, parts]

    def _mapping(self, value: Mapping[Any, Any], depth: int) -> Types:
        keys = _one_for_all(list(map(_key, value))) or [JSONS_OWN]
        values = self._alike(value.values(), depth)
        if type(value) is dict and keys == [JSONS_OWN] and values in ([], [JSONS_OWN]):
            return JSONS_OWN
        name = type(value).__qualname__
        if isinstance(value, defaultdict):
            factory = value.default_factory
            name = next((known for known, made in FACTORIES.items() if made is factory), UNTOLD)
        return [name, keys, values]

    def _alike(self, values: Iterable[Any], depth: int) -> list[Types]:
        """The types of each, or one for all."""
        if PLAIN.issuperset(map(type, values)):
            return [JSONS_OWN] if values else []
        ordered = _in_order(values) if isinstance(values, set | frozenset) else values
        return _one_for_all([self.types(part, depth + 1) for part in ordered])


def _in_order(parts: Iterable[Any]) -> list[Any]:
    """The parts of a set, which come in another order from every copy of it, by what is stored of them."""
    return sorted(parts, key=lambda part: stored_order(as_stored(part)))


def stored_order(stored: Any) -> str:
    """By what the stored parts of a set are ordered."""
    return json.dumps(stored, sort_keys=True)


def _one_for_all(parts: list[Any]) -> list[Any]:
    return parts[:1] if all(types == parts[0] for types in parts) else parts


def _key(key: Any) -> str:
    """A key's type. JSON knows texts alone there, so that a number is told as well."""
    return JSONS_OWN if type(key) is str else type(key).__qualname__


MOST = 2_000
LIBRARIES = ("builtins", "enum", "pydantic", "typing")
OF_PYTHON: Mapping[str, type] = {
    **{kind.__name__: kind for kind in (date, datetime, time, timedelta, Decimal, UUID, int, float, bool)},
    **dict.fromkeys((Path.__name__, PosixPath.__name__, WindowsPath.__name__), Path),
    **dict.fromkeys((PurePath.__name__, PurePosixPath.__name__), PurePath),
}

FORMER_NAMES: Mapping[str, tuple[str, ...]] = {
    "InternetProvider": ("Provider",),
    "PlannedTask": ("Task",),
    "PriorityChange": ("Change",),
    "PromotionMail": ("Mail",),
    "Skip": ("SetAside",),
    "TaskPlan": ("Plan",),
}
"""What classes were called when older runs were recorded."""
ALL_FORMER_NAMES = frozenset(name for names in FORMER_NAMES.values() for name in names)

Known = Mapping[str, type | None]
"""Types by name; None where two have the same one."""


@functools.lru_cache(maxsize=500)
def known_to(function: Callable[..., Any]) -> Known:
    """The types that a step's record may name."""
    module = sys.modules.get(function.__module__)
    return known_from([form_of(function)], vars(module).values() if module else ())


@functools.lru_cache(maxsize=500)
def form_of(function: Callable[..., Any]) -> Any:
    """The return annotation of a step, Any where there is none that can be read."""
    try:
        return get_type_hints(function).get("return", Any)
    except (NameError, TypeError):
        return Any


def known_from(forms: Iterable[Any], also: Iterable[Any] = ()) -> Known:
    """The types that annotations and classes lead to; where `also` or subclasses have the same names, `forms` count."""
    near, around = _collected(forms), _collected(also)
    above: list[type[object]] = [form for form in (*near.values(), *around.values()) if form is not None]
    below: list[type[object]] = []
    for form in above:
        below += form.__subclasses__()
    return {**_collected(below), **around, **near, **OF_PYTHON}


def _collected(forms: Iterable[Any]) -> dict[str, type | None]:
    known: dict[str, type | None] = {}
    seen: set[int] = set()
    waiting = list(forms)
    while waiting and len(seen) < MOST:
        form = waiting.pop()
        if id(form) in seen:
            continue
        seen.add(id(form))
        if _is_of_a_workflow(form):
            for name in (form.__qualname__, *FORMER_NAMES.get(form.__qualname__, ())):
                known[name] = form if known.get(name, form) is form else None
        waiting += _within(form)
    return known


def _is_of_a_workflow(form: Any) -> bool:
    """Whether it is a model, an enum, a dataclass or a named tuple, and not the mere beginning of all of those."""
    if not isinstance(form, type) or form.__module__.partition(".")[0] in LIBRARIES:
        return False
    return issubclass(form, BaseModel | Enum) or dataclasses.is_dataclass(form) or hasattr(form, "_fields")


def _within(form: Any) -> Iterator[Any]:
    """What an annotation or a class leads to."""
    yield from get_args(form)
    if (origin := get_origin(form)) is not None:
        yield origin
    if not _is_of_a_workflow(form):
        return
    if issubclass(form, BaseModel):
        yield from (field.annotation for field in form.model_fields.values())
        return
    try:
        yield from get_type_hints(form).values()
    except (NameError, TypeError):
        return
