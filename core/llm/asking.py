"""One request to a model on its way: its turn, its attempts and waits, its time, and what it may cost."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from core.errors import ModelMisbehaved, ModelUnavailable, PlaygroundError
from core.llm.answers import InvalidAnswer, read_answer
from core.llm.limits import RunAccount
from core.llm.retry import RetryPolicy
from core.llm.throttle import Throttle
from core.providers import Provider, Reply, Request, Usage
from core.text import estimate_tokens, fillings_of
from core.trace import (
    AttemptFinished,
    AttemptOutcome,
    AttemptStarted,
    Failure,
    Recorder,
    StepStarted,
    Streamed,
    WaitStarted,
    snapshot,
)

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
    account: RunAccount
    connect: Connect
    price: Price
    model: str
    models: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    max_repairs: int = 2
    retry_attempts: int = 4
    call_seconds: float = 180.0
    throttle: Throttle | None = None
    pace: Callable[[str], float] = lambda _model: 1.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Asking:
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
        self._attempt_number = 0
        self._streamed: list[str] = []
        self._logged = 0
        self._logged_at = 0.0
        self._left = 0.0

    async def reply(self) -> Reply:
        """The answer of the first attempt that succeeds."""
        shared = self._connection
        jitter = random.Random(f"{shared.seed}/{self._step}").getrandbits(32)
        seconds = shared.call_seconds * max(1.0, shared.pace(self._model))
        policy = RetryPolicy(shared.retry_attempts, pace=shared.pace(self._model))
        self._left = seconds
        return await policy.run(
            self._turn, left=lambda: self._left, on_wait=self._on_wait, sleep=self._sleep, seed=jitter
        )

    def _on_wait(self, seconds: float, error: PlaygroundError) -> None:
        self._log.add(WaitStarted(self._log.now(), self._step, seconds, "backoff", str(error)))

    def _on_throttle(self, seconds: float, reason: str) -> None:
        self._log.add(WaitStarted(self._log.now(), self._step, seconds, "throttle", reason))

    async def _sleep(self, seconds: float) -> None:
        self._left -= seconds
        await self._connection.sleep(seconds)

    async def _turn(self) -> Reply:
        """One attempt, once our own limits let it through."""
        throttle = self._connection.throttle
        if throttle is None:
            return await self._attempt()
        tokens, _ = self._worst_case()
        provider = self._model.partition(":")[0]
        async with throttle.turn(provider, tokens, self._connection.pace(self._model), self._on_throttle):
            return await self._attempt()

    async def _attempt(self) -> Reply:
        reservation = self._connection.account.reserve(*self._worst_case())
        number = self._attempt_number = self._log.new_attempt(self._step)
        self._streamed, self._logged = [], 0
        schema = self._request.schema.__name__ if self._request.schema else None
        sent = snapshot(self._request.messages)
        fillings = tuple(fillings_of(message.text) for message in sent)
        self._log.add(AttemptStarted(self._log.now(), self._step, number, self._model, sent, schema, fillings))
        usage, cost = None, None
        try:
            reply = await self._answer()
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
        answered = (reply.text, snapshot(reply.tool_calls), usage, cost)
        self._log.add(AttemptFinished(self._log.now(), self._step, number, outcome, *answered, failure, reply.notes))
        if error is not None:
            raise error
        return reply

    async def _answer(self) -> Reply:
        """The provider's answer, within what is left of the call's time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        limit = asyncio.timeout(max(0.0, self._left))
        try:
            async with limit:
                return await self._provider.ask(self._request, self._on_text)
        except TimeoutError:
            if not limit.expired():
                raise
            raise ModelUnavailable(
                "The call took longer than the run's limit for one call. Raise the limit “Seconds of a call”, "
                "or choose a faster model.",
                kind="timeout",
                retryable=False,
            ) from None
        finally:
            self._left -= loop.time() - began

    def _failed(self, number: int, error: BaseException) -> None:
        cancelled = isinstance(error, asyncio.CancelledError)
        failure = Failure("cancelled", "Stopped while waiting for the answer.") if cancelled else Failure.of(error)
        outcome: AttemptOutcome = "cancelled" if cancelled else "error"
        partial = "".join(self._streamed)
        self._log.add(AttemptFinished(self._log.now(), self._step, number, outcome, partial, (), None, None, failure))

    def _on_text(self, text: str) -> None:
        """Log what came since the last time, now and then; the first at once, because it tells when an answer began."""
        if not text:
            return
        self._streamed.append(text)
        now = self._log.now()
        if not self._logged or now - self._logged_at >= SECONDS_BETWEEN_STREAM_EVENTS:
            new = "".join(self._streamed[self._logged :])
            self._logged, self._logged_at = len(self._streamed), now
            self._log.add(Streamed(now, self._step, new, self._attempt_number))

    def _worst_case(self) -> tuple[int, float | None]:
        sent = estimate_tokens("".join(message.text for message in self._request.messages))
        usage = Usage(sent, self._request.max_tokens or EXPECTED_OUTPUT_TOKENS)
        return usage.input_tokens + usage.output_tokens, self._connection.price(self._model, usage)


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
