"""The limits of the simulated server: requests and tokens a minute, over all calls of one provider."""

from collections import deque
from collections.abc import Callable

from core.errors import ModelUnavailable
from core.simulated.simulation import Simulation

WINDOW_S = 60.0


class ServerLimits:
    """A sliding window of a nominal minute.

    At speed 0 no time passes by itself: a refused call says "retry after 0 s", and its retry finds the minute over.
    """

    def __init__(self, simulation: Simulation, clock: Callable[[], float]) -> None:
        self._simulation = simulation
        self._clock = clock
        self._skipped_s = 0.0
        self._admitted: deque[tuple[float, int]] = deque()

    def admit(self, tokens: int) -> None:
        """Count a call of `tokens`; raises ModelUnavailable (rate_limited) when it is one too many."""
        now = self._now()
        while self._admitted and self._admitted[0][0] <= now - WINDOW_S:
            self._admitted.popleft()
        release = self._release(tokens)
        if release is None:
            self._admitted.append((now, tokens))
            return
        wait = max(0.0, release - now)
        speed = self._simulation.speed
        if speed == 0:
            self._skipped_s += wait
        raise ModelUnavailable(
            "The simulated server refused the call: too many in this minute. It is tried again after the wait the "
            "server named; raise requests_per_minute or tokens_per_minute, or lower the concurrency.",
            kind="rate_limited",
            retry_after=wait / speed if speed else 0.0,
        )

    def _now(self) -> float:
        return self._clock() * self._simulation.speed + self._skipped_s

    def _release(self, tokens: int) -> float | None:
        """The nominal time at which the call fits, None when it fits now. A call above the limit fits alone."""
        requests, budget = self._simulation.requests_per_minute, self._simulation.tokens_per_minute
        if requests is not None and len(self._admitted) >= requests:
            return self._admitted[-requests][0] + WINDOW_S
        if budget is None:
            return None
        used = sum(one for _, one in self._admitted)
        release = None
        for admitted, one in self._admitted:
            if used + tokens <= budget:
                break
            used, release = used - one, admitted + WINDOW_S
        return release
