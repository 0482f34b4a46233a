"""What a conversation shows of the tools used so far: the calls, what came of them, and what that tells."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.providers import Message, ToolCall
from core.simulated import linear as re

LONGEST_GIVEN = 80  # characters
_OWN_MISTAKE = ("Error: The arguments of", "Error: There is no tool")


@dataclass(frozen=True, slots=True)
class Used:
    """A call with its answer; `value` is the answer read as JSON where it is an object, else None."""

    call: ToolCall
    text: str

    @property
    def failed(self) -> bool:
        """Whether the tool could not do it."""
        return self.text.startswith("Error:")

    @property
    def value(self) -> dict[str, Any] | None:
        """The fields of an answer that is an object, such as another agent's result."""
        try:
            read = json.loads(self.text) if self.text.startswith("{") else None
        except (ValueError, RecursionError):
            return None
        return read if isinstance(read, dict) else None

    @property
    def findings(self) -> list[str]:
        """What the answer tells people: what could not be found is a finding, a wrong call is none."""
        if self.failed:
            return [] if self.text.startswith(_OWN_MISTAKE) else [self.text.removeprefix("Error:").strip()]
        value = self.value
        if value is None and re.fullmatch(r"-?[\d.,e+]+", self.text.strip()):
            given = ", ".join(str(one) for one in arguments_of(self.call).values())
            return [f"{given} is {self.text.strip()}" if 0 < len(given) < LONGEST_GIVEN else self.text.strip()]
        if value is None:
            return [line.strip() for line in self.text.splitlines() if line.strip()]
        return [one for part in value.values() for one in _texts(part)]


def used_tools(messages: Sequence[Message]) -> list[Used]:
    """The calls that were answered, in order."""
    calls = {call.id: call for one in messages for call in one.tool_calls}
    answered = [(calls.get(one.tool_call_id or ""), one.text) for one in messages if one.role == "tool"]
    return [Used(call, text) for call, text in answered if call is not None]


def findings(used: Sequence[Used]) -> list[str]:
    """Everything the tools told, each once; a label of one or two words is no finding."""
    told = [one for each in used for one in each.findings]
    return list(dict.fromkeys(one for one in told if len(one.split()) > 2 or any(sign.isdigit() for sign in one)))


def arguments_of(call: ToolCall) -> dict[str, Any]:
    """The arguments by name; empty where they are no object."""
    try:
        read = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part.strip()] if part.strip() else []
    return [text for one in part for text in _texts(one)] if isinstance(part, list) else []
