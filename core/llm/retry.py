"""The one retry policy: exponential backoff with jitter, Retry-After honoured, and no wait beyond the call's time."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from core.errors import ModelMisbehaved, ModelUnavailable, PlaygroundError

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
ONCE_MORE = ("empty", "protocol")
OnWait = Callable[[float, PlaygroundError], None]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long to try one call. Times in seconds; `pace` is how long a second takes (simulated time).

    Without a hint from the server the wait is drawn from the upper half of base · 2ⁿ, at most `longest_wait`
    ("equal jitter", AWS Architecture Blog, "Exponential Backoff And Jitter"). An answer that was empty, or none of
    the protocol, is asked for once more and no oftener: such a model or server mostly stays as it is.
    """

    attempts: int = 4
    base: float = 0.5
    longest_wait: float = 8.0
    pace: float = 1.0

    async def run(
        self,
        once: Callable[[], Awaitable[T]],
        *,
        left: Callable[[], float],
        on_wait: OnWait,
        sleep: Sleep,
        seed: int,
    ) -> T:
        """Call `once` until it succeeds, fails for good, or no time is `left` to wait again, in seconds."""
        draw = random.Random(seed)
        seen: Counter[str] = Counter()
        retrying = AsyncRetrying(
            retry=retry_if_exception(lambda error: _may_help(error, seen)),
            stop=lambda state: state.attempt_number >= self.attempts or state.upcoming_sleep >= left(),
            wait=lambda state: self._wait(state, draw),
            before_sleep=lambda state: on_wait(state.upcoming_sleep, _error(state)),
            sleep=sleep,
            reraise=True,
        )
        async for attempt in retrying:
            with attempt:
                result = await once()
        return result

    def _wait(self, state: RetryCallState, draw: random.Random) -> float:
        hint = _error(state).retry_after
        if hint is not None and hint > 0:
            return hint + draw.uniform(0, 0.25) * self.pace
        longest = min(self.longest_wait, self.base * 2.0 ** (state.attempt_number - 1))
        return draw.uniform(longest / 2, longest) * self.pace


def _may_help(error: BaseException, seen: Counter[str]) -> bool:
    """Whether to ask again; `seen` counts the errors of this call by kind."""
    if not isinstance(error, PlaygroundError):
        return False
    seen[error.kind] += 1
    if error.kind in ONCE_MORE and isinstance(error, ModelMisbehaved | ModelUnavailable):
        return seen[error.kind] == 1
    return error.retryable


def _error(state: RetryCallState) -> PlaygroundError:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, PlaygroundError)
    return error
