"""Messages of a model call as the semantic conventions write them: a role and parts."""

import json
from collections.abc import Sequence
from typing import Any

from core.providers import Message, ToolCall
from core.trace import Attempt

Parts = list[dict[str, Any]]

_FINISH = {"invalid": "stop", "error": "error", "cancelled": "error"}


def conversation(messages: Sequence[Message]) -> tuple[Parts, list[dict[str, Any]]]:
    """The system's instructions, and the other messages."""
    system = [{"type": "text", "content": message.text} for message in messages if message.role == "system"]
    others = [{"role": message.role, "parts": _parts(message)} for message in messages if message.role != "system"]
    return system, others


def said(attempt: Attempt) -> list[dict[str, Any]]:
    """What the model answered, as far as it came."""
    if not attempt.text and not attempt.tool_calls:
        return []
    finish = "tool_call" if attempt.tool_calls else _FINISH.get(attempt.outcome or "error", "stop")
    parts = [*_text(attempt.text), *(_call(call) for call in attempt.tool_calls)]
    return [{"role": "assistant", "parts": parts, "finish_reason": finish}]


def _parts(message: Message) -> Parts:
    if message.role == "tool":
        return [{"type": "tool_call_response", "id": message.tool_call_id, "response": message.text}]
    return [*_text(message.text), *(_call(call) for call in message.tool_calls)]


def _text(text: str) -> Parts:
    return [{"type": "text", "content": text}] if text else []


def _call(call: ToolCall) -> dict[str, Any]:
    return {"type": "tool_call", "id": call.id, "name": call.name, "arguments": _arguments(call.arguments)}


def _arguments(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        return text
