"""What a log keeps of a value: how it is at this moment, whatever becomes of it later, and how that is stored."""

import dataclasses
import json
import math
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
from pydantic_core import from_json, to_json

from core.text.cleaning import clean

LONGEST_REPR = 2_000
DEEPEST = 100
ROOM_NORMAL = (10_000_000, 1_000_000)
ROOM_SMALL = (5_000, 200)
ADDRESS = " at 0x"

Room = tuple[int, int]


def read_json(text: str) -> Any:
    """The value of a JSON text; whole numbers that Python refuses to read stay text. Raises ValueError."""
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text, parse_int=_whole)


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) < 4000 else digits


def json_text(value: Any) -> str | None:
    """The value as JSON text, None where JSON has no form for it or for something in it."""
    try:
        return to_json(value, inf_nan_mode="null", bytes_mode="base64", fallback=shown).decode()
    except Exception:
        return None


def shown(value: Any) -> str:
    """The value's repr, cut to a length; its name where that fails or tells an address, which differs in every run."""
    try:
        text = clean(repr(value))
        if ADDRESS not in text:
            return cut(text, LONGEST_REPR)
        return f"<{clean(getattr(value, '__qualname__', type(value).__name__))}>"
    except Exception:
        return f"<{type(value).__name__}>"


def cut(text: str, length: int) -> str:
    """The text, or its beginning and how much is left out."""
    return text if len(text) <= length else f"{text[:length]}… ({len(text) - length:,} characters left out)"


def storable(value: Any, room: Room = ROOM_NORMAL, within: tuple[int, ...] = ()) -> Any:
    """`value` in JSON's own types; what contains itself is cut off with its repr.

    `room` is the longest text and the most items of one list or object.
    """
    longest, most = room
    if isinstance(value, str):
        return cut(clean(value), longest)
    if value is None or isinstance(value, bool):
        return value
    if id(value) in within or len(within) >= DEEPEST:
        return shown(value)
    within = (*within, id(value))
    parts = _parts(value)
    if isinstance(parts, dict):
        some = list(parts.items())[:most]
        return {cut(clean(str(name)), longest): storable(one, room, within) for name, one in some}
    if isinstance(parts, list):
        return [storable(one, room, within) for one in parts[:most]]
    return _scalar(value)


def _parts(value: Any) -> dict[Any, Any] | list[Any] | None:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple | set | frozenset | deque):
        return list(value)
    if isinstance(value, BaseModel):
        return dict(value.__dict__)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name, None) for field in dataclasses.fields(value)}
    return None


def _scalar(value: Any) -> Any:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, int):
        return int(value) if value.bit_length() < 10_000 else shown(value)
    try:
        return from_json(to_json(value, inf_nan_mode="null", bytes_mode="base64", fallback=shown))
    except Exception:
        return shown(value)


Done = dict[int, Any]
"""The copies made so far, by the id of what they were made from."""
Way = Callable[[Any, Done], Any]

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


def _copied(value: Any, done: Done) -> Any:
    kind = type(value)
    if kind in UNCHANGING:
        return value
    if id(value) in done:
        return done[id(value)]
    try:
        return _way(kind)(value, done)  # type: ignore[arg-type]  # mypy takes a class for unhashable
    except RecursionError:
        raise
    except Exception:  # an object of somebody else's making, or one that another thread is changing
        return _described(value, done)


def _itself(value: Any, done: Done) -> Any:
    return value


def _described(value: Any, done: Done) -> Any:
    try:
        return shown(value) if isinstance(value, Iterator) else storable(value)
    except Exception:
        return shown(value)


def _list(value: Iterable[Any], done: Done) -> list[Any]:
    made = list(value)
    done[id(value)] = made
    if not UNCHANGING.issuperset(map(type, made)):
        made[:] = [_copied(one, done) for one in made]
    return made


def _dict(value: Mapping[Any, Any], done: Done) -> dict[Any, Any]:
    made = dict(value)
    done[id(value)] = made
    if not UNCHANGING.issuperset(map(type, made.values())):
        made.update({name: _copied(one, done) for name, one in made.items()})
    return made


def _tuple(value: tuple[Any, ...], done: Done) -> tuple[Any, ...]:
    parts = [_copied(one, done) for one in value]
    if all(map(is_, parts, value)):
        return value
    make: Callable[[Iterable[Any]], tuple[Any, ...]] = getattr(type(value), "_make", tuple)
    return make(parts)


def _set(value: Iterable[Any], done: Done) -> set[Any]:
    return {_copied(one, done) for one in value}


def _frozenset(value: frozenset[Any], done: Done) -> frozenset[Any]:
    return frozenset(_copied(one, done) for one in value)


def _model(value: BaseModel, done: Done) -> BaseModel:
    kind = type(value)
    made = BaseModel.__copy__(value)
    done[id(value)] = made
    parts = {name: one for name, one in value.__dict__.items() if name in kind.model_fields}
    copies = {name: _copied(one, done) for name, one in parts.items()}
    if made.__pydantic_extra__:
        made.__pydantic_extra__.update(_dict(made.__pydantic_extra__, done))
    elif kind.model_config.get("frozen") and all(map(is_, copies.values(), parts.values())):
        done[id(value)] = value
        return value
    made.__dict__.update(copies)
    return made


def _changing_dataclass(names: tuple[str, ...], value: Any, done: Done) -> Any:
    made = object.__new__(type(value))
    done[id(value)] = made
    for name in names:
        object.__setattr__(made, name, _copied(getattr(value, name), done))
    return made


def _frozen_dataclass(names: tuple[str, ...], value: Any, done: Done) -> Any:
    parts = [getattr(value, name) for name in names]
    copies = [_copied(one, done) for one in parts]
    if all(map(is_, copies, parts)):
        return value
    made = object.__new__(type(value))
    done[id(value)] = made
    for name, one in zip(names, copies, strict=True):
        object.__setattr__(made, name, one)
    return made


_WAYS: tuple[tuple[type | tuple[type, ...], Way], ...] = (
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
def _way(kind: type) -> Way:
    """How a value of this type is copied."""
    for forms, way in _WAYS:
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
    return read_json(json.dumps(storable(kept, ROOM_NORMAL)) if text is None else text)
