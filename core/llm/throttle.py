"""Our own limits on the way to each provider: calls at once, and calls and tokens in any stretch of a minute.

A run keeps to them by itself, so that a provider need not refuse it. `aiolimiter` does not serve here: its bucket lets
twice the limit through in the first minute, and it cannot say beforehand how long a call will wait.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from core.llm.limits import Limits

MINUTE_S = 60.0
OnThrottle = Callable[[float, str], None]


@dataclass(slots=True)
class _Minute:
    """What was let through lately: when, and how many tokens each. Times may lie ahead: those calls are waiting."""

    passed: deque[tuple[float, int]] = field(default_factory=deque)

    def let_through(self, now: float, length: float, calls: int | None, tokens: tuple[int, int | None]) -> float:
        """When the next call may pass, in the order of asking. `tokens`: of this call, and the most in a minute."""
        wanted, most = tokens
        last = self.passed[-1][0] if self.passed else now
        at = max(now, last)
        if calls is not None and len(self.passed) >= calls:
            at = max(at, self.passed[-calls][0] + length)
        if most is not None:
            at = self._once_spent(at, length, most - min(wanted, most))
        while self.passed and self.passed[0][0] + length <= now:
            self.passed.popleft()
        self.passed.append((at, wanted))
        return at

    def _once_spent(self, at: float, length: float, room: int) -> float:
        """The first time from `at` on at which the minute before it holds at most `room` tokens."""
        spent = 0
        for passed, tokens in reversed(self.passed):
            if passed + length <= at:
                break
            spent += tokens
            if spent > room:
                return passed + length
        return at


class Throttle:
    """The turns of one run's calls. Belongs to one event loop."""

    def __init__(self, limits: Limits, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._minutes: defaultdict[str, _Minute] = defaultdict(_Minute)
        self._slots: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, provider: str, tokens: int, pace: float, on_wait: OnThrottle) -> AsyncIterator[None]:
        """Wait for a call's turn and hold it. `pace` is how long a second takes; 0 is no time, so no waiting.

        `on_wait` is told of each wait as it begins, with its seconds; 0 for the wait for a place, which nobody knows.
        """
        limits = self._limits
        minute = MINUTE_S * pace
        if minute and (limits.calls_per_minute or limits.tokens_per_minute):
            at = self._minutes[provider].let_through(
                self._clock(), minute, limits.calls_per_minute, (tokens, limits.tokens_per_minute)
            )
            if (left := at - self._clock()) > 0:
                on_wait(left, "Keeps to the run's own limit of calls or tokens per minute.")
                await self._sleep(left)
        if limits.calls_at_once is None:
            yield
            return
        async with self._place(provider, limits.calls_at_once, on_wait):
            yield

    @asynccontextmanager
    async def _place(self, provider: str, most: int, on_wait: OnThrottle) -> AsyncIterator[None]:
        slots = self._slots.setdefault(provider, asyncio.Semaphore(most))
        if slots.locked():
            on_wait(0.0, f"Waits for its place among {most} calls at once.")
        async with slots:
            yield
