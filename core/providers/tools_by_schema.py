"""Tool use for servers that cannot be made to call tools: the choice is an answer that must fit a schema.

The tools are described in the system message, the schema offers one form per tool and one for a plain answer, and what
comes back is read as a tool call or as text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import ModelMisbehaved
from core.providers.protocol import Message, Request, ToolCall, ToolSpec

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchemaChoice:
    """A request with tools, rewritten as one for JSON that fits `schema`."""

    messages: tuple[Message, ...]
    schema: Schema
    forced: str | None
    next_id: int

    def read(self, text: str) -> tuple[str, tuple[ToolCall, ...]]:
        """The answer's text and tool calls. Raises ModelMisbehaved when the server did not keep to the schema."""
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise _not_kept()
        if self.forced is not None:
            return "", (ToolCall(f"call_{self.next_id}", self.forced, text),)
        if isinstance(answer.get("tool"), str) and isinstance(answer.get("arguments"), dict):
            return "", (ToolCall(f"call_{self.next_id}", answer["tool"], json.dumps(answer["arguments"])),)
        if isinstance(answer.get("answer"), str):
            return answer["answer"], ()
        raise _not_kept()


def by_schema(request: Request) -> SchemaChoice:
    """Rewrite a request whose `tools` are not empty."""
    forced = next((tool for tool in request.tools if tool.name == request.force_tool), None)
    offered = (forced,) if forced else request.tools
    schema = dict(forced.parameters) if forced else _choice(offered)
    messages = (Message("system", _instructions(offered, forced)), *without_tool_messages(request.messages))
    asked_before = sum(len(message.tool_calls) for message in request.messages)
    return SchemaChoice(_one_system_message(messages), schema, forced.name if forced else None, asked_before + 1)


def without_tool_messages(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The same conversation for a server that knows no tools: calls and results become text."""
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    return tuple(_plain(message, names) for message in messages)


def arguments_of(call: ToolCall) -> dict[str, Any]:
    """The arguments as an object; what the model wrote badly is kept under `malformed`, so that it can see it."""
    try:
        arguments = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError):
        arguments = None
    return arguments if isinstance(arguments, dict) else {"malformed": call.arguments}


def _plain(message: Message, names: Mapping[str, str]) -> Message:
    if message.role == "tool":
        return Message("user", f"Result of {names.get(message.tool_call_id or '', 'the tool')}:\n{message.text}")
    if message.tool_calls:
        calls = [json.dumps({"tool": call.name, "arguments": arguments_of(call)}) for call in message.tool_calls]
        return Message("assistant", "\n".join([message.text, *calls]).strip())
    return message


def _one_system_message(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Many chat templates take one system message only, and only in front."""
    system = "\n\n".join(message.text for message in messages if message.role == "system")
    return (Message("system", system), *(message for message in messages if message.role != "system"))


def _instructions(tools: Sequence[ToolSpec], forced: ToolSpec | None) -> str:
    described = "\n".join(f"- {tool.name}: {tool.description} Arguments: {_shown(tool)}" for tool in tools)
    if forced is not None:
        return f"Answer with the arguments for this tool, as JSON:\n{described}"
    return (
        f'Answer with JSON only. To use a tool, write {{"tool": name, "arguments": {{…}}}}; '
        f'to answer the person, write {{"answer": text}}. The tools:\n{described}'
    )


def _shown(tool: ToolSpec) -> str:
    return json.dumps(tool.parameters.get("properties", {}))


def _choice(tools: Sequence[ToolSpec]) -> Schema:
    definitions: dict[str, Any] = {}
    forms = [_form({"tool": {"const": tool.name}, "arguments": _hoisted(tool, definitions)}) for tool in tools]
    choice: dict[str, Any] = {"anyOf": [*forms, _form({"answer": {"type": "string"}})]}
    return {**choice, "$defs": definitions} if definitions else choice


def _form(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _hoisted(tool: ToolSpec, definitions: dict[str, Any]) -> Any:
    """The parameters with their definitions moved to `definitions`, under names of this tool's own."""
    prefix = f"#/$defs/{tool.name}."
    parameters = json.loads(json.dumps(tool.parameters).replace('"#/$defs/', f'"{prefix}'))
    for name, definition in parameters.pop("$defs", {}).items():
        definitions[f"{tool.name}.{name}"] = definition
    return parameters


def _not_kept() -> ModelMisbehaved:
    return ModelMisbehaved(
        "The server cannot be made to use a tool: it kept neither to the tool nor to the schema of its arguments. "
        "Choose a model or a server with tool use.",
        kind="schema",
    )
