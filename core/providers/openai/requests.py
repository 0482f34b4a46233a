"""From a `Request` to the parameters of a chat completion, in the dialect of the server."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from core.providers.protocol import Message, Request, ToolSpec
from core.providers.tools_by_schema import SchemaChoice, by_schema

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
        "messages": [_message(one) for one in (choice.messages if choice else request.messages)],
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
        return [_with_scales(one) for one in node]
    if not isinstance(node, dict):
        return node
    low, high = node.get("minimum"), node.get("maximum")
    if node.get("type") != "number" or not isinstance(low, int | float) or not isinstance(high, int | float):
        return {name: _with_scales(one) for name, one in node.items()}
    rest = {name: one for name, one in node.items() if name in ("title", "description", "default")}
    return {**rest, "enum": [round(low + (high - low) * step / 20, 6) for step in range(21)]}


def _json_schema(name: str, schema: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    safe = "".join(letter if letter in _PLAIN else "_" for letter in name[:64]) or "answer"
    return {"type": "json_schema", "json_schema": {"name": safe, "schema": dict(schema), "strict": strict}}


def _has_free_keys(node: Any) -> bool:
    if isinstance(node, dict):
        return bool(node.get("additionalProperties")) or any(_has_free_keys(value) for value in node.values())
    return isinstance(node, list) and any(_has_free_keys(value) for value in node)
