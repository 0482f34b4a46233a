"""What the `openai` SDK is given for a `Request`, in the server's dialect, and the answer read from its stream."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from core.errors import ModelMisbehaved, ModelRefused
from core.providers.http_errors import clipped, cut_off, no_protocol
from core.providers.protocol import Finish, Message, Reply, Request, ToolCall, ToolSpec, Usage
from core.providers.tools_by_schema import SchemaChoice, by_schema
from core.text import estimate_tokens

if TYPE_CHECKING:
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionChunk
    from openai.types.chat.chat_completion_chunk import ChoiceDelta, ChoiceDeltaToolCall

SEEDS = 2**31
_PLAIN = frozenset(string.ascii_letters + string.digits + "_-")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server of the Chat Completions family understands.

    `tools`: `native` takes any tool choice, `auto` takes tools and cannot be made to call one, `schema` knows none;
    what is missing is asked for as JSON with a schema. `stream_usage`: the server reports tokens at the end of a
    stream when asked. `bounds`: it keeps fractions within the bounds of a schema; others are offered a scale.
    """

    token_limit: Literal["max_completion_tokens", "max_tokens"] = "max_tokens"
    tools: Literal["native", "auto", "schema"] = "auto"
    stream_usage: bool = True
    bounds: bool = False


OPENAI_ITSELF = Dialect("max_completion_tokens", "native", bounds=True)
COMPATIBLE = Dialect()
NO_TOOLS = Dialect(tools="schema")


@dataclass(frozen=True, slots=True)
class ChatCall:
    """The parameters to send, and how to read tools that are asked for by schema."""

    parameters: Mapping[str, Any]
    choice: SchemaChoice | None = None


def chat_call(request: Request, dialect: Dialect) -> ChatCall:
    """What to send for `request`."""
    choice = by_schema(request) if request.tools and _needs_schema(request, dialect) else None
    parameters: dict[str, Any] = {
        "model": request.model,
        "messages": [_message(message) for message in (choice.messages if choice else request.messages)],
        "stream": True,
    }
    if dialect.stream_usage:
        parameters["stream_options"] = {"include_usage": True}
    if request.temperature is not None:
        parameters["temperature"] = request.temperature
    if request.max_tokens is not None:
        parameters[dialect.token_limit] = request.max_tokens
    if request.seed is not None:
        parameters["seed"] = request.seed % SEEDS
    if choice is not None:
        parameters["response_format"] = _json_schema("tool_choice", choice.schema, strict=False)
    elif request.tools:
        parameters |= _tools(request.tools, request.force_tool)
    elif request.schema is not None:
        parameters["response_format"] = response_format(request.schema, dialect)
    return ChatCall(parameters, choice)


def _needs_schema(request: Request, dialect: Dialect) -> bool:
    return dialect.tools == "schema" or (dialect.tools == "auto" and request.force_tool is not None)


def _message(message: Message) -> dict[str, Any]:
    if message.role == "tool":
        return {"role": "tool", "content": message.text, "tool_call_id": message.tool_call_id or ""}
    if not message.tool_calls:
        return {"role": message.role, "content": message.text}
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in message.tool_calls
    ]
    return {"role": "assistant", "content": message.text or None, "tool_calls": calls}


def _tools(tools: Sequence[ToolSpec], forced: str | None) -> dict[str, Any]:
    offered = [
        {
            "type": "function",
            "function": {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)},
        }
        for tool in tools
    ]
    choice: Any = {"type": "function", "function": {"name": forced}} if forced else "auto"
    return {"tools": offered, "tool_choice": choice}


def response_format(schema: type[BaseModel], dialect: Dialect) -> dict[str, Any]:
    """The schema as the server takes it; strict, except for maps with free keys, which strict mode does not know."""
    import openai

    sent: Any = schema.model_json_schema()
    strict = not _has_free_keys(sent)
    if strict:
        sent = openai.pydantic_function_tool(schema)["function"].get("parameters", sent)
    return _json_schema(schema.__name__, sent if dialect.bounds else _with_scales(sent), strict=strict)


def _with_scales(node: Any) -> Any:
    """The schema with every fraction between two bounds offered as 21 values, which grammars can keep to."""
    if isinstance(node, list):
        return [_with_scales(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    low, high = node.get("minimum"), node.get("maximum")
    if node.get("type") != "number" or not isinstance(low, int | float) or not isinstance(high, int | float):
        return {name: _with_scales(inner) for name, inner in node.items()}
    rest = {name: inner for name, inner in node.items() if name in ("title", "description", "default")}
    return {**rest, "enum": [round(low + (high - low) * step / 20, 6) for step in range(21)]}


def _json_schema(name: str, schema: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    safe = "".join(letter if letter in _PLAIN else "_" for letter in name[:64]) or "answer"
    return {"type": "json_schema", "json_schema": {"name": safe, "schema": dict(schema), "strict": strict}}


def _has_free_keys(node: Any) -> bool:
    if isinstance(node, dict):
        return bool(node.get("additionalProperties")) or any(_has_free_keys(value) for value in node.values())
    return isinstance(node, list) and any(_has_free_keys(value) for value in node)


MOST_TOOL_CALLS = 64


@dataclass(slots=True)
class _Call:
    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """What came so far."""

    text: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    calls: dict[int, _Call] = field(default_factory=dict)
    finish: str | None = None
    usage: "CompletionUsage | None" = None
    model: str = ""
    began: bool = False

    def add(self, chunk: "ChatCompletionChunk") -> tuple[str, str]:
        """Take a chunk in; returns its visible text, and everything in it that shows the model is at work."""
        self.usage = chunk.usage or self.usage
        self.model = chunk.model or self.model
        if not chunk.choices:
            return "", ""
        self.began = True
        choice = chunk.choices[0]
        self.finish = choice.finish_reason or self.finish
        return self._add_delta(choice.delta)

    def _add_delta(self, delta: "ChoiceDelta") -> tuple[str, str]:
        text = delta.content or ""
        refusal = delta.refusal or ""
        thought = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None) or ""
        self.text.append(text)
        self.refusal.append(refusal)
        called = "".join(self._add_call(call) for call in delta.tool_calls or ())
        return text, text + refusal + str(thought) + called

    def _add_call(self, part: "ChoiceDeltaToolCall") -> str:
        if part.index not in self.calls and len(self.calls) >= MOST_TOOL_CALLS:
            raise ModelMisbehaved(
                f"The model asked for more than {MOST_TOOL_CALLS} tools at once. Make the prompt plainer.",
                kind="too_large",
            )
        call = self.calls.setdefault(part.index, _Call())
        call.id = part.id or call.id
        if part.function is None:
            return ""
        call.name = part.function.name or call.name
        call.arguments.append(part.function.arguments or "")
        return (part.function.name or "") + (part.function.arguments or "")

    def reply(self, request: Request, sent: ChatCall, server: str) -> Reply:
        """The whole answer. Raises when it is refused, cut off, or no answer at all."""
        text = "".join(self.text)
        if "".join(self.refusal).strip() or self.finish == "content_filter":
            raise ModelRefused(f"The model of {server} declined to answer. Change the request or the prompt.")
        if self.finish is None:
            raise cut_off(server) if self.began else no_protocol(server)
        calls = tuple(
            ToolCall(call.id or f"call_{index}", call.name, "".join(call.arguments))
            for index, call in sorted(self.calls.items())
        )
        usage = self._usage(request, text, calls)
        if sent.choice is not None and text.strip() and self.finish != "length":
            text, calls = sent.choice.read(text)
        if request.force_tool and self.finish != "length" and all(call.name != request.force_tool for call in calls):
            raise _not_forced(server, request.force_tool)
        return Reply(text, usage, self.model or request.model, self._finish(calls), calls)

    def _finish(self, calls: tuple[ToolCall, ...]) -> Finish:
        if self.finish == "length":
            return "length"
        return "tool_calls" if calls else "stop"

    def _usage(self, request: Request, text: str, calls: tuple[ToolCall, ...]) -> Usage:
        """What the server reported, or where it reported nothing usable, an estimate."""
        told = self.usage
        if told is None or told.prompt_tokens <= 0 or told.completion_tokens < 0:
            sent = estimate_tokens("".join(message.text for message in request.messages))
            return Usage(sent, estimate_tokens(text + "".join(call.arguments for call in calls)), estimated=True)
        cached = told.prompt_tokens_details.cached_tokens if told.prompt_tokens_details else 0
        thought = told.completion_tokens_details.reasoning_tokens if told.completion_tokens_details else 0
        return Usage(told.prompt_tokens, told.completion_tokens, cached or 0, thought or 0)


def _not_forced(server: str, tool: str) -> ModelMisbehaved:
    return ModelMisbehaved(
        f"The model of {server} did not call the tool {clipped(tool)!r} although it had to. "
        "Choose a model or a server with tool use.",
        kind="schema",
    )
