"""Where each stretch of a prompt came from, found in the run's log.

A stretch is said to come from an earlier step, the request or a parameter only where that very text is found there; of
the steps, only those count that lie causally before. What is found nowhere is a value of the workflow's own.
"""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pydantic_core import to_json

from core.providers import Message
from core.reports.template_match import Match, match_template
from core.trace import Step, Trace, ancestors, as_stored, identities

Kind = Literal["template", "request", "parameter", "step", "reply", "value"]

SHORTEST_WITHIN = 8  # characters of a text that is recognised in the midst of another
SHORTEST_WHOLE = 3  # … of one that is a whole value or line
MOST_TEXTS = 800
LONGEST_SEARCHED = 100_000


class Source(NamedTuple):
    """Where a text is from; `step` is the number of the step that gave it."""

    kind: Kind
    name: str
    step: int | None = None


class Span(NamedTuple):
    """A stretch of a message."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class TracedMessage:
    """A message as it was sent. Where it was filled from a prompt, `match` says from which one and with what."""

    message: Message
    spans: tuple[Span, ...]
    match: Match | None = None


class Known(NamedTuple):
    """A text that may be found again; a number only as the value of the placeholder called `name`."""

    text: str
    source: Source
    name: str = ""
    number: bool = False


def trace_messages(trace: Trace, step: Step, attempt: int) -> list[TracedMessage]:
    """The messages of an attempt, counted from 1, each with the sources of its stretches."""
    prompts = {name: value for name, value in _leaves(trace.params) if isinstance(value, str)}
    known = _known(trace, step, attempt)
    return [_traced(one, prompts, known) for one in step.attempts[attempt - 1].messages]


def sources(messages: Sequence[TracedMessage]) -> list[Source]:
    """Every source that occurs, in order."""
    return list(dict.fromkeys(span.source for one in messages for span in one.spans))


def value_spans(message: TracedMessage, place: int) -> tuple[Span, ...]:
    """The stretches of the value that fills one part of the message's prompt."""
    parts = message.match.parts if message.match else ()
    start = sum(len(part.text) for part in parts[:place])
    return tuple(_cut(message.spans, start, start + len(parts[place].text)))


def _traced(message: Message, prompts: Mapping[str, str], known: Sequence[Known]) -> TracedMessage:
    match = match_template(message.text, prompts)
    if match is None:
        own = Source("value", "put together by the workflow")
        texts = [one for one in known if not one.number]
        return TracedMessage(message, tuple(_spans(str(message.text), texts, own)))
    template = Source("template", match.name or "a prompt in the workflow's code")
    spans: list[Span] = []
    for part in match.parts:
        if part.source is None:
            spans.append(Span(part.text, template))
        else:
            spans += _value(part.text, part.source, known)
    return TracedMessage(message, tuple(span for span in spans if span.text), match)


def _value(text: str, name: str, known: Sequence[Known]) -> Iterator[Span]:
    """The stretches of a placeholder's value. One of the same name is recognised however short it is."""
    same = next((one.source for one in known if one.name == name and one.text == text), None)
    if same is not None:
        yield Span(text, same)
    else:
        texts = [one for one in known if not one.number]
        yield from _spans(text, texts, Source("value", f"{{{name}}}, computed"))


def _spans(text: str, known: Sequence[Known], otherwise: Source) -> Iterator[Span]:
    whole = next((one.source for one in known if one.text == text and len(text) >= SHORTEST_WHOLE), None)
    if whole is not None:
        yield Span(text, whole)
        return
    found = _found(text[:LONGEST_SEARCHED], known)
    if not found and (part := _part_of(text, known)) is not None:
        yield Span(text, part)
        return
    at = 0
    for start, end, source in found:
        if start > at:
            yield Span(text[at:start], otherwise)
        yield Span(text[start:end], source)
        at = end
    if at < len(text):
        yield Span(text[at:], otherwise)


def _found(text: str, known: Sequence[Known]) -> list[tuple[int, int, Source]]:
    """Where known texts stand in `text`, the longest first, none over another."""
    lines = dict(_lines(text))
    found: list[tuple[int, int, Source]] = []
    taken = bytearray(len(text))
    for one in sorted(known, key=lambda one: -len(one.text)):
        for start in _places(text, one.text, lines):
            end = start + len(one.text)
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * len(one.text)
                found.append((start, end, one.source))
    return sorted(found, key=lambda one: one[0])


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines without what marks them as items or headings, each with the place where it begins."""
    at = 0
    for line in text.split("\n"):
        words = line.lstrip(f"-*#{string.whitespace}")
        yield words.rstrip(), at + len(line) - len(words)
        at += len(line) + 1


def _places(text: str, wanted: str, lines: Mapping[str, int]) -> Iterator[int]:
    """Where `wanted` begins: as words of its own if it is long enough, else only as a whole line."""
    if len(wanted) < SHORTEST_WITHIN:
        if len(wanted) >= SHORTEST_WHOLE and wanted in lines:
            yield lines[wanted]
        return
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (text[at - 1 : at].isalnum() and wanted[0].isalnum()) and not (
            text[end : end + 1].isalnum() and wanted[-1].isalnum()
        ):
            yield at
        at = text.find(wanted, end)


def _part_of(text: str, known: Sequence[Known]) -> Source | None:
    """The first known text of which `text` is a piece."""
    wanted = text.strip()
    if len(wanted) < SHORTEST_WITHIN:
        return None
    found = next((one.source for one in known if wanted in one.text), None)
    return found and found._replace(name=f"{found.name}, a part")


def _known(trace: Trace, step: Step, attempt: int) -> list[Known]:
    """The texts that may be found again, those preferred first where two are the same."""
    request = [Known(trace.request, Source("request", "the request"), "request")]
    params = [_one(value, Source("parameter", name), name) for name, value in _leaves(trace.params)]
    earlier = list(_of_steps(trace, step))
    replies = [
        Known(one.text, Source("reply", f"this step's attempt {number}"))
        for number, one in enumerate(step.attempts[: attempt - 1], 1)
    ]
    asked_itself = step.input.get("request") == trace.request
    ordered = [*request, *earlier] if asked_itself else [*earlier, *request]
    return [one for one in (*replies, *ordered, *params) if one.text.strip()][:MOST_TEXTS]


def _of_steps(trace: Trace, step: Step) -> Iterator[Known]:
    names = identities(trace)
    for number in ancestors(trace.steps, step.id):
        earlier = trace.steps[number]
        called = f"step {names[number]}"
        if earlier.error is not None:
            yield Known(earlier.error.message, Source("step", f"{called}, its error", number))
        output = as_stored(earlier.output)
        if isinstance(output, dict | list):
            yield Known(to_json(output).decode(), Source("step", called, number))
        for place, value in _leaves(output):
            yield _one(value, Source("step", f"{called} → {place}" if place else called, number), place)


def _one(value: str | float, source: Source, place: str) -> Known:
    return Known(str(value), source, place.rpartition(".")[2], not isinstance(value, str))


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str | float]]:
    """Every text and number in a value in JSON's own types, with its place in it."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(one, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value, 1):
            yield from _leaves(one, f"{place} {number}".strip())
    elif isinstance(value, str | float | int) and not isinstance(value, bool):
        yield place, value


def _cut(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    at = 0
    for span in spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text:
            yield Span(text, span.source)
        at += len(span.text)
