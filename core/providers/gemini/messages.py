"""What the google-genai SDK is given for a `Request`, and the answer put together from the chunks of its stream."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from google.genai import types
from google.genai.types import FinishReason

from core.errors import ErrorKind, ModelMisbehaved, ModelRefused, PlaygroundError
from core.providers.http_errors import clipped, cut_off, no_protocol
from core.providers.protocol import Finish, Message, Reply, Request, ToolCall, Usage
from core.providers.tools_by_schema import arguments_of
from core.text import estimate_tokens

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


MOST_TOOL_CALLS = 64

ENDS: Mapping[FinishReason, ErrorKind | None] = MappingProxyType(
    {
        FinishReason.STOP: None,
        FinishReason.MAX_TOKENS: None,
        FinishReason.FINISH_REASON_UNSPECIFIED: "protocol",
        FinishReason.SAFETY: "refused",
        FinishReason.RECITATION: "refused",
        FinishReason.LANGUAGE: "refused",
        FinishReason.BLOCKLIST: "refused",
        FinishReason.PROHIBITED_CONTENT: "refused",
        FinishReason.SPII: "refused",
        FinishReason.MODEL_ARMOR: "refused",
        FinishReason.ESCALATION: "refused",
        FinishReason.PUP_LIMITED_DISABLED: "refused",
        FinishReason.IMAGE_SAFETY: "refused",
        FinishReason.IMAGE_PROHIBITED_CONTENT: "refused",
        FinishReason.IMAGE_RECITATION: "refused",
        FinishReason.IMAGE_OTHER: "schema",
        FinishReason.NO_IMAGE: "schema",
        FinishReason.MALFORMED_FUNCTION_CALL: "schema",
        FinishReason.MALFORMED_RESPONSE: "schema",
        FinishReason.UNEXPECTED_TOOL_CALL: "schema",
        FinishReason.TOO_MANY_TOOL_CALLS: "schema",
        FinishReason.MISSING_THOUGHT_SIGNATURE: "schema",
        FinishReason.CONTINUATION: "truncated",
        FinishReason.OTHER: "truncated",
    }
)
"""What each reason to end means; None is a whole answer, or one at its token limit."""


class GeminiAnswer:
    """What came so far. `signatures` holds, by call id, what the model wants to see again with that call."""

    def __init__(self, first_id: int) -> None:
        self.signatures: dict[str, bytes] = {}
        self._first_id = first_id
        self._text: list[str] = []
        self._calls: list[ToolCall] = []
        self._finish: FinishReason | None = None
        self._blocked = False
        self._began = False
        self._usage: types.GenerateContentResponseUsageMetadata | None = None
        self._model = ""

    def add(self, chunk: types.GenerateContentResponse) -> tuple[str, str]:
        """Take a chunk in; returns its visible text, and everything in it that shows the model is at work."""
        self._usage = chunk.usage_metadata or self._usage
        self._model = chunk.model_version or self._model
        self._blocked = self._blocked or bool(chunk.prompt_feedback and chunk.prompt_feedback.block_reason)
        if not chunk.candidates:
            return "", ""
        self._began = True
        candidate = chunk.candidates[0]
        self._finish = candidate.finish_reason or self._finish
        parts = (candidate.content.parts if candidate.content else None) or []
        heard = [self._add_part(part) for part in parts]
        return "".join(text for text, _ in heard), "".join(work for _, work in heard)

    def _add_part(self, part: types.Part) -> tuple[str, str]:
        if part.function_call is not None:
            return "", self._add_call(part.function_call, part.thought_signature)
        text = part.text or ""
        if part.thought:
            return "", text
        self._text.append(text)
        return text, text

    def _add_call(self, call: types.FunctionCall, signature: bytes | None) -> str:
        if len(self._calls) >= MOST_TOOL_CALLS:
            raise ModelMisbehaved(
                f"The model asked for more than {MOST_TOOL_CALLS} tools at once. Make the prompt plainer.",
                kind="too_large",
            )
        arguments = json.dumps(call.args or {}, ensure_ascii=False)
        made = ToolCall(f"call_{self._first_id + len(self._calls)}", call.name or "", arguments)
        self._calls.append(made)
        if signature:
            self.signatures[made.id] = signature
        return made.name + arguments

    def reply(self, request: Request, server: str) -> Reply:
        """The whole answer. Raises when it is refused, cut off, or no answer at all."""
        if self._blocked:
            raise _refused(server)
        if self._finish is None:
            raise cut_off(server) if self._began else no_protocol(server)
        kind = ENDS.get(self._finish, "truncated")
        if kind is not None:
            raise _of_kind(kind, server)
        calls = tuple(self._calls)
        at_limit = self._finish is FinishReason.MAX_TOKENS
        if request.force_tool and not at_limit and all(call.name != request.force_tool for call in calls):
            raise ModelMisbehaved(
                f"The model of {server} did not call the tool {clipped(request.force_tool)!r} although it had to. "
                "Run again, or choose another model.",
                kind="schema",
            )
        finish: Finish = "length" if at_limit else "tool_calls" if calls else "stop"
        text = "".join(self._text)
        return Reply(text, self._usage_of(request, text), self._model or request.model, finish, calls)

    def _usage_of(self, request: Request, text: str) -> Usage:
        told = self._usage
        sent = (told.prompt_token_count or 0) + (told.tool_use_prompt_token_count or 0) if told else 0
        if told is None or sent <= 0:
            written = text + "".join(call.arguments for call in self._calls)
            prompt = "".join(message.text for message in request.messages)
            return Usage(estimate_tokens(prompt), estimate_tokens(written), estimated=True)
        thought = told.thoughts_token_count or 0
        received = (told.candidates_token_count or 0) + thought
        return Usage(sent, max(0, received), told.cached_content_token_count or 0, thought)


def _of_kind(kind: ErrorKind, server: str) -> PlaygroundError:
    if kind == "refused":
        return _refused(server)
    if kind == "schema":
        return ModelMisbehaved(
            f"The model of {server} wrote a tool call or an answer that cannot be read. "
            "Run again, or choose another model.",
            kind="schema",
        )
    return no_protocol(server) if kind == "protocol" else cut_off(server)


def _refused(server: str) -> ModelRefused:
    return ModelRefused(f"{server} declined to answer, by its safety rules. Change the request or the prompt.")
