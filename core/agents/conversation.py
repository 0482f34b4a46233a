"""What several speakers say to each other, how it is written down for a model, and what each of them is called there.

Two agents whose names differ never get the same one.
"""

import json
import string
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from core.agents.budget import circle
from core.providers import Message, ToolCall
from core.text import only_politeness

LONGEST_TOOL = 64
LONGEST_PLACE = 80
UNSPOKEN = "agent"
_IN_A_TOOL = frozenset(string.ascii_letters + string.digits + "_-")
_IN_A_PLACE = "_ .,:;?!'()+*=%&-"


def tool_names(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Each agent's name as a tool, no two alike even in small letters, and none of those that are `taken`.

    An agent whose own name will do keeps it; of names that become alike, the later ones get a number.
    """
    found: dict[str, str] = {}
    used = {name.lower() for name in taken}
    for name in sorted(names, key=lambda name: tool_name(name) != name):
        plain = tool_name(name) or UNSPOKEN
        found[name], number = plain, 1
        while found[name].lower() in used:
            number += 1
            end = f"_{number}"
            found[name] = plain[: LONGEST_TOOL - len(end)] + end
        used.add(found[name].lower())
    return found


def tool_name(name: str) -> str:
    """A name as model providers have tools: letters, digits, _ and -, at most 64; empty where nothing is left."""
    kept = "".join(letter if letter in _IN_A_TOOL else " " for letter in name)
    plain = "_".join(kept.split()).strip("_")
    if plain and not plain[0].isalpha():
        plain = f"{UNSPOKEN}_{plain}"  # Gemini has them begin with a letter
    return plain[:LONGEST_TOOL]


def place_name(name: str) -> str:
    """An agent's name as it can name a group: on one line, not too long, without the sign that parts groups.

    What had to lose something gets a mark of its own, made from the whole name.
    """
    line = " ".join(name.split())
    kept = "".join(letter if letter.isalnum() or letter in _IN_A_PLACE else " " for letter in line)
    plain = " ".join(kept.split())
    if plain == line and 0 < len(plain) <= LONGEST_PLACE:
        return plain
    mark = f" ({sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]})"
    return (plain or UNSPOKEN)[: LONGEST_PLACE - len(mark)] + mark


class Line(BaseModel):
    """A line of a conversation."""

    speaker: str
    text: str


def transcript(lines: Sequence[Line]) -> str:
    """The conversation as it is given to a model: a paragraph a line, each with its speaker's name."""
    return "\n\n".join(f"{line.speaker}: {line.text}" for line in lines) or "(Nobody has spoken yet.)"


def polite_in_a_row(lines: Sequence[Line]) -> int:
    """How many of the last lines hold nothing but courtesy."""
    count = 0
    for line in reversed(lines):
        if not only_politeness(line.text):
            break
        count += 1
    return count


def goes_in_circles(lines: Sequence[Line]) -> bool:
    """Whether the last lines, word for word, have been said three times in turn."""
    return circle([(line.speaker, line.text) for line in lines]) > 0


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
    for message in conversation:
        names.update((call.id, team.get(call.name, call.name)) for call in message.tool_calls)
        asked = ((names[call.id], _task(call)) for call in message.tool_calls)
        lines += [Line(speaker=manager, text=f"{name}, {task}") for name, task in asked if task]
        if message.role == "tool" and (name := names.get(message.tool_call_id or "")):
            lines.append(Line(speaker=name, text=_answer(message.text)))
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
