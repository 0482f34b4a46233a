"""What work costs: CPU and wall time of runs taken in turns on one event loop, as medians."""

import asyncio
import gc
import statistics
import time
from collections.abc import Mapping
from typing import NamedTuple

from bench.works import Work


class Spent(NamedTuple):
    """Medians of so many runs. CPU time counts every thread of this process."""

    cpu_s: float
    wall_s: float
    runs: int


def one_run(loop: asyncio.AbstractEventLoop, work: Work, expected: int) -> tuple[float, float]:
    """CPU and wall seconds of one run, whose result must be as expected."""
    began, began_cpu = time.perf_counter(), time.process_time()
    result = loop.run_until_complete(work())
    spent = time.process_time() - began_cpu, time.perf_counter() - began
    if result != expected:
        raise AssertionError(f"The work came to {result}, not {expected}: some steps did not run.")
    return spent


def in_turns(works: Mapping[str, Work], expected: int, *, rounds: int, clean: bool = False) -> dict[str, Spent]:
    """So many rounds, in which each runs once, after one that is not counted.

    `clean` collects garbage before every run, so that no one pays for what another left behind.
    """
    loop = asyncio.new_event_loop()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    try:
        for number in range(rounds + 1):
            for name, work in works.items():
                if clean:
                    gc.collect()
                spent = one_run(loop, work, expected)
                if number:
                    found[name].append(spent)
    finally:
        loop.close()
    return {name: _medians(runs) for name, runs in found.items()}


def _medians(runs: list[tuple[float, float]]) -> Spent:
    return Spent(statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs), len(runs))
