"""OpenAI's SDK, for OpenAI and every server that speaks its Chat Completions API."""

from collections.abc import Mapping, Sequence
from typing import Any

from openai import AsyncOpenAI, OpenAIError, pydantic_function_tool
from pydantic import BaseModel

from core.export.parts.errors import ModelMisbehaved, ModelRefused
from core.export.parts.settings import RETRIES, SECONDS_FOR_A_CALL
from core.providers import Message, ToolCall, ToolSpec

Client = AsyncOpenAI
SDK_ERRORS = (OpenAIError,)


def open_client() -> AsyncOpenAI:
    """The client; it reads OPENAI_API_KEY and, for another server than OpenAI's, OPENAI_BASE_URL."""
    return AsyncOpenAI(max_retries=RETRIES, timeout=SECONDS_FOR_A_CALL)


async def ask(client: Client, model: str, messages: Sequence[Message], more: Mapping[str, Any]) -> str:
    """One request and the text of its answer."""
    said = await complete(
        client, model, [{"role": message.role, "content": message.text} for message in messages], more
    )
    if not (said.content or "").strip():
        raise ModelMisbehaved("The model answered with nothing. Run again, or choose another model.")
    return str(said.content)


async def ask_with_tools(
    client: Client, model: str, messages: Sequence[Message], tools: Sequence[ToolSpec], force: str | None
) -> Message:
    """One request with tools on offer, and the answer as a turn of the conversation."""
    said = await complete(client, model, [as_sent(message) for message in messages], on_offer(tools, force))
    calls = tuple(ToolCall(call.id, call.function.name, call.function.arguments) for call in said.tool_calls or ())
    return Message("assistant", said.content or "", calls)


async def complete(client: Client, model: str, messages: Sequence[Any], more: Mapping[str, Any]) -> Any:
    """The message of a whole answer."""
    answer = await client.chat.completions.create(model=model, messages=messages, **more)
    choice = answer.choices[0]
    if choice.finish_reason == "length":
        raise ModelMisbehaved("The answer was cut off at its token limit. Ask for less, or allow more tokens.")
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ModelRefused("The model declined to answer. Change the request or the prompt.")
    return choice.message


def sampling(temperature: float | None, seed: int | None, max_tokens: int | None) -> dict[str, Any]:
    """How to sample; what is None is left to the model."""
    given = {"temperature": temperature, "seed": seed, "max_completion_tokens": max_tokens}
    return {name: value for name, value in given.items() if value is not None}


def answer_form(schema: type[BaseModel]) -> dict[str, Any]:
    """The form of the answer; strict, except for objects with free keys, which strict mode does not know."""
    form: Any = schema.model_json_schema()
    strict = not has_free_keys(form)
    if strict:
        form = pydantic_function_tool(schema)["function"].get("parameters", form)
    described = {"name": schema.__name__, "schema": form, "strict": strict}
    return {"response_format": {"type": "json_schema", "json_schema": described}}


def has_free_keys(node: Any) -> bool:
    """Whether a schema allows keys that it does not name."""
    if isinstance(node, dict):
        return bool(node.get("additionalProperties")) or any(has_free_keys(inner) for inner in node.values())
    return isinstance(node, list) and any(has_free_keys(inner) for inner in node)


def on_offer(tools: Sequence[ToolSpec], force: str | None) -> dict[str, Any]:
    """The tools as the API takes them."""
    if not tools:
        return {}
    offered = [
        {
            "type": "function",
            "function": {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)},
        }
        for tool in tools
    ]
    return {
        "tools": offered,
        "tool_choice": {"type": "function", "function": {"name": force}} if force else "auto",
    }


def as_sent(message: Message) -> dict[str, Any]:
    """A turn of a conversation as the API takes it."""
    if message.role == "tool":
        return {"role": "tool", "content": message.text, "tool_call_id": message.tool_call_id or ""}
    if not message.tool_calls:
        return {"role": message.role, "content": message.text}
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in message.tool_calls
    ]
    return {"role": "assistant", "content": message.text or None, "tool_calls": calls}
