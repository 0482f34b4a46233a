"""From a `Request` to what the google-genai SDK takes.

Imports the SDK, so import this module where it is used.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from google.genai import types

from core.providers.protocol import Message, Request, ToolCall
from core.providers.tools_by_schema import arguments_of

SEEDS = 2**31
Signatures = Mapping[str, bytes]
"""By a call's id, what the model wants to see again with that call."""


def config(request: Request) -> types.GenerateContentConfig:
    """Everything but the conversation."""
    system = "\n\n".join(message.text for message in request.messages if message.role == "system")
    more: dict[str, Any] = {}
    if request.tools:
        more["tools"] = [
            types.Tool(
                function_declarations=[
                    types.FunctionDeclaration(
                        name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters)
                    )
                    for tool in request.tools
                ]
            )
        ]
        more["tool_config"] = _tool_config(request.force_tool)
    elif request.schema is not None:
        more["response_mime_type"] = "application/json"
        more["response_json_schema"] = request.schema.model_json_schema()
    return types.GenerateContentConfig(
        system_instruction=system or None,
        temperature=request.temperature,
        max_output_tokens=request.max_tokens,
        seed=None if request.seed is None else request.seed % SEEDS,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        **more,
    )


def _tool_config(forced: str | None) -> types.ToolConfig:
    mode = types.FunctionCallingConfigMode.ANY if forced else types.FunctionCallingConfigMode.AUTO
    calling = types.FunctionCallingConfig(mode=mode, allowed_function_names=[forced] if forced else None)
    return types.ToolConfig(function_calling_config=calling)


def contents(messages: Sequence[Message], signatures: Signatures) -> list[types.Content]:
    """The conversation; the results of one turn's calls go back together, as the API wants them."""
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    turns = [
        ("model" if message.role == "assistant" else "user", _parts(message, names, signatures))
        for message in messages
        if message.role != "system"
    ]
    return [
        types.Content(role=role, parts=[part for _, parts in group for part in parts])
        for role, group in groupby(turns, key=lambda turn: turn[0])
    ]


def _parts(message: Message, names: Mapping[str, str], signatures: Signatures) -> list[types.Part]:
    if message.role == "tool":
        name = names.get(message.tool_call_id or "", "tool")
        response = types.FunctionResponse(name=name, response={"result": message.text})
        return [types.Part(function_response=response)]
    text = [types.Part(text=message.text)] if message.text or not message.tool_calls else []
    return [*text, *(_call(call, signatures) for call in message.tool_calls)]


def _call(call: ToolCall, signatures: Signatures) -> types.Part:
    made = types.FunctionCall(name=call.name, args=arguments_of(call))
    return types.Part(function_call=made, thought_signature=signatures.get(call.id))
