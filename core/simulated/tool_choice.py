"""Tool use: which tools fit what was asked, with which arguments, and the answer from what they returned.

A tool fits by the words of its name and description and when its required arguments are in the text. No call is made
twice; when none is left, the answer is given in text. Agents, who have `finish`, take their turns in agent_turn.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.providers import Message, ToolCall, ToolSpec
from core.simulated import linear as re
from core.simulated.agent_turn import FINISH, next_calls
from core.simulated.asked import Asked
from core.simulated.reading.sentences import ended
from core.simulated.tool_arguments import arguments_for, every_arguments
from core.simulated.tool_fit import fit
from core.simulated.writing.manners import obey
from core.simulated.writing.writer import write

FITS_FROM = 1.0
_CLAUSE = re.compile(
    r"(?<=[?!;])\s{1,9}|(?<=\w\.)\s{1,9}|,?\s{1,9}(?:and|then|also)\s{1,9}(?=(?:what|how|when|where|tell|"
    r"then|please|give|calculate|look|find|check|classify|summari|translate|draft|write|send|the (?:time|weather)|"
    r"is|its?)\b)",
    re.IGNORECASE,
)
_NUDGE = re.compile(r"^(?:Use a tool, or|Error:|That is not a valid)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the model says next: text, calls, or both."""

    text: str
    calls: tuple[ToolCall, ...] = ()


def take_turn(asked: Asked) -> Turn:
    """The next turn of a conversation with tools."""
    task = _task(asked)
    asked = asked.about(task)
    tools = {tool.name: tool for tool in asked.request.tools}
    forced = tools.get(asked.request.force_tool or "")
    if forced is not None:
        return Turn("", (_call(asked, forced.name, arguments_for(asked, forced)),))
    if FINISH in tools:
        return Turn(
            "", tuple(_call(asked, name, given, place) for place, (name, given) in enumerate(next_calls(asked)))
        )
    left = [one for one in _fitting(asked, tools) if one not in _made(asked.messages)]
    if left:
        return Turn("", tuple(_call(asked, name, json.loads(given), place) for place, (name, given) in enumerate(left)))
    return Turn(_answer(asked))


def _task(asked: Asked) -> str:
    said = [one.text for one in asked.messages if one.role == "user" and not _NUDGE.match(one.text)]
    return said[-1] if said else asked.text


def _fitting(asked: Asked, tools: Mapping[str, ToolSpec]) -> list[tuple[str, str]]:
    """(tool, arguments as JSON) for every clause that a tool fits."""
    found: list[tuple[str, str]] = []
    for clause in [one for one in _CLAUSE.split(asked.text) if one and one.strip()]:
        scores = {name: fit(clause, tool) for name, tool in tools.items()}
        name = max(scores, key=lambda one: scores[one], default="")
        if name and scores[name] >= FITS_FROM:
            for arguments in every_arguments(asked.about(clause), tools[name]):
                found.append((name, json.dumps(arguments, ensure_ascii=False)))
    return list(dict.fromkeys(found))


def _call(asked: Asked, name: str, arguments: Mapping[str, Any], place: int = 0) -> ToolCall:
    number = sum(len(one.tool_calls) for one in asked.messages) + place + 1
    return ToolCall(f"call_{number}", name, json.dumps(arguments, ensure_ascii=False))


def _made(messages: Sequence[Message]) -> set[tuple[str, str]]:
    return {(call.name, call.arguments) for one in messages for call in one.tool_calls}


def _results(messages: Sequence[Message]) -> list[str]:
    """What the tools returned, each with the question it answers where the result alone would not say."""
    calls = {call.id: call for one in messages for call in one.tool_calls}
    said: list[str] = []
    for one in messages:
        if one.role != "tool":
            continue
        call = calls.get(one.tool_call_id or "")
        said.append(_told(one.text, call) if call else one.text)
    return list(dict.fromkeys(said))


def _told(result: str, call: ToolCall) -> str:
    given = [str(value) for value in json.loads(call.arguments or "{}").values()]
    if result.startswith("Error:"):
        return f"I could not use {call.name}: {result.removeprefix('Error:').strip()}"
    if re.fullmatch(r"-?[\d.,e+]+|true|false|\w+", result.strip(), re.IGNORECASE) and given:
        return f"{', '.join(given)} is {result.strip()}"
    return result.strip()


def _answer(asked: Asked) -> str:
    results = _results(asked.messages)
    if results and asked.request.tools and re.search(r"\bin a word\b|\bsay so\b", asked.instruction):
        return "Ready."
    if results:
        return obey(" ".join(ended(one) for one in results), asked.wishes)
    if asked.request.tools and re.search(r"\bsay so in a word\b", asked.instruction):
        return "None."
    return write(asked)
