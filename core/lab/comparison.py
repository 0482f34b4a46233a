"""A comparison: runs of the same work in several modes, taken in turns, and how much faster with how many branches."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.lab.modes import SEQUENTIAL, TimedMode
from core.lab.what_if import RATE_WINDOW_S, predict, wall_of
from core.models import is_simulated
from core.runtime import Plan, real_providers, warm_up
from core.trace import Totals, Trace

RunPlan = Callable[[Plan], Awaitable[Trace]]
OnRun = Callable[["Measured"], None]


@dataclass(frozen=True)
class Measured:
    """One run of the comparison. `repeat` counts from 0."""

    mode: str
    repeat: int
    trace: Trace

    @property
    def usable(self) -> bool:
        """Whether the run did the whole work, so that its time says something."""
        return self.trace.status in ("completed", "rejected")

    @cached_property
    def totals(self) -> Totals:
        """The run's figures, added up once."""
        return self.trace.totals()


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and greatest of some measurements, and how many there are."""

    median: float
    least: float
    greatest: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread | None":
        """The spread of `values`, None where there are none."""
        return cls(statistics.median(values), min(values), max(values), len(values)) if values else None


@dataclass(slots=True)
class Comparison:
    """What was planned and what has been measured so far; a stopped one keeps what it has."""

    plan: Plan
    modes: tuple[TimedMode, ...]
    repeats: int
    runs: list[Measured] = field(default_factory=list)

    def schedule(self) -> list[tuple[TimedMode, int]]:
        """Every run to make, interleaved (A B A B …) so that a slow moment does not hit one mode alone."""
        return [(mode, repeat) for repeat in range(self.repeats) for mode in self.modes]

    def of(self, mode: str) -> list[Measured]:
        """The usable runs of a mode, in order."""
        return [measured for measured in self.runs if measured.mode == mode and measured.usable]

    def totals(self, mode: str) -> list[Totals]:
        """The figures of a mode's usable runs."""
        return [measured.totals for measured in self.of(mode)]

    def typical(self, mode: str) -> Measured | None:
        """The mode's run with the median wall time (the faster of two); one that does not count where none does."""
        usable = sorted(self.of(mode), key=lambda measured: measured.totals.wall_s)
        if usable:
            return usable[(len(usable) - 1) // 2]
        return next((measured for measured in reversed(self.runs) if measured.mode == mode), None)

    def speedups(self, mode: str) -> list[float]:
        """Sequential ÷ this mode, pair by pair."""
        return self.times_faster(mode, SEQUENTIAL.name)

    @property
    def branched(self) -> bool:
        """Whether something in the runs could run at once."""
        return any(measured.totals.branches > 1 for measured in self.runs)

    def times_faster(self, mode: str, than: str) -> list[float]:
        """Wall time of `than` ÷ that of `mode`, pair by pair: the runs of the same repeat."""
        baseline = {measured.repeat: measured.totals.wall_s for measured in self.of(than)}
        walls = [(measured.repeat, measured.totals.wall_s) for measured in self.of(mode)]
        return [baseline[repeat] / wall for repeat, wall in walls if repeat in baseline and wall > 0]


async def measure(comparison: Comparison, run_plan: RunPlan, on_run: OnRun = lambda _: None) -> Comparison:
    """Make every scheduled run, one at a time, and keep each as soon as it has ended."""
    await asyncio.to_thread(warm_up, real_providers(comparison.plan))
    for mode, repeat in comparison.schedule():
        trace = await run_plan(mode.apply(comparison.plan))
        measured = Measured(mode.name, repeat, trace)
        comparison.runs.append(measured)
        on_run(measured)
    return comparison


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison as one JSON object; the counts are those of one run (the median of a mode's runs)."""
    return {
        "workflow": comparison.plan.workflow.id,
        "model": comparison.plan.options.model,
        "repeats": comparison.repeats,
        "modes": {mode.name: _mode_as_json(comparison, mode.name) for mode in comparison.modes},
    }


def _mode_as_json(comparison: Comparison, mode: str) -> dict[str, Any]:
    totals = comparison.totals(mode)
    costs = [total.cost_usd for total in totals]
    known = [cost for cost in costs if cost is not None]
    return {
        "wall_s": [total.wall_s for total in totals],
        "sum_s": [total.sum_s for total in totals],
        "critical_path_s": [total.critical_path_s for total in totals],
        "speedup": comparison.speedups(mode),
        "calls": _middle([total.calls for total in totals]),
        "input_tokens": _middle([total.input_tokens for total in totals]),
        "output_tokens": _middle([total.output_tokens for total in totals]),
        "cost_usd": statistics.median(known) if known and len(known) == len(costs) else None,
        "retries": _middle([total.retries for total in totals]),
        "waited_s": statistics.median([total.waited_s for total in totals]) if totals else 0.0,
        "failed": sum(1 for measured in comparison.runs if measured.mode == mode and not measured.usable),
    }


def _middle(counts: Sequence[int]) -> int:
    return int(statistics.median_low(counts)) if counts else 0


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
    ratios = [
        total.wall_s / total.critical_path_s
        for total in comparison.totals(SEQUENTIAL.name)
        if total.critical_path_s > 0
    ]
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
        for count in (*range(1, min(most, EACH_UP_TO) + 1), *(workers for workers in FURTHER if workers <= most))
    ]
    return [(count, base / wall) for count, wall in walls if wall > 0]


def minute_of(comparison: Comparison) -> float:
    """How long the server's minute is on the runs' clock, in seconds: simulated time may pass faster."""
    options = comparison.plan.options
    speed = options.simulation.speed
    return RATE_WINDOW_S / speed if is_simulated(options.model) and speed else RATE_WINDOW_S


def best_record(comparison: Comparison) -> Measured | None:
    """The run to predict from: the typical sequential one, else that of the first mode that has a usable one."""
    names = [SEQUENTIAL.name, *(mode.name for mode in comparison.modes)]
    found = (comparison.typical(name) for name in names)
    return next((measured for measured in found if measured is not None and measured.usable), None)


def _at_once(comparison: Comparison, mode: TimedMode) -> int:
    if mode.mode == "sequential":
        return 1
    return mode.concurrency or max((widest(measured.trace) for measured in comparison.of(mode.name)), default=1)
