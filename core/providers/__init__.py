"""Talking to a model: what every provider is asked and answers, and the adapters that say it in each server's words."""

from core.providers.keys import Key, KeyKind, read_key
from core.providers.protocol import Finish, Message, OnText, Provider, Reply, Request, ToolCall, ToolSpec, Usage

__all__ = [
    "Finish",
    "Key",
    "KeyKind",
    "Message",
    "OnText",
    "Provider",
    "Reply",
    "Request",
    "ToolCall",
    "ToolSpec",
    "Usage",
    "read_key",
]
