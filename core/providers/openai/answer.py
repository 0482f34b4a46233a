"""A chat completion put together from the chunks of its stream."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import ModelMisbehaved, ModelRefused
from core.providers.http_errors import clipped, cut_off, no_protocol
from core.providers.openai.requests import ChatCall
from core.providers.protocol import Finish, Reply, Request, ToolCall, Usage
from core.text.token_estimate import estimate_tokens

if TYPE_CHECKING:
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionChunk
    from openai.types.chat.chat_completion_chunk import ChoiceDelta, ChoiceDeltaToolCall

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
