"""The seam between the playground and any model: one request, one reply, one method.

An adapter translates `Request` to its SDK and the SDK's answer to `Reply`; every exception that leaves it is one of
`core.errors`. Retries, limits, prices and events are not its business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import BaseModel

MessageRole = Literal["system", "user", "assistant", "tool"]
Finish = Literal["stop", "length", "tool_calls"]
OnText = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool the model wants run. `arguments` is the model's own JSON text, which may be malformed."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation. `tool_call_id` is set on a tool's answer."""

    role: MessageRole
    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as the model sees it; `parameters` is a JSON schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What one call sends. `force_tool` names the tool that must be called; temperature None means the default."""

    model: str
    messages: tuple[Message, ...]
    schema: type[BaseModel] | None = None
    tools: tuple[ToolSpec, ...] = ()
    force_tool: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call. `input_tokens` includes the cached ones, `output_tokens` the reasoning ones.

    `estimated` is true where the provider reported nothing and the figures are counted from the text.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. For a request with a schema, `text` is the JSON as the model wrote it, not yet validated.

    `notes` say what a reader of the answer should know of how it was made: that the request was not read to its end.
    """

    text: str
    usage: Usage
    model: str
    finish: Finish = "stop"
    tool_calls: tuple[ToolCall, ...] = ()
    notes: tuple[str, ...] = ()


class Provider(Protocol):
    """One way to reach models. An instance belongs to one event loop."""

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        """Answer `request`; pass text to `on_text` as it comes. Raises only errors of `core.errors`."""

    async def close(self) -> None:
        """Give back what the provider holds (connections, a model in memory)."""
