"""Google's SDK for Gemini."""

import itertools
import json
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from core.export.parts.errors import ModelMisbehaved, ModelRefused, ModelUnavailable, SetupError
from core.export.parts.settings import RETRIES, SECONDS_FOR_A_CALL
from core.providers import Message, ToolCall, ToolSpec

SDK_ERRORS = (errors.APIError,)


@dataclass(frozen=True)
class Client:
    """The SDK's client, and what the model wants to see again with its tool calls."""

    sdk: genai.Client
    signatures: dict[str, bytes] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))


@asynccontextmanager
async def open_client() -> AsyncIterator[Client]:
    """The client; it reads GEMINI_API_KEY."""
    if not os.environ.get("GEMINI_API_KEY"):
        raise SetupError("There is no key. Set GEMINI_API_KEY in the environment.")
    retries = types.HttpRetryOptions(attempts=RETRIES + 1)
    sdk = genai.Client(http_options=types.HttpOptions(timeout=round(SECONDS_FOR_A_CALL * 1000), retry_options=retries))
    try:
        yield Client(sdk)
    finally:
        await sdk.aio.aclose()


async def ask(client: Client, model: str, messages: Sequence[Message], more: Mapping[str, Any]) -> str:
    """One request and the text of its answer."""
    turns = [
        as_content(message.role, [types.Part(text=message.text)]) for message in messages if message.role != "system"
    ]
    parts = await complete(client, model, messages, turns, more)
    text = "".join(part.text or "" for part in parts if not part.thought)
    if not text.strip():
        raise ModelMisbehaved("The model answered with nothing. Run again, or choose another model.")
    return text


async def ask_with_tools(
    client: Client, model: str, messages: Sequence[Message], tools: Sequence[ToolSpec], force: str | None
) -> Message:
    """One request with tools on offer, and the answer as a turn of the conversation."""
    parts = await complete(client, model, messages, conversation(client, messages), on_offer(tools, force))
    calls = []
    for part in parts:
        if part.function_call is not None:
            made = ToolCall(f"call_{next(client.ids)}", part.function_call.name or "", arguments_of(part.function_call))
            calls.append(made)
            if part.thought_signature:
                client.signatures[made.id] = part.thought_signature
    return Message("assistant", "".join(part.text or "" for part in parts if not part.thought), tuple(calls))


async def complete(
    client: Client, model: str, messages: Sequence[Message], turns: list[types.Content], more: Mapping[str, Any]
) -> list[types.Part]:
    """The parts of a whole answer."""
    system = "\n\n".join(message.text for message in messages if message.role == "system")
    calling = types.AutomaticFunctionCallingConfig(disable=True)
    config = types.GenerateContentConfig(system_instruction=system or None, automatic_function_calling=calling, **more)
    contents: Any = turns
    try:
        answer = await client.sdk.aio.models.generate_content(model=model, contents=contents, config=config)
    except errors.APIError:
        raise
    except Exception as error:
        raise ModelUnavailable(f"No answer came ({type(error).__name__}: {error}). Check the network.") from error
    if not answer.candidates:
        raise ModelRefused("Gemini declined to answer, by its safety rules. Change the request or the prompt.")
    ended = answer.candidates[0].finish_reason
    if ended is types.FinishReason.MAX_TOKENS:
        raise ModelMisbehaved("The answer was cut off at its token limit. Ask for less, or allow more tokens.")
    if ended is not types.FinishReason.STOP:
        raise ModelRefused(f"Gemini did not answer to the end ({ended}). Change the request or the prompt.")
    content = answer.candidates[0].content
    return (content.parts if content else None) or []


def sampling(temperature: float | None, seed: int | None, max_tokens: int | None) -> dict[str, Any]:
    """How to sample; what is None is left to the model."""
    return {"temperature": temperature, "seed": seed, "max_output_tokens": max_tokens}


def answer_form(schema: type[BaseModel]) -> dict[str, Any]:
    """The form of the answer."""
    return {"response_mime_type": "application/json", "response_json_schema": schema.model_json_schema()}


def as_content(role: str, parts: list[types.Part]) -> types.Content:
    """A turn of a conversation as the API takes it."""
    return types.Content(role="model" if role == "assistant" else "user", parts=parts)


def on_offer(tools: Sequence[ToolSpec], force: str | None) -> dict[str, Any]:
    """The tools as the API takes them."""
    if not tools:
        return {}
    declared = [
        types.FunctionDeclaration(
            name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters)
        )
        for tool in tools
    ]
    mode = types.FunctionCallingConfigMode.ANY if force else types.FunctionCallingConfigMode.AUTO
    calling = types.FunctionCallingConfig(mode=mode, allowed_function_names=[force] if force else None)
    return {
        "tools": [types.Tool(function_declarations=declared)],
        "tool_config": types.ToolConfig(function_calling_config=calling),
    }


def conversation(client: Client, messages: Sequence[Message]) -> list[types.Content]:
    """The turns; the results of one turn's calls go back together, as the API wants them."""
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    turns: list[types.Content] = []
    for message in messages:
        if message.role == "system":
            continue
        turn = as_content(message.role, parts_of(client, message, names))
        if turns and turns[-1].role == turn.role:
            turns[-1].parts = [*(turns[-1].parts or []), *(turn.parts or [])]
        else:
            turns.append(turn)
    return turns


def parts_of(client: Client, message: Message, names: Mapping[str, str]) -> list[types.Part]:
    """A message's text, its tool calls with their signatures, or a tool's result."""
    if message.role == "tool":
        name = names.get(message.tool_call_id or "", "tool")
        return [types.Part(function_response=types.FunctionResponse(name=name, response={"result": message.text}))]
    text = [types.Part(text=message.text)] if message.text or not message.tool_calls else []
    made = [
        types.Part(
            function_call=types.FunctionCall(name=call.name, args=json.loads(call.arguments)),
            thought_signature=client.signatures.get(call.id),
        )
        for call in message.tool_calls
    ]
    return [*text, *made]


def arguments_of(call: types.FunctionCall) -> str:
    """A call's arguments as JSON."""
    return json.dumps(call.args or {}, ensure_ascii=False)
