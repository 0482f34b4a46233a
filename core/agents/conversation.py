"""What several speakers say to each other: the lines, how they are written down for a model, and small talk."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from core.agents.budget import circle
from core.providers.protocol import Message, ToolCall
from core.text.politeness import only_politeness


class Line(BaseModel):
    """A line of a conversation."""

    speaker: str
    text: str


def transcript(lines: Sequence[Line]) -> str:
    """The conversation as it is given to a model: a paragraph a line, each with its speaker's name."""
    return "\n\n".join(f"{one.speaker}: {one.text}" for one in lines) or "(Nobody has spoken yet.)"


def polite_in_a_row(lines: Sequence[Line]) -> int:
    """How many of the last lines hold nothing but courtesy."""
    count = 0
    for one in reversed(lines):
        if not only_politeness(one.text):
            break
        count += 1
    return count


def goes_in_circles(lines: Sequence[Line]) -> bool:
    """Whether the last lines, word for word, have been said three times in turn."""
    return circle([(one.speaker, one.text) for one in lines]) > 0


def in_a_row(names: Sequence[str]) -> int:
    """How often the last name stands at the end without another in between."""
    others = [place for place, name in enumerate(names) if name != names[-1]]
    return len(names) - (others[-1] + 1 if others else 0)


def handed_over(conversation: Sequence[Message], manager: str, team: Mapping[str, str]) -> list[Line]:
    """What a manager asked of others, whom it has as tools, and what came back.

    `team` holds the others' own names by the names of their tools.
    """
    lines: list[Line] = []
    names: dict[str, str] = {}
    for one in conversation:
        names.update((call.id, team.get(call.name, call.name)) for call in one.tool_calls)
        asked = ((names[call.id], _task(call)) for call in one.tool_calls)
        lines += [Line(speaker=manager, text=f"{name}, {task}") for name, task in asked if task]
        if one.role == "tool" and (name := names.get(one.tool_call_id or "")):
            lines.append(Line(speaker=name, text=_answer(one.text)))
    return lines


def _task(call: ToolCall) -> str:
    """The task that a call hands over; empty for any other call."""
    read = _object(call.arguments)
    return str(read.get("task") or "")


def _answer(text: str) -> str:
    """What another agent handed in: its text, where its form has just one field."""
    read = _object(text)
    return str(next(iter(read.values()))) if len(read) == 1 else text


def _object(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
