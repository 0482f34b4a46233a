"""What a log keeps of a value: how it is at this moment, whatever becomes of it later.

What cannot change is kept itself, at no cost. Lists, dicts, sets, models and dataclasses are copied with all that is in
them; a model stays a model. Anything else (a client, a lock, a function, an iterator) is kept as the text that the
history would store of it.
"""

import dataclasses
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from operator import is_
from pathlib import PurePath
from types import NoneType
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from core.trace.stored_values import ROOM_NORMAL, json_text, parsed_json, shown, storable

_Done = dict[int, Any]
"""The copies made so far, by the id of what they were made from."""
_Copy = Callable[[Any, _Done], Any]

UNCHANGING = frozenset({NoneType, bool, int, float, str, bytes})
"""The types of most values, told by one look."""


def snapshot(value: Any) -> Any:
    """The value as it is now. Never raises; what appears twice in it, or contains itself, does so in the copy."""
    if type(value) in UNCHANGING:
        return value
    try:
        return _copied(value, {})
    except RecursionError:
        return _described(value, {})


def _copied(value: Any, done: _Done) -> Any:
    kind = type(value)
    if kind in UNCHANGING:
        return value
    if id(value) in done:
        return done[id(value)]
    try:
        return _copy_of(kind)(value, done)  # type: ignore[arg-type]  # mypy takes a class for unhashable
    except RecursionError:
        raise
    except Exception:  # an object of somebody else's making, or one that another thread is changing
        return _described(value, done)


def _itself(value: Any, done: _Done) -> Any:
    return value


def _described(value: Any, done: _Done) -> Any:
    try:
        return shown(value) if isinstance(value, Iterator) else storable(value)
    except Exception:
        return shown(value)


def _list(value: Iterable[Any], done: _Done) -> list[Any]:
    made = list(value)
    done[id(value)] = made
    if not UNCHANGING.issuperset(map(type, made)):
        made[:] = [_copied(part, done) for part in made]
    return made


def _dict(value: Mapping[Any, Any], done: _Done) -> dict[Any, Any]:
    made = dict(value)
    done[id(value)] = made
    if not UNCHANGING.issuperset(map(type, made.values())):
        made.update({name: _copied(part, done) for name, part in made.items()})
    return made


def _tuple(value: tuple[Any, ...], done: _Done) -> tuple[Any, ...]:
    parts = [_copied(part, done) for part in value]
    if all(map(is_, parts, value)):
        return value
    make: Callable[[Iterable[Any]], tuple[Any, ...]] = getattr(type(value), "_make", tuple)
    return make(parts)


def _set(value: Iterable[Any], done: _Done) -> set[Any]:
    return {_copied(part, done) for part in value}


def _frozenset(value: frozenset[Any], done: _Done) -> frozenset[Any]:
    return frozenset(_copied(part, done) for part in value)


def _model(value: BaseModel, done: _Done) -> BaseModel:
    kind = type(value)
    made = BaseModel.__copy__(value)
    done[id(value)] = made
    parts = {name: part for name, part in value.__dict__.items() if name in kind.model_fields}
    copies = {name: _copied(part, done) for name, part in parts.items()}
    if made.__pydantic_extra__:
        made.__pydantic_extra__.update(_dict(made.__pydantic_extra__, done))
    elif kind.model_config.get("frozen") and all(map(is_, copies.values(), parts.values())):
        done[id(value)] = value
        return value
    made.__dict__.update(copies)
    return made


def _changing_dataclass(names: tuple[str, ...], value: Any, done: _Done) -> Any:
    made = object.__new__(type(value))
    done[id(value)] = made
    for name in names:
        object.__setattr__(made, name, _copied(getattr(value, name), done))
    return made


def _frozen_dataclass(names: tuple[str, ...], value: Any, done: _Done) -> Any:
    parts = [getattr(value, name) for name in names]
    copies = [_copied(part, done) for part in parts]
    if all(map(is_, copies, parts)):
        return value
    made = object.__new__(type(value))
    done[id(value)] = made
    for name, copied in zip(names, copies, strict=True):
        object.__setattr__(made, name, copied)
    return made


_COPIES: tuple[tuple[type | tuple[type, ...], _Copy], ...] = (
    ((str, int, float, complex, bytes, Enum, date, time, timedelta, tzinfo, Decimal, UUID, PurePath), _itself),
    (BaseModel, _model),
    (Mapping, _dict),
    ((list, deque), _list),
    (tuple, _tuple),
    (frozenset, _frozenset),
    (set, _set),
    (bytearray, lambda value, _: bytes(value)),
)


@lru_cache(maxsize=256)
def _copy_of(kind: type) -> _Copy:
    """How a value of this type is copied."""
    for forms, way in _COPIES:
        if issubclass(kind, forms):
            return way
    if dataclasses.is_dataclass(kind):
        names = tuple(field.name for field in dataclasses.fields(kind))
        frozen = kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        return partial(_frozen_dataclass if frozen else _changing_dataclass, names)
    return _described


def as_stored(value: Any) -> Any:
    """What reading gives for `value` once it is recorded: JSON's own types. Never raises."""
    return recorded_as_stored(snapshot(value))


def recorded_as_stored(kept: Any) -> Any:
    """The same for what a log or a trace holds, which need not be copied once more."""
    if kept is None or type(kept) is str and kept.isascii():
        return kept
    text = json_text(kept)
    return parsed_json(json.dumps(storable(kept, ROOM_NORMAL)) if text is None else text)
