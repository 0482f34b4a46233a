"""The simulated server: answers requests with rules, at the pace, within the limits and with the faults asked for."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from core.providers import Finish, OnText, Reply, Request, ToolCall, Usage
from core.simulated.asked import within_reach
from core.simulated.faults import Faults, raised_by, spoilt
from core.simulated.server_limits import ServerLimits
from core.simulated.simulation import FaultKind, Simulation
from core.simulated.timing import Pace, chunks, pace
from core.text import estimate_tokens

if TYPE_CHECKING:
    from core.simulated.answering import Answer

TIMEOUT_S = 30.0
READ_AT_ONCE = 3_000  # characters of all messages: some milliseconds


class SimulatedProvider:
    """Implements `Provider` without any model. Answers depend on the request and the seed alone.

    `reader` works out the answers to long requests; without one the loop does.
    """

    def __init__(
        self,
        simulation: Simulation | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        reader: Executor | None = None,
    ) -> None:
        from core.simulated.answering import Answering

        self.simulation = simulation or Simulation()
        self._sleep = sleep
        self._clock = clock
        self._reader = reader
        self._limits = ServerLimits(self.simulation, clock)
        self._faults = Faults(self.simulation)
        self._answering = Answering(self.simulation.seed)

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        """Answer `request`, streaming as a real server would. Raises ModelUnavailable and ModelRefused on demand."""
        started = self._clock()
        await asyncio.sleep(0)  # calls made together start together; working the answers out falls into their waiting
        key = content_key(request)
        sent = sum(estimate_tokens(message.text) for message in request.messages)
        self._limits.admit(sent)
        fault = self._faults.draw(key)
        readable, notes = within_reach(request)
        answer = await self._answer(readable)
        rate = pace(self.simulation, request.model, key)
        text, finish = _cut(answer.text, request.max_tokens)
        finish = "tool_calls" if answer.tool_calls and finish == "stop" else finish
        if fault is not None:
            await self._fail(fault, rate, started, text, on_text)
            finish = "length" if fault == "truncated" else finish
            text = spoilt(fault, text)
        tool_calls = () if fault == "empty" else answer.tool_calls
        usage = Usage(sent, estimate_tokens(text + "".join(call.name + call.arguments for call in tool_calls)))
        await self._speak(text, tool_calls, rate, started, on_text)
        return Reply(text, usage, f"simulated:{request.model}", finish, tool_calls, notes)

    async def _answer(self, request: Request) -> "Answer":
        """Worked out at once where the request is short; else beside the loop, which serves every run meanwhile."""
        size = sum(len(message.text) for message in request.messages)
        if size <= READ_AT_ONCE or self._reader is None:
            return self._answering.answer(request)
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._answering.answer, request)

    async def close(self) -> None:
        """Nothing is held."""

    async def _speak(self, text: str, calls: tuple[ToolCall, ...], rate: Pace, started: float, on_text: OnText) -> None:
        tokens, a_character = 0.0, estimate_tokens(text) / max(1, len(text))
        for piece in chunks(text):
            await self._wait_until(started, rate.first_token_s + tokens / rate.tokens_per_s)
            on_text(piece)
            tokens += len(piece) * a_character
        arguments = sum(estimate_tokens(call.name + call.arguments) for call in calls)
        await self._wait_until(started, rate.seconds(round(tokens) + arguments))

    async def _fail(self, fault: FaultKind, rate: Pace, started: float, text: str, on_text: OnText) -> None:
        """Raise the fault's error, when it has one, at the time it would show."""
        error = raised_by(fault)
        if error is None:
            return
        await self._wait_until(started, TIMEOUT_S if fault == "timeout" else rate.first_token_s)
        if fault == "network" and text:
            on_text(chunks(text)[0])
        raise error

    async def _wait_until(self, started: float, nominal_s: float) -> None:
        """Sleep to an absolute point of the schedule, so that lateness does not add up."""
        if self.simulation.speed == 0:
            return
        left = started + nominal_s / self.simulation.speed - self._clock()
        if left > 0:
            await self._sleep(left)


def content_key(request: Request) -> str:
    """A short name for what a request says; two requests with the same content have the same key."""
    digest = hashlib.blake2b(digest_size=12)
    for message in request.messages:
        digest.update(f"{message.role}\x1f{message.text}\x1f{message.tool_calls}\x1e".encode("utf-8", "replace"))
    asked = (request.model, request.schema.__name__ if request.schema else "", [tool.name for tool in request.tools])
    digest.update(f"{asked}{request.force_tool}{request.temperature}{request.seed}".encode())
    return digest.hexdigest()


def _cut(text: str, max_tokens: int | None) -> tuple[str, Finish]:
    tokens = estimate_tokens(text)
    if max_tokens is None or tokens <= max_tokens:
        return text, "stop"
    return text[: len(text) * max_tokens // tokens], "length"
