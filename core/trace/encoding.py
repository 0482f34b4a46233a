"""Events as JSON text and back.

An event is the list of its kind and its fields in order; a batch is a list of events. The stored form outlives the
code: a field may be appended to an event with a default, anything else needs a migration.

What JSON does not know is stored as something close: models and dataclasses as objects, bytes as base64, NaN and
infinity as null, anything else as its repr. Reading gives the same events with plain dicts and lists in place of the
objects that steps took and returned.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import GeneratorType
from typing import Any, get_args

from core.providers import Message, ToolCall, Usage
from core.text import Filling
from core.trace import events as e
from core.trace.stored_values import ROOM_NORMAL, ROOM_SMALL, json_text, parsed_json, shown, storable

MOST_IN_A_BATCH = 256
LARGEST_BATCH = 4_000_000
LARGEST_EVENT = 16_000_000

Packed = tuple[Any, ...]


def encode(events: Sequence[e.Event]) -> Iterator[tuple[int, str]]:
    """The events as batches: the place of each batch's first event in `events`, and its JSON. Never raises."""
    for first in range(0, len(events), MOST_IN_A_BATCH):
        some = [_packed(event) for event in events[first : first + MOST_IN_A_BATCH]]
        text = json_text(some)
        if text is not None and len(text) <= LARGEST_BATCH:
            yield first, text
        else:
            yield from ((place, f"[{_one(packed)}]") for place, packed in enumerate(some, start=first))


def decode(text: str) -> list[e.Event]:
    """The events of one batch. Raises ValueError on text that is not a batch."""
    rows = parsed_json(text)
    try:
        return [_unpack(row) for row in rows]
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError("This is not a batch of events.") from error


def _one(packed: Packed) -> str:
    text = json_text(packed)
    if text is None:
        text = json.dumps(storable(packed, ROOM_NORMAL), ensure_ascii=False)
    if len(text) > LARGEST_EVENT:
        text = json.dumps(storable(packed, ROOM_SMALL), ensure_ascii=False)
    return text


def _packed(event: e.Event) -> Packed:
    kind: type = type(event)
    pack = _PACK.get(kind)
    return pack(event) if pack else (kind.__name__, *event)


def _pack_start(event: e.StepStarted) -> Packed:
    """The branch as a plain tuple, because a named one takes several times as long to encode."""
    at, number, node, kind, parents, group, branch, given, item, reused = event
    plain = branch and (*branch,)
    return ("StepStarted", at, number, node, kind, parents, group, plain, _unspent(given), item, reused)


def _pack_decision(event: e.Decided) -> Packed:
    at, number, node, kind, parents, group, branch, value, values, *rest = event
    return ("Decided", at, number, node, kind, parents, group, branch and (*branch,), value, _unspent(values), *rest)


def _pack_finish(event: e.StepFinished) -> Packed:
    at, number, output, types = event
    return ("StepFinished", at, number, shown(output) if type(output) is GeneratorType else output, types)


def _pack_end(event: e.RunFinished) -> Packed:
    result = shown(event.result) if type(event.result) is GeneratorType else event.result
    return ("RunFinished", *event._replace(result=result))


def _unspent(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with generators shown rather than run: what a step takes must not be used up by its record."""
    for value in values.values():
        if type(value) is GeneratorType:
            return {name: shown(value) if type(value) is GeneratorType else value for name, value in values.items()}
    return values


_PACK: Mapping[type, Callable[[Any], Packed]] = {
    e.StepStarted: _pack_start,
    e.Decided: _pack_decision,
    e.StepFinished: _pack_finish,
    e.RunFinished: _pack_end,
}


def _unpack(row: Any) -> e.Event:
    """The event of this row, which is used up."""
    made, places = _KINDS[row[0]]
    del row[0]
    for place, restore in places:
        if place < len(row) and row[place] is not None:
            row[place] = restore(row[place])
    event: e.Event = made(*row)
    return event


def _tool_calls(rows: Any) -> tuple[ToolCall, ...]:
    return tuple([ToolCall(**row) for row in rows]) if rows else ()


def _messages(rows: Any) -> tuple[Message, ...]:
    for row in rows:
        row["tool_calls"] = _tool_calls(row["tool_calls"])
    return tuple([Message(**row) for row in rows])


def _fillings(rows: Any) -> tuple[tuple[Filling, ...], ...]:
    return tuple([tuple([Filling(start, tuple(map(tuple, stretches))) for start, stretches in row]) for row in rows])


_RESTORE: Mapping[str, Callable[[Any], Any]] = {
    "parents": tuple,
    "group": tuple,
    "branch": lambda row: e.Branch(*row),
    "error": lambda row: e.Failure(**row),
    "messages": _messages,
    "fillings": _fillings,
    "tool_calls": _tool_calls,
    "notes": tuple,
    "usage": lambda row: Usage(**row),
}

_KINDS: Mapping[str, tuple[Any, tuple[tuple[int, Callable[[Any], Any]], ...]]] = {
    kind.__name__: (
        kind,
        tuple((place, _RESTORE[name]) for place, name in enumerate(kind._fields) if name in _RESTORE),
    )
    for kind in get_args(e.Event)
}
