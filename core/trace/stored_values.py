"""Values as a log stores them: JSON of nearly everything at once, and a slow path for what JSON has no form for."""

import dataclasses
import json
import math
from collections import deque
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json, to_json

from core.text import clean

LONGEST_REPR = 2_000


DEEPEST = 100


ROOM_NORMAL = (10_000_000, 1_000_000)


ROOM_SMALL = (5_000, 200)


ADDRESS = " at 0x"


Room = tuple[int, int]


def parsed_json(text: str) -> Any:
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
        return {cut(clean(str(name)), longest): storable(part, room, within) for name, part in some}
    if isinstance(parts, list):
        return [storable(part, room, within) for part in parts[:most]]
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
