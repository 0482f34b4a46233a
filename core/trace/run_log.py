"""A run in the standard log: one line per event with run, step and attempt.

Text that a person or a model wrote (requests, prompts, answers, what a gate compared) is left out unless asked for, and
so is an error's message unless this project wrote it. Keys never appear.
"""

import json
import logging
import string
from collections.abc import Callable, Collection, Mapping
from typing import Any

from core.errors import ErrorKind
from core.text import as_json, without_keys
from core.trace import events as e
from core.trace.recording import Listener

LONGEST_TEXT = 2000
PLAIN = frozenset(string.ascii_letters + string.digits + "_.:,/≈-")
OWN_WORDS: frozenset[ErrorKind] = frozenset(
    {"setup", "auth", "quota", "not_found", "rate_limited", "timeout", "network", "server", "limit", "cancelled"}
)

Fields = Mapping[str, Any]


def log_events(
    run_id: str, logger: logging.Logger, *, with_text: bool = False, secrets: Collection[str] = ()
) -> Listener:
    """A listener that writes every event of a run to `logger`; `secrets` are blotted out wherever they appear."""
    attempts: dict[int, int] = {}

    def listen(event: e.Event) -> None:
        level = _level(event)
        if isinstance(event, e.AttemptStarted):
            attempts[event.step] = event.attempt
        if not logger.isEnabledFor(level):
            return
        place: dict[str, Any] = {"event": type(event).__name__, "run": run_id}
        step = getattr(event, "step", None)
        if step is not None:
            place |= {"step": step, "attempt": getattr(event, "attempt", attempts.get(step))}
        fields = {**place, "at": round(event.at, 3), **_facts(event), **(_texts(event) if with_text else {})}
        logger.log(level, "%s", _line(fields, secrets))

    return listen


def _level(event: e.Event) -> int:
    if isinstance(event, e.RunFinished):
        return {"failed": logging.ERROR, "cancelled": logging.WARNING}.get(event.status, logging.INFO)
    if isinstance(event, e.StepFailed):
        return logging.WARNING if event.error.kind == "cancelled" else logging.ERROR
    if isinstance(event, e.WaitStarted | e.BranchFailed):
        return logging.WARNING
    if isinstance(event, e.AttemptFinished):
        return logging.INFO if event.outcome == "ok" else logging.WARNING
    return logging.DEBUG if isinstance(event, e.Streamed) else logging.INFO


def _facts(event: e.Event) -> Fields:
    """What can be told of an event without quoting anybody."""
    facts: dict[str, Any] = {}
    for name in (
        "workflow",
        "node",
        "kind",
        "stage",
        "parents",
        "model",
        "schema",
        "fan",
        "place",
        "total",
        "failed",
        "outcome",
    ):
        facts[name] = getattr(event, name, None)
    for name in ("status", "decision", "why", "seconds", "cost"):
        facts[name] = getattr(event, name, None)
    if isinstance(event, e.RunStarted):
        facts |= {"model": event.options.get("model"), "mode": event.options.get("mode")}
    if isinstance(event, e.Decided) and isinstance(event.value, bool):
        facts["value"] = event.value
    if isinstance(event, e.AttemptFinished) and event.usage:
        facts |= {"input_tokens": event.usage.input_tokens, "output_tokens": event.usage.output_tokens}
    return {**facts, **_error(getattr(event, "error", None))}


def _error(failure: e.Failure | None) -> Fields:
    if failure is None:
        return {}
    return {"error": failure.kind} | ({"message": failure.message} if failure.kind in OWN_WORDS else {})


_TEXTS: Mapping[type, Callable[[Any], Fields]] = {
    e.RunStarted: lambda event: {"request": event.request, "params": event.params},
    e.StepStarted: lambda event: {"input": event.input},
    e.StepFinished: lambda event: {"output": event.output},
    e.Decided: lambda event: {"value": event.value, "values": event.values},
    e.AttemptStarted: lambda event: {"messages": [(message.role, message.text) for message in event.messages]},
    e.Streamed: lambda event: {"text": event.text},
    e.AttemptFinished: lambda event: {"text": event.text},
    e.WaitStarted: lambda event: {"reason": event.reason},
    e.Asked: lambda event: {"item": event.item, "note": event.note},
    e.ItemChanged: lambda event: {"item": event.item, "reason": event.reason},
    e.FileKept: lambda event: {"name": event.name, "request": event.request},
    e.Answered: lambda event: {"item": event.item, "note": event.note},
    e.RunFinished: lambda event: {"reason": event.reason, "result": event.result},
}


def _texts(event: e.Event) -> Fields:
    quote = _TEXTS.get(type(event))
    texts = dict(quote(event)) if quote else {}
    error = getattr(event, "error", None)
    return texts | ({"message": error.message} if error else {})


def _line(fields: Fields, secrets: Collection[str]) -> str:
    """`name=value` pairs; a value that is not one plain word is written as JSON, so that a line stays a line."""
    return " ".join(
        f"{name}={_written(value, secrets)}" for name, value in fields.items() if value is not None and value != ()
    )


def _written(value: Any, secrets: Collection[str]) -> str:
    if isinstance(value, tuple) and all(isinstance(part, int) for part in value):
        return ",".join(map(str, value))
    safe = without_keys(as_json(value), secrets)
    if isinstance(safe, str) and safe and PLAIN.issuperset(safe):
        return safe[:LONGEST_TEXT]
    return json.dumps(safe)[:LONGEST_TEXT]
