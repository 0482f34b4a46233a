"""How the cost of a step grows with the size of the run: time, memory, history; ratios in one run.

python -m bench.growth
"""

import asyncio
import statistics
import tempfile
import time
import tracemalloc
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.engine import cpu_seconds, traced, traced_fan
from core import concurrently
from core.events import RunFinished, RunStarted
from core.history import History
from core.recording import Recorder, frontier, recorder

SIZES = (10, 100, 1_000, 10_000)
STEPS_A_SIZE = 20_000
OWNER, RUN = "bench", "bench-run"


def microseconds_a_step(width: int) -> float:
    """Median CPU time of a traced step in a fan-out of this width, with a join."""
    loop = asyncio.new_event_loop()
    repeats = max(3, STEPS_A_SIZE // width)
    spent = statistics.median(cpu_seconds(loop, traced_fan(width)) for _ in range(repeats))
    loop.close()
    return spent / width * 1e6


def bytes_a_step(width: int) -> float:
    """Memory that a recorded step keeps, in a fan-out of this width."""

    async def run() -> Recorder:
        log = Recorder()
        recorder.set(log)
        frontier.set(())
        tracemalloc.start()
        await concurrently(*(traced(number) for number in range(width)))
        return log

    log = asyncio.run(run())
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert log.events
    return kept / width


def history_times(width: int) -> tuple[float, float]:
    """CPU microseconds to record and store an event, and seconds to read the whole run back for display."""
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))

        async def run() -> int:
            log = Recorder(listeners=history.listen(RUN, OWNER))
            recorder.set(log)
            frontier.set(())
            log.add(RunStarted(0.0, RUN, "bench", "-", {}, {}, "2026-01-01T00:00:00+00:00"))
            await concurrently(*(traced(number) for number in range(width)))
            log.add(RunFinished(log.now(), "completed", "", None, (), None))
            return len(log.events)

        began = time.process_time()
        events = asyncio.run(run())
        history.flush()
        stored = (time.process_time() - began) / events * 1e6
        began = time.perf_counter()
        trace = history.trace(RUN, OWNER)
        read = time.perf_counter() - began
        history.close()
    assert trace is not None
    assert len(trace.steps) == width
    return stored, read


def main() -> None:
    table = Table("steps", "CPU a step", "memory a step", "with history, CPU an event", "read back", title="Growth")
    times = {width: microseconds_a_step(width) for width in SIZES}
    for width in SIZES:
        stored, read = history_times(width)
        table.add_row(
            f"{width:,}",
            f"{times[width]:.1f} µs",
            f"{bytes_a_step(width):,.0f} B",
            f"{stored:.1f} µs",
            f"{read * 1000:.1f} ms",
        )
    Console().print(table)
    Console().print(f"CPU a step at 10,000 ÷ at 100: {times[10_000] / times[100]:.2f} (target ≤ 1.5)")


if __name__ == "__main__":
    main()
