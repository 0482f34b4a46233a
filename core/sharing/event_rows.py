"""The events of a run that came in a file: each checked against its kind, all of them against each other."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from core.sharing.streams import put_together
from core.sharing.untrusted_json import LARGEST_WHOLE, refused
from core.text import fit
from core.trace import Trace
from core.trace import events as e

LATEST = 10_000_000.0  # seconds: 115 days
MOST_MONEY = 1_000_000.0  # US dollars
_LONGEST_NAME = 200
MOST_BRANCHES = 10_000
_MOST_STEPS = 5_000
CUT_OFF = "The run had not ended when it was saved to the file."

_NAMES = ("node", "item", "model", "workflow", "schema", "space", "name")


def events_from(rows: Sequence[Sequence[Any]], run_id: str) -> list[e.Event]:
    """The events under the id `run_id`, ended where they stop short. Raises InputError naming the first wrong one."""
    events: list[e.Event] = []
    for number, row in enumerate(rows, start=1):
        try:
            events.append(_event(row))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise _wrong(number, error) from None
    events = put_together(events)
    trace = _folded(events)
    events[0] = _of_its_own(events[0], run_id)
    return [*events, *_end(trace)]


def _event(row: Sequence[Any]) -> e.Event:
    kind, *fields = row
    event: e.Event = _adapters()[kind].validate_python(fields)
    _check_bounds(event)
    if isinstance(event, e.AttemptStarted) and not _as_sent(event):
        return event._replace(fillings=None)
    return event


def _as_sent(event: e.AttemptStarted) -> bool:
    """Whether its prompts can stand in its messages, whose texts a person may have changed in the file."""
    texts, fillings = [message.text for message in event.messages], event.fillings or ()
    return len(texts) == len(fillings) and all(map(fit, fillings, texts))


@functools.cache
def _adapters() -> Mapping[str, TypeAdapter[Any]]:
    return {kind.__name__: TypeAdapter(kind) for kind in get_args(e.Event)}


def _check_bounds(event: e.Event) -> None:
    told = event._asdict()
    _need(0 <= event.at <= LATEST, "its time is out of bounds")
    for name, value in told.items():
        if isinstance(value, int) and not isinstance(value, bool):
            _need(0 <= value <= LARGEST_WHOLE, f"{name} is out of bounds")
    for name in _NAMES:
        _need(len(told.get(name) or "") <= _LONGEST_NAME, f"{name} is too long")
    _need(all(0 < len(name) <= _LONGEST_NAME for name in told.get("group", ())), "group is too long")
    _need(0 <= (told.get("seconds") or 0) <= LATEST, "seconds is out of bounds")
    _need(0 <= (told.get("cost") or 0) <= MOST_MONEY, "cost is out of bounds")
    _need(told.get("total", 0) <= MOST_BRANCHES, "it has too many branches")
    if isinstance(event, e.AttemptFinished) and event.usage is not None:
        counts = (event.usage.input_tokens, event.usage.output_tokens)
        _need(all(0 <= count <= LARGEST_WHOLE for count in counts), "usage is out of bounds")
    if isinstance(event, e.RunStarted):
        datetime.fromisoformat(event.wall_time)
        _need(all(isinstance(event.options.get(name, ""), str) for name in ("model", "mode")), "options do not fit")


def _folded(events: Sequence[e.Event]) -> Trace:
    """The run that the events tell of. Raises InputError where one does not follow from those before it."""
    if not events or not isinstance(events[0], e.RunStarted):
        raise refused("its run has no beginning.")
    trace = Trace()
    for number, event in enumerate(events, start=1):
        try:
            _check_place(event, trace)
            trace.feed([event])
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise _wrong(number, error) from None
    return trace


def _check_place(event: e.Event, trace: Trace) -> None:
    _need(event.at >= trace.last, "it is earlier than the one before it")
    _need(not trace.finished, "it comes after the end")
    _need(isinstance(event, e.RunStarted) == (trace.events == 0), "the run begins twice")
    for parent in getattr(event, "parents", ()):
        _need(parent in trace.steps, "it follows from a step that there is not")
    if isinstance(event, e.StepStarted | e.Decided):
        _need(event.step not in trace.steps, "its step has begun before")
        _need(len(trace.steps) < _MOST_STEPS, f"the run has more than {_MOST_STEPS:,} steps")
        _need(event.branch is None or event.branch.place < trace.fans[event.branch.fan].total, "its branch is unknown")
    elif isinstance(event, e.AttemptStarted):
        _need(event.attempt == len(trace.steps[event.step].attempts) + 1, "its attempt is out of order")
    elif isinstance(event, e.AttemptFinished):
        _need(event.attempt >= 1, "its attempt is out of order")
    elif isinstance(event, e.FannedOut):
        _need(event.fan not in trace.fans, "its fan-out has begun before")


def _end(trace: Trace) -> Iterable[e.Event]:
    """How the run ends whose file stops before its end: as cancelled, with all that had finished."""
    if trace.finished:
        return
    for step in trace.steps.values():
        if step.finished is None:
            yield e.StepFailed(trace.last, step.id, e.Failure("cancelled", CUT_OFF))
    yield e.RunFinished(trace.last, "cancelled", CUT_OFF, None, (), None)


def _of_its_own(event: e.Event, run_id: str) -> e.Event:
    """The beginning with an id of this place; a run it was made from is not here."""
    assert isinstance(event, e.RunStarted)
    return event._replace(run=run_id, parent="")


def _need(so: bool, otherwise: str) -> None:
    if not so:
        raise ValueError(otherwise)


def _wrong(number: int, error: Exception) -> Exception:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    else:
        why = str(error) if isinstance(error, ValueError) else "it names something that there is not"
    return refused(f"event {number} of its run does not fit ({why[:200]}).")
