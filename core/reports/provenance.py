"""Where each stretch of a prompt came from, looked up in the run's log.

Which stretch fills which placeholder was recorded when the message was sent. A value that equals the request, a
parameter, or what a step causally before it gave is said to come from there, and so is a message as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Literal, NamedTuple

from pydantic_core import to_json

from core.providers import Message
from core.text import Filling
from core.trace import Step, Trace, ancestors, as_stored, identities
from core.workflow import read_template

SourceKind = Literal["template", "request", "parameter", "step", "reply", "value", "unknown"]

SHORTEST_ALIKE = 3  # characters of a text that is recognised under any name; shorter ones and numbers need their own
MOST_ORIGINS = 20_000


class Source(NamedTuple):
    """Where a text is from; `step` is the number of the step that gave it."""

    kind: SourceKind
    name: str
    step: int | None = None


OF_THE_WORKFLOW = Source("value", "text of the workflow")
NOT_RECORDED = Source("unknown", "its parts were not recorded")


class SourcedText(NamedTuple):
    """A stretch of a message. Within a prompt, `placeholder` is the one that it fills, None for the prompt's words."""

    text: str
    source: Source
    placeholder: str | None = None


class FilledPrompt(NamedTuple):
    """A prompt that stands in a message. `name` is the parameter that holds it, empty where none does."""

    name: str
    texts: tuple[SourcedText, ...]


@dataclass(frozen=True, slots=True)
class TracedMessage:
    """A message as it was sent, and the prompts in it; None where the run is older than their record."""

    message: Message
    texts: tuple[SourcedText, ...]
    prompts: tuple[FilledPrompt, ...] | None = ()


_Origins = Mapping[tuple[str, str], Source]
"""Sources by the name of a value and its text; by the text alone where the name is empty."""
_Words = tuple[tuple[str, str | None], ...]
"""A prompt as it stands in a text: its own words, and its placeholders by name without a text."""


def trace_messages(trace: Trace, step: Step, attempt: int) -> list[TracedMessage]:
    """The messages of an attempt, counted from 1, each with the sources of its stretches."""
    sent = step.attempts[attempt - 1]
    if sent.fillings is None:
        return [_unknown(message) for message in sent.messages]
    prompts = {_words_of(value): name for name, value in _leaves(trace.params) if isinstance(value, str)}
    origins = _origins(trace, step, attempt)
    filled = zip(sent.messages, sent.fillings, strict=True)
    return [_traced(message, fillings, prompts, origins) for message, fillings in filled]


def sources(messages: Sequence[TracedMessage]) -> list[Source]:
    """Every source that occurs, in order."""
    return list(dict.fromkeys(text.source for message in messages for text in message.texts))


def _unknown(message: Message) -> TracedMessage:
    return TracedMessage(message, (SourcedText(message.text, NOT_RECORDED),), None)


def _traced(
    message: Message, fillings: Sequence[Filling], prompts: Mapping[_Words, str], origins: _Origins
) -> TracedMessage:
    texts, filled, end = list[SourcedText](), list[FilledPrompt](), 0
    for filling in fillings:
        texts += _around(message.text[end : filling.start], origins)
        filled.append(_filled(message.text, filling, prompts, origins))
        texts += filled[-1].texts
        end = filling.end
    texts += _around(message.text[end:], origins)
    return TracedMessage(message, tuple(text for text in texts if text.text), tuple(filled))


def _around(text: str, origins: _Origins) -> Iterator[SourcedText]:
    """What stands outside of every prompt."""
    if text:
        yield SourcedText(text, origins.get(("", text), OF_THE_WORKFLOW))


def _filled(text: str, filling: Filling, prompts: Mapping[_Words, str], origins: _Origins) -> FilledPrompt:
    stretches, end = list[tuple[str, str | None]](), filling.start
    for length, placeholder in filling.stretches:
        stretches.append((text[end : end + length], placeholder))
        end += length
    name = prompts.get(tuple(("" if placeholder else words, placeholder) for words, placeholder in stretches), "")
    own = Source("template", name or "a prompt in the workflow's code")
    return FilledPrompt(name, tuple(_sourced(*stretch, own, origins) for stretch in stretches))


def _sourced(text: str, placeholder: str | None, own: Source, origins: _Origins) -> SourcedText:
    if placeholder is None:
        return SourcedText(text, own)
    computed = Source("value", f"{{{placeholder}}}, computed")
    found = origins.get((placeholder, text)) or origins.get(("", text), computed)
    return SourcedText(text, found, placeholder)


def _words_of(template: str) -> _Words:
    return tuple(("" if placeholder else words, placeholder) for words, placeholder in read_template(template))


def _origins(trace: Trace, step: Step, attempt: int) -> _Origins:
    """What a text of this attempt may equal; of two that are the same, the one nearer to the step."""
    origins: dict[tuple[str, str], Source] = {}
    for (name, value, source), _ in zip(_recorded(trace, step, attempt), repeat(None, MOST_ORIGINS), strict=False):
        text = str(value)
        if name and text:
            origins.setdefault((name, text), source)
        if isinstance(value, str) and len(text.strip()) >= SHORTEST_ALIKE:
            origins.setdefault(("", text), source)
    return origins


_Recorded = tuple[str, str | float, Source]
"""A value's own name, the value, and where it is from."""


def _recorded(trace: Trace, step: Step, attempt: int) -> Iterator[_Recorded]:
    """The values that a prompt of this attempt may have been filled with, those preferred first."""
    for number, earlier in enumerate(step.attempts[: attempt - 1], 1):
        yield "", earlier.text, Source("reply", f"this step's attempt {number}")
    request = ("request", trace.request, Source("request", "the request"))
    if step.input.get("request") == trace.request:
        yield request
    yield from _of_steps(trace, step)
    yield request
    for place, value in _leaves(trace.params):
        yield _name(place), value, Source("parameter", place)


def _of_steps(trace: Trace, step: Step) -> Iterator[_Recorded]:
    names = identities(trace)
    for number in ancestors(trace.steps, step.id):
        earlier = trace.steps[number]
        called = f"step {names[number]}"
        if earlier.error is not None:
            yield "", earlier.error.message, Source("step", f"{called}, its error", number)
        output = as_stored(earlier.output)
        if isinstance(output, dict | list):
            yield "", to_json(output).decode(), Source("step", called, number)
        for place, value in _leaves(output):
            yield _name(place), value, Source("step", f"{called} → {place}" if place else called, number)


def _name(place: str) -> str:
    """The last name in a place; none where that is a number in a list."""
    name = place.rpartition(".")[2]
    return name if name.isidentifier() else ""


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str | float]]:
    """Every text and number in a value in JSON's own types, with its place in it."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, 1):
            yield from _leaves(part, f"{place} {number}".strip())
    elif isinstance(value, str | float | int) and not isinstance(value, bool):
        yield place, value
