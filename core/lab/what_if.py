"""What if there were more workers, or a rate limit? Answered from a recorded run, without a new call.

The recorded steps are scheduled again with their measured durations: a step starts when its parents have ended, its
branch has a worker, and the rate limit lets its call through (list scheduling in the order of the record; R. L. Graham,
"Bounds on Multiprocessing Timing Anomalies", 1969, is the classic on how good that is).
"""

from collections import deque
from dataclasses import dataclass

from core.events import Branch
from core.trace import Step, Trace

WINDOW_S = 60.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A step at its predicted place on the time axis, in seconds since the start."""

    step: Step
    started: float
    finished: float


def predict(trace: Trace, *, workers: int | None = None, calls_per_minute: int | None = None) -> list[Planned]:
    """The timeline of the recorded steps with so many workers (None: no cap) under a rate limit (None: none).

    A worker takes a branch and keeps it until the branch's last step, as the engine does. Retries and waits that were
    recorded are part of a step's duration, except waits for our own rate limit, which the prediction makes anew.
    """
    waiting = list(trace.steps.values())
    ended: dict[int, float] = {}
    busy_until: list[float] = [0.0] * (workers or 0)
    worker_of: dict[Branch, int] = {}
    recent: deque[float] = deque()
    planned: list[Planned] = []
    while waiting:
        step = min(waiting, key=lambda one: (_ready(one, ended, busy_until, worker_of), one.branch or (0, 0), one.id))
        waiting.remove(step)
        start = _ready(step, ended, busy_until, worker_of)
        if step.attempts and calls_per_minute:
            start = _let_through(start, recent, calls_per_minute)
        finish = start + _duration(step, trace)
        ended[step.id] = finish
        planned.append(Planned(step, start, finish))
        if step.branch is not None and workers:
            _keep_worker(step.branch, finish, busy_until, worker_of)
    return planned


def wall_of(planned: list[Planned]) -> float:
    """When the last step ends."""
    return max((one.finished for one in planned), default=0.0)


def _ready(step: Step, ended: dict[int, float], busy_until: list[float], worker_of: dict[Branch, int]) -> float:
    """The earliest start of a step; infinitely late while a parent has not been placed."""
    parents = max((ended.get(parent, float("inf")) for parent in step.parents), default=0.0)
    if step.branch is None or not busy_until:
        return parents
    if step.branch in worker_of:
        return max(parents, busy_until[worker_of[step.branch]])
    return max(parents, min(busy_until))


def _keep_worker(branch: Branch, finish: float, busy_until: list[float], worker_of: dict[Branch, int]) -> None:
    if branch not in worker_of:
        worker_of[branch] = busy_until.index(min(busy_until))
    busy_until[worker_of[branch]] = finish


def _duration(step: Step, trace: Trace) -> float:
    throttled = sum(wait.seconds for wait in step.waits if wait.why == "throttle")
    return step.duration(trace.last) - throttled


def _let_through(start: float, recent: deque[float], calls_per_minute: int) -> float:
    """The first moment from `start` on at which fewer than `calls_per_minute` calls began in the last minute."""
    while recent and recent[0] <= start - WINDOW_S:
        recent.popleft()
    if len(recent) >= calls_per_minute:
        start = recent[-calls_per_minute] + WINDOW_S
    recent.append(start)
    return start
