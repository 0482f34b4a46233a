"""A run as OpenTelemetry spans, with the names of the semantic conventions for generative AI.

The run is the root (`invoke_workflow`), agents and groups of steps are spans below it, then the steps, then each
request to a model (`chat`) and each tool (`execute_tool`). A step is linked to the steps that it followed. What the
conventions have no name for carries the names of OpenInference, which viewers such as Phoenix read.

Names: https://opentelemetry.io/docs/specs/semconv/gen-ai/ (status: development), as the package
opentelemetry-semantic-conventions 0.66b2 has them; https://github.com/Arize-ai/openinference/tree/main/spec.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from core.export.chat_messages import conversation, said
from core.models import PROVIDERS
from core.text import as_json
from core.trace import Attempt, Failure, Step, Trace, waiting

AGENT_TURN = "think"

SpanKind = Literal["internal", "client"]
Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OtelSpan:
    """One span. Ids are hexadecimal, times nanoseconds since 1970; `parent` is empty for the root."""

    id: str
    parent: str
    name: str
    start: int
    end: int
    attributes: Attributes
    kind: SpanKind = "internal"
    error: Failure | None = None
    links: Sequence[str] = ()


@dataclass(slots=True)
class Spans:
    """A run's spans under one trace id. The same run always has the same ids: sent twice, it is one."""

    trace: Trace
    trace_id: str = ""
    began: int = 0
    made: list[OtelSpan] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trace_id = _digest(self.trace.run_id, 16)
        self.began = _nanoseconds(self.trace.wall_time)
        self.made.append(self._root())
        for path in _groups(self.trace):
            self.made.append(self._group(path))
        for step in self.trace.steps.values():
            self.made.extend(self._step(step))

    def _root(self) -> OtelSpan:
        trace = self.trace
        totals = trace.totals()
        attributes = {
            "gen_ai.operation.name": "invoke_workflow",
            "gen_ai.workflow.name": trace.workflow,
            "gen_ai.conversation.id": trace.run_id,
            "openinference.span.kind": "CHAIN",
            "input.value": trace.request,
            **_value("output", trace.result if trace.status == "completed" else trace.reason),
            "playground.status": trace.status,
            "playground.params": _text(trace.params),
            "playground.mode": str(trace.options.get("mode", "")),
            "playground.calls": totals.calls,
            "playground.cost_usd": totals.cost_usd,
        }
        return self._span("run", "", f"invoke_workflow {trace.workflow}", (0.0, trace.last), attributes, trace.error)

    def _group(self, path: tuple[str, ...]) -> OtelSpan:
        inside = [step for step in self.trace.steps.values() if step.group[: len(path)] == path]
        is_agent = any(step.node == AGENT_TURN and step.group == path for step in inside)
        named: Attributes = {"openinference.span.kind": "CHAIN"}
        if is_agent:
            named = {
                "gen_ai.operation.name": "invoke_agent",
                "gen_ai.agent.name": path[-1],
                "openinference.span.kind": "AGENT",
            }
        ends = (step.started + step.duration(self.trace.last) for step in inside)
        between = (min(step.started for step in inside), max(ends))
        name = f"invoke_agent {path[-1]}" if is_agent else path[-1]
        return self._span(_place(path), _place(path[:-1]), name, between, named)

    def _step(self, step: Step) -> Iterator[OtelSpan]:
        end = step.started + step.duration(self.trace.last)
        own = f"step {step.id}"
        name = f"execute_tool {step.node}" if step.kind == "tool" else step.node
        links = [_digest(f"{self.trace.run_id}/step {parent}", 8) for parent in step.parents]
        attributes = _step_attributes(step, self.trace.last)
        yield self._span(own, _place(step.group), name, (step.started, end), attributes, step.error, links=links)
        for number, attempt in enumerate(step.attempts, 1):
            between = (attempt.started, self.trace.last if attempt.finished is None else attempt.finished)
            model = attempt.model.partition(":")[2]
            attributes = _attempt_attributes(attempt, number)
            yield self._span(f"{own}/{number}", own, f"chat {model}", between, attributes, attempt.error, kind="client")

    def _span(
        self,
        place: str,
        parent: str,
        name: str,
        between: tuple[float, float],
        attributes: Attributes,
        error: Failure | None = None,
        *,
        kind: SpanKind = "internal",
        links: Sequence[str] = (),
    ) -> OtelSpan:
        run = self.trace.run_id
        start, end = (self.began + round(at * 1e9) for at in between)
        known = {key: value for key, value in attributes.items() if value is not None}
        failed = {"error.type": error.kind} if error else {}
        above = _digest(f"{run}/{parent}", 8) if parent else ""
        return OtelSpan(_digest(f"{run}/{place}", 8), above, name, start, end, known | failed, kind, error, links)


def _groups(trace: Trace) -> list[tuple[str, ...]]:
    """Every group with a step in it, those around it first."""
    paths = (step.group[:depth] for step in trace.steps.values() for depth in range(1, len(step.group) + 1))
    return list(dict.fromkeys(paths))


def _place(path: tuple[str, ...]) -> str:
    return f"group {'/'.join(path)}" if path else "run"


def _step_attributes(step: Step, now: float) -> dict[str, Any]:
    common = {
        "playground.step.kind": step.kind,
        "playground.step.status": step.status,
        "playground.item": step.item or None,
        "playground.waiting_s": waiting([step], now) or None,
        "openinference.span.kind": "TOOL" if step.kind == "tool" else "CHAIN",
        **_value("input", step.input),
        **_value("output", step.output),
    }
    if step.kind != "tool":
        return common
    return common | {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": step.node,
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.arguments": _text(step.input),
        "gen_ai.tool.call.result": None if step.output is None else _text(step.output),
    }


def _attempt_attributes(attempt: Attempt, number: int) -> dict[str, Any]:
    provider, _, model = attempt.model.partition(":")
    spec = PROVIDERS.get(provider)
    system, messages = conversation(attempt.messages)
    usage = attempt.usage
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": spec.telemetry_name if spec and spec.telemetry_name else provider,
        "gen_ai.request.model": model,
        "gen_ai.output.type": "json" if attempt.schema else "text",
        "gen_ai.usage.input_tokens": usage.input_tokens if usage else None,
        "gen_ai.usage.output_tokens": usage.output_tokens if usage else None,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens or None if usage else None,
        "gen_ai.usage.reasoning.output_tokens": usage.reasoning_tokens or None if usage else None,
        "gen_ai.system_instructions": _text(system) if system else None,
        "gen_ai.input.messages": _text(messages),
        "gen_ai.output.messages": _text(said(attempt)),
        "llm.cost.total": attempt.cost,
        "playground.attempt": number,
        "playground.wait_s": attempt.wait or None,
        "playground.tokens_estimated": usage.estimated or None if usage else None,
    }


def _value(name: str, value: Any) -> dict[str, Any]:
    """A value as OpenInference has it: a text as it is, everything else as JSON."""
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        return {f"{name}.value": value, f"{name}.mime_type": "text/plain"}
    return {f"{name}.value": _text(value), f"{name}.mime_type": "application/json"}


def _text(value: Any) -> str:
    return json.dumps(as_json(value), ensure_ascii=False, allow_nan=False)


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()


def _nanoseconds(wall_time: str) -> int:
    try:
        return round(datetime.fromisoformat(wall_time).timestamp() * 1e6) * 1000
    except ValueError:
        return 0
