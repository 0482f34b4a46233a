"""Replies of a scripted model that talks and uses tools, for the workflows that the model drives."""

import json

from core.providers.protocol import Reply, ToolCall, Usage


def uses(*calls: tuple[str, object], text: str = "") -> Reply:
    """A turn with tool calls: the tool's name and its arguments, as an object or as the model's own text."""
    asked = [
        ToolCall(f"c{place}", name, given if isinstance(given, str) else json.dumps(given))
        for place, (name, given) in enumerate(calls)
    ]
    return Reply(text, Usage(1, 1), "scripted", "tool_calls", tuple(asked))
