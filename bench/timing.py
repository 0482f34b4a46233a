"""What work costs: CPU and wall time of runs taken in turns on one event loop."""

import asyncio
import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.works import Work


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU and wall seconds of every turn. CPU time counts every thread of this process."""

    cpu: tuple[float, ...]
    wall: tuple[float, ...]

    @classmethod
    def of(cls, turns: Sequence[tuple[float, float]]) -> "Spent":
        """Of so many turns, each its CPU and its wall seconds."""
        return cls(tuple(cpu for cpu, _ in turns), tuple(wall for _, wall in turns))

    @property
    def cpu_s(self) -> float:
        """The median turn's CPU seconds."""
        return statistics.median(self.cpu)

    @property
    def wall_s(self) -> float:
        """The median turn's wall seconds."""
        return statistics.median(self.wall)

    def cpu_times(self, other: "Spent") -> float:
        """How many times the CPU time of the other one, turn by turn, since a machine's speed changes; the median."""
        return statistics.median(ours / theirs for ours, theirs in zip(self.cpu, other.cpu, strict=True))


def one_run(loop: asyncio.AbstractEventLoop, work: Work, expected: int) -> tuple[float, float]:
    """CPU and wall seconds of one run, whose result must be as expected."""
    began, began_cpu = time.perf_counter(), time.process_time()
    result = loop.run_until_complete(work())
    spent = time.process_time() - began_cpu, time.perf_counter() - began
    if result != expected:
        raise AssertionError(f"The work came to {result}, not {expected}: some steps did not run.")
    return spent


def turn(loop: asyncio.AbstractEventLoop, work: Work, expected: int, stretch: int) -> tuple[float, float]:
    """Mean CPU and wall seconds of so many runs on end, without the garbage that others left.

    A mean, because every so many runs one pays for collecting the garbage of all. The first run is not counted.
    """
    gc.collect()
    one_run(loop, work, expected)
    runs = [one_run(loop, work, expected) for _ in range(stretch)]
    return statistics.mean(run[0] for run in runs), statistics.mean(run[1] for run in runs)


def in_turns(works: Mapping[str, Work], expected: int, *, rounds: int, stretch: int) -> dict[str, Spent]:
    """What everyone spent in so many rounds, in each of which everyone has a turn."""
    loop = asyncio.new_event_loop()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    try:
        for _ in range(rounds):
            for name, work in works.items():
                found[name].append(turn(loop, work, expected, stretch))
    finally:
        loop.close()
    return {name: Spent.of(turns) for name, turns in found.items()}


def set_imports_aside() -> None:
    """Keep what was imported out of every garbage collection from here on, as the server does once it has begun."""
    gc.collect()
    gc.freeze()
