"""What a traced step costs against bare asyncio, in one run: CPU time of no-op steps, medians.

python -m bench.engine
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.table import Table

from core import concurrently, step
from core.recording import Recorder, frontier, recorder

REPEATS = 300
Work = Callable[[], Awaitable[object]]


async def bare(number: int) -> int:
    await asyncio.sleep(0)
    return number


@step(kind="code")
async def traced(number: int) -> int:
    await asyncio.sleep(0)
    return number


def bare_chain(length: int) -> Work:
    async def work() -> int:
        value = 0
        for _ in range(length):
            value = await bare(value)
        return value

    return work


def traced_chain(length: int) -> Work:
    async def work() -> int:
        record()
        value = 0
        for _ in range(length):
            value = await traced(value)
        return value

    return work


def bare_fan(width: int) -> Work:
    async def work() -> int:
        return sum(await asyncio.gather(*(bare(number) for number in range(width))))

    return work


def traced_fan(width: int) -> Work:
    async def work() -> int:
        record()
        return sum(await concurrently(*(traced(number) for number in range(width))))

    return work


def record() -> None:
    recorder.set(Recorder())
    frontier.set(())


def cpu_seconds(loop: asyncio.AbstractEventLoop, work: Work) -> float:
    began = time.process_time()
    loop.run_until_complete(work())
    return time.process_time() - began


def compare(baseline: Work, ours: Work, repeats: int) -> tuple[float, float]:
    """Median CPU seconds of both, measured in turns on one loop."""
    loop = asyncio.new_event_loop()
    pairs = [(cpu_seconds(loop, baseline), cpu_seconds(loop, ours)) for _ in range(repeats)]
    loop.close()
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def main() -> None:
    table = Table("work", "bare asyncio", "traced", "ratio", "target", title="Engine: CPU time, medians")
    cases = [
        ("chain of 10", bare_chain(10), traced_chain(10), 10, 3.0),
        ("fan-out of 100 with a join", bare_fan(100), traced_fan(100), 100, 1.5),
        ("fan-out of 1,000 with a join", bare_fan(1000), traced_fan(1000), 1000, 1.5),
    ]
    for name, baseline, ours, steps, target in cases:
        plain, recorded = compare(baseline, ours, REPEATS if steps < 1000 else REPEATS // 10)
        table.add_row(
            name,
            f"{plain / steps * 1e6:.2f} µs a step",
            f"{recorded / steps * 1e6:.2f} µs a step",
            f"{recorded / plain:.2f}",
            f"≤ {target:g}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
