"""How much faster with how many branches at once: measured, predicted, and the most there is."""

import statistics
from dataclasses import dataclass

from core.lab.comparison import Comparison, Measured, Spread
from core.lab.modes import SEQUENTIAL, TimedMode
from core.lab.what_if import MINUTE_S, predict, wall_of
from core.trace.trace import Trace

MOST_WORKERS = 64
EACH_UP_TO, FURTHER = 16, (24, 32, 48, 64)


@dataclass(frozen=True, slots=True)
class Point:
    """A mode's measured speed-up over sequential, at so many branches at once."""

    mode: str
    at_once: int
    speedup: Spread


def widest(trace: Trace) -> int:
    """The number of branches of the run's largest fan-out."""
    return trace.widest


def points(comparison: Comparison) -> list[Point]:
    """What was measured, if something could run at once; without a cap, as many as there are branches."""
    found = []
    for mode in comparison.modes:
        spread = Spread.of(comparison.speedups(mode.name))
        if comparison.branched and spread is not None and mode.flow is None:
            found.append(Point(mode.name, _at_once(comparison, mode), spread))
    return found


def bound(comparison: Comparison) -> float | None:
    """Sequential wall time ÷ critical path, median over the sequential runs: no order of the same calls does better.

    A parallel run can exceed it only by the jitter of its calls.
    """
    ratios = [one.wall_s / one.critical_path_s for one in comparison.totals(SEQUENTIAL.name) if one.critical_path_s > 0]
    return statistics.median(ratios) if ratios else None


def predicted(comparison: Comparison, trace: Trace, most: int, calls_per_minute: int | None) -> list[tuple[int, float]]:
    """(workers, speed-up) for 1 … `most` workers (beyond 16 only some) under a rate limit, predicted from a run.

    The base is one worker under the rate limit that the comparison was made with, so that the prediction can stand
    beside the measured speed-ups.
    """
    minute = minute_of(comparison)
    own = comparison.plan.options.simulation.requests_per_minute
    base = wall_of(predict(trace, workers=1, calls_per_minute=own, minute_s=minute))
    walls = [
        (count, wall_of(predict(trace, workers=count, calls_per_minute=calls_per_minute, minute_s=minute)))
        for count in (*range(1, min(most, EACH_UP_TO) + 1), *(one for one in FURTHER if one <= most))
    ]
    return [(count, base / wall) for count, wall in walls if wall > 0]


def minute_of(comparison: Comparison) -> float:
    """How long the server's minute is on the runs' clock, in seconds: simulated time may pass faster."""
    options = comparison.plan.options
    speed = options.simulation.speed
    return MINUTE_S / speed if options.model.startswith("simulated:") and speed else MINUTE_S


def best_record(comparison: Comparison) -> Measured | None:
    """The run to predict from: the typical sequential one, else that of the first mode that has a usable one."""
    names = [SEQUENTIAL.name, *(mode.name for mode in comparison.modes)]
    found = (comparison.typical(name) for name in names)
    return next((one for one in found if one is not None and one.usable), None)


def _at_once(comparison: Comparison, mode: TimedMode) -> int:
    if mode.mode == "sequential":
        return 1
    return mode.concurrency or max((widest(one.trace) for one in comparison.of(mode.name)), default=1)
