"""What a step may ask of a model: text, a typed answer, or tools.

Everything that happens on the way (attempts, waits, repairs, streamed text) becomes an event of the step that asked.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel

from core.errors import ModelMisbehaved, PlaygroundError, WorkflowError
from core.events import (
    AttemptFinished,
    AttemptOutcome,
    AttemptStarted,
    Failure,
    StepStarted,
    Streamed,
    WaitStarted,
)
from core.limits import Account
from core.llm.answers import InvalidAnswer, read_answer
from core.llm.provider import Message, Provider, Reply, Request, ToolSpec, Usage, estimate_tokens
from core.recording import Recorder, current_step

T = TypeVar("T", bound=BaseModel)
Price = Callable[[str, Usage], float | None]
Connect = Callable[[str], Provider]

EXPECTED_OUTPUT_TOKENS = 500
SECONDS_BETWEEN_STREAM_EVENTS = 0.2


@dataclass(frozen=True, slots=True)
class Connection:
    """What the asking of one run shares: its log and account, the way to providers, prices and the retry policy.

    `connect` gives the provider for a model named `provider:model`; `models` names the model of single steps; `pace`
    says how long a second of a model's time takes, which is less than a second where time is simulated.
    """

    recorder: Recorder
    account: Account
    connect: Connect
    price: Price
    model: str
    models: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    max_repairs: int = 2
    retry_attempts: int = 4
    pace: Callable[[str], float] = lambda _model: 1.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class LLM:
    """The model as a step sees it. `using` gives the same, bound to another model."""

    def __init__(self, connection: Connection, *, model: str = "") -> None:
        self._connection = connection
        self._model = model

    def using(self, model: str) -> "LLM":
        """Ask `model` (`provider:model`) instead; empty means the run's own choice."""
        return LLM(self._connection, model=model) if model else self

    async def text(
        self, system: str, user: str, *, temperature: float | None = None, seed: int = 0, max_tokens: int | None = None
    ) -> str:
        """Ask for free text, streamed as it comes."""
        messages = (Message("system", system), Message("user", user))
        reply = await self._ask(_request(messages, temperature, seed, max_tokens))
        return reply.text.strip()

    async def parse(
        self,
        system: str,
        user: str,
        schema: type[T],
        *,
        temperature: float | None = None,
        seed: int = 0,
        max_tokens: int | None = None,
    ) -> T:
        """Ask for an answer of type `schema`.

        An answer that does not validate goes back to the model with the error, `max_repairs` times; then
        ModelMisbehaved.
        """
        messages = (Message("system", system), Message("user", user))
        request = replace(_request(messages, temperature, seed, max_tokens), schema=schema)
        for _ in range(self._connection.max_repairs + 1):
            try:
                reply = await self._ask(request)
                return read_answer(reply.text, schema)
            except InvalidAnswer as invalid:
                request = replace(request, messages=(*messages, *invalid.repair()))
        raise ModelMisbehaved(
            f"The model did not give a valid {schema.__name__} in {self._connection.max_repairs + 1} attempts. "
            "Make the prompt plainer, or choose a stronger model."
        )

    async def call_tools(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], *, force: str | None = None
    ) -> Message:
        """Ask for the next turn of a conversation with tools on offer; the answer may hold tool calls, text or both.

        `force` names a tool that must be called.
        """
        reply = await self._ask(Request("", tuple(messages), tools=tuple(tools), force_tool=force))
        return Message("assistant", reply.text, reply.tool_calls)

    async def _ask(self, request: Request) -> Reply:
        step = current_step.get()
        if step is None:
            raise WorkflowError("A model was asked outside a step. Put @step on the function that asks.")
        model = self._model or self._connection.models.get(step.node) or self._connection.model
        provider = self._connection.connect(model)
        asked = replace(request, model=model.partition(":")[2], seed=self._connection.seed + (request.seed or 0))
        return await _Asking(self._connection, step, model, provider, asked).reply()


class _Asking:
    """One request on its way: retried by the policy, every attempt and wait recorded."""

    def __init__(
        self, connection: Connection, step: StepStarted, model: str, provider: Provider, request: Request
    ) -> None:
        self._connection = connection
        self._log = connection.recorder
        self._step = step.step
        self._model = model
        self._provider = provider
        self._request = request
        self._streamed: list[str] = []
        self._streamed_at = 0.0

    async def reply(self) -> Reply:
        """The answer of the first attempt that succeeds."""
        from core.llm.retry import RetryPolicy

        jitter = random.Random(f"{self._connection.seed}/{self._step}").getrandbits(32)
        policy = RetryPolicy(attempts=self._connection.retry_attempts, pace=self._connection.pace(self._model))
        return await policy.run(self._attempt, on_wait=self._on_wait, sleep=self._connection.sleep, seed=jitter)

    def _on_wait(self, seconds: float, error: PlaygroundError) -> None:
        self._log.add(WaitStarted(self._log.now(), self._step, seconds, "backoff", str(error)))

    async def _attempt(self) -> Reply:
        reservation = self._connection.account.reserve(*self._worst_case())
        self._log.attempts[self._step] += 1
        number = self._log.attempts[self._step]
        schema = self._request.schema.__name__ if self._request.schema else None
        self._log.add(AttemptStarted(self._log.now(), self._step, number, self._model, self._request.messages, schema))
        usage, cost = None, None
        try:
            reply = await self._provider.ask(self._request, self._on_text)
            usage = reply.usage
            cost = self._connection.price(self._model, usage)
            error = _unusable(reply, self._request)
        except BaseException as raised:
            self._failed(number, raised)
            raise
        finally:
            self._connection.account.settle(reservation, usage, cost)
        failure = Failure.of(error) if error else None
        outcome: AttemptOutcome = "invalid" if failure else "ok"
        answered = (reply.text, reply.tool_calls, usage, cost)
        self._log.add(AttemptFinished(self._log.now(), self._step, number, outcome, *answered, failure))
        if error is not None:
            raise error
        return reply

    def _failed(self, number: int, error: BaseException) -> None:
        cancelled = isinstance(error, asyncio.CancelledError)
        failure = Failure("cancelled", "Stopped while waiting for the answer.") if cancelled else Failure.of(error)
        outcome: AttemptOutcome = "cancelled" if cancelled else "error"
        partial = "".join(self._streamed)
        self._log.add(AttemptFinished(self._log.now(), self._step, number, outcome, partial, (), None, None, failure))
        self._streamed.clear()

    def _on_text(self, text: str) -> None:
        self._streamed.append(text)
        now = self._log.now()
        if now - self._streamed_at >= SECONDS_BETWEEN_STREAM_EVENTS:
            self._streamed_at = now
            self._log.add(Streamed(now, self._step, "".join(self._streamed)))
            self._streamed.clear()

    def _worst_case(self) -> tuple[int, float | None]:
        sent = estimate_tokens("".join(message.text for message in self._request.messages))
        usage = Usage(sent, self._request.max_tokens or EXPECTED_OUTPUT_TOKENS)
        return usage.input_tokens + usage.output_tokens, self._connection.price(self._model, usage)


def _request(messages: tuple[Message, ...], temperature: float | None, seed: int, max_tokens: int | None) -> Request:
    return Request("", messages, temperature=temperature, seed=seed, max_tokens=max_tokens)


def _unusable(reply: Reply, request: Request) -> PlaygroundError | None:
    """Why a whole answer cannot be used, or None."""
    if reply.finish == "length":
        return ModelMisbehaved(
            "The answer was cut off at its token limit. Ask for less, or allow more tokens.", kind="truncated"
        )
    if not reply.text.strip() and not reply.tool_calls:
        return ModelMisbehaved("The model answered with nothing. Run again, or choose another model.", kind="empty")
    if request.schema is not None:
        try:
            read_answer(reply.text, request.schema)
        except InvalidAnswer as invalid:
            return invalid
    return None
