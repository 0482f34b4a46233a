"""What if there were more workers, or a rate limit? Answered from a recorded run, without a new call.

The recorded steps are scheduled again with their measured durations: a step starts when its parents have ended, its
branch has a worker, and the rate limit lets its call through (list scheduling; R. L. Graham, "Bounds on Multiprocessing
Timing Anomalies", 1969, is the classic on how good that is).
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush, heapreplace

from core.trace import Branch, Step, Trace, working

RATE_WINDOW_S = 60.0
_OUTSIDE = (0, 0)

_Place = tuple[float, tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A step at its predicted place on the time axis, in seconds since the start.

    From `ready` to `started` it waits for the rate limit; its wait for a worker comes before.
    """

    step: Step
    ready: float
    started: float
    finished: float


def predict(
    trace: Trace, *, workers: int | None = None, calls_per_minute: int | None = None, minute_s: float = RATE_WINDOW_S
) -> list[Planned]:
    """The timeline of the recorded steps with so many workers (None: no cap) under a rate limit (None: none).

    Branches get workers in the order in which they ask, and keep them while they have something to do, as in the
    engine. Retries and waits that were recorded are part of a step's duration, except what a rate limit cost: that is
    predicted anew, as waiting before the step. `minute_s` is the length of the limit's minute on the run's clock (a
    simulated model at speed 10 has minutes of 6 s).
    """
    return _Schedule(trace, workers, calls_per_minute, minute_s).planned()


def wall_of(planned: list[Planned]) -> float:
    """When the last step ends."""
    return max((step.finished for step in planned), default=0.0)


def own_duration(step: Step, now: float) -> float:
    """Seconds a step works by itself: without waiting for a rate limit and without the attempts that it refused."""
    lost = sum(wait.seconds for wait in step.waits if wait.why == "throttle")
    for refused, following in zip(step.attempts, step.attempts[1:], strict=False):
        if refused.error is not None and refused.error.kind == "rate_limited":
            lost += following.started - refused.started - following.throttled
    return max(0.0, working([step], now) - lost)


@dataclass(slots=True)
class _RateLimit:
    """Lets so many calls through in any stretch of `minute_s` seconds; asked in the order of time."""

    calls: int | None
    minute_s: float
    recent: deque[float] = field(default_factory=deque)

    def let_through(self, wanted: float) -> float:
        """When a call that wants to start at `wanted` may."""
        if not self.calls:
            return wanted
        allowed = max(wanted, self.recent[0] + self.minute_s) if len(self.recent) >= self.calls else wanted
        self.recent.append(allowed)
        if len(self.recent) > self.calls:
            self.recent.popleft()
        return allowed


class _Schedule:
    """Places steps in the order in which they can start. O(n log n) for n steps."""

    def __init__(self, trace: Trace, workers: int | None, calls: int | None, minute_s: float) -> None:
        self._steps: Mapping[int, Step] = trace.steps
        self._last = trace.last
        self._limit = _RateLimit(calls, minute_s)
        self._free = [0.0] * workers if workers else None
        self._held: dict[Branch, float] = {}
        self._in_hand: dict[Branch, int] = {}
        self._ready: list[_Place] = []
        self._asking: list[_Place] = []
        self._with_the_first: dict[Branch, list[_Place]] = {}
        self._ended: dict[int, float] = {}
        self._missing: dict[int, int] = {}
        self._children: dict[int, list[int]] = {}

    def planned(self) -> list[Planned]:
        """Every step, placed."""
        placed: list[Planned] = []
        for step in self._steps.values():
            parents = [parent for parent in dict.fromkeys(step.parents) if parent in self._steps]
            self._missing[step.id] = len(parents)
            for parent in parents:
                self._children.setdefault(parent, []).append(step.id)
            if not parents:
                self._offer(step, 0.0)
        while self._ready or self._asking:
            at, step = self._next()
            start = self._limit.let_through(at) if step.attempts else at
            finish = start + own_duration(step, self._last)
            placed.append(Planned(step, at, start, finish))
            self._finish(step, finish)
        return placed

    def _offer(self, step: Step, at: float) -> None:
        """All its parents have been placed: from `at` on it can start, if its branch has a worker."""
        place = (at, step.branch or _OUTSIDE, step.id)
        if step.branch is None or self._free is None:
            heappush(self._ready, place)
            return
        self._in_hand[step.branch] = self._in_hand.get(step.branch, 0) + 1
        if step.branch in self._held:
            heappush(self._ready, place)
        elif self._in_hand[step.branch] == 1:
            heappush(self._asking, place)
        else:
            self._with_the_first.setdefault(step.branch, []).append(place)

    def _next(self) -> tuple[float, Step]:
        """The step that can start first, and when; a branch that asked for a worker has it from then on."""
        while True:
            if self._asking and self._free and (not self._ready or self._first_served() < self._ready[0]):
                return self._serve(self._free)
            at, place, number = self._ready[0]
            step = self._steps[number]
            busy = self._held.get(step.branch, at) if step.branch else at
            if busy <= at:
                heappop(self._ready)
                return at, step
            heapreplace(self._ready, (busy, place, number))

    def _first_served(self) -> _Place:
        assert self._free
        at, place, number = self._asking[0]
        return max(at, self._free[0]), place, number

    def _serve(self, free: list[float]) -> tuple[float, Step]:
        """Give the worker that is free first to the branch that asked first."""
        asked, _, number = heappop(self._asking)
        step, at = self._steps[number], max(asked, heappop(free))
        assert step.branch is not None
        self._held[step.branch] = at
        for place in self._with_the_first.pop(step.branch, ()):
            heappush(self._ready, place)
        return at, step

    def _finish(self, step: Step, finish: float) -> None:
        self._ended[step.id] = finish
        if step.branch in self._held:
            self._held[step.branch] = finish
            self._in_hand[step.branch] -= 1
        for child in self._children.get(step.id, ()):
            self._missing[child] -= 1
            if self._missing[child] == 0:
                known = (self._ended[parent] for parent in self._steps[child].parents if parent in self._ended)
                self._offer(self._steps[child], max(known))
        if self._free is not None and step.branch in self._held and not self._in_hand[step.branch]:
            heappush(self._free, self._held.pop(step.branch))
