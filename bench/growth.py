"""How the cost of a step grows with the size of the run: time, memory, history; ratios in one run.

python -m bench.growth
"""

import asyncio
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import one_run, set_imports_aside, turn
from bench.works import OWNER, Body, Work, bare_fan, nothing, run_name, stored, total_of_fan, traced_fan
from core.history import History
from core.trace import Recorder

SIZES = (10, 100, 1_000, 10_000)
ROUNDS = 9
STEPS_A_TURN = 20_000
EVENTS_A_STEP = 2


def microseconds_a_step(make: Callable[[int, Body], Work]) -> dict[int, list[float]]:
    """CPU time of a step in fan-outs of every width, in turns of as many steps."""
    loop = asyncio.new_event_loop()
    found: dict[int, list[float]] = {width: [] for width in SIZES}
    for _ in range(ROUNDS):
        for width in SIZES:
            cpu_s, _ = turn(loop, make(width, nothing), total_of_fan(width), STEPS_A_TURN // width)
            found[width].append(cpu_s / width * 1e6)
    loop.close()
    return found


def growth(found: dict[int, list[float]]) -> float:
    """CPU a step at 10,000 ÷ at 100, round by round: the median."""
    return statistics.median(wide / narrow for wide, narrow in zip(found[10_000], found[100], strict=True))


def bytes_a_step(width: int) -> float:
    """Memory that a recorded step keeps, in a fan-out of this width."""
    log = Recorder()

    def new_log() -> Recorder:
        tracemalloc.start()
        return log

    asyncio.run(traced_fan(width, nothing, new_log)())
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(log.events) > EVENTS_A_STEP * width
    return kept / width


def history_times(width: int) -> tuple[float, float]:
    """CPU microseconds to run, record and store an event; seconds to read the whole run back for display."""
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))
        loop = asyncio.new_event_loop()
        spent, _ = one_run(loop, stored(history, traced_fan, width, nothing), total_of_fan(width))
        loop.close()
        began = time.perf_counter()
        trace = history.trace(run_name(traced_fan, width, 0), OWNER)
        read = time.perf_counter() - began
        history.close()
    assert trace is not None
    assert len(trace.steps) == width
    return spent / (EVENTS_A_STEP * width) * 1e6, read


def main() -> None:
    table = Table("steps", "CPU a step", "memory a step", "with history, CPU an event", "read back", title="Growth")
    set_imports_aside()
    times, bare = microseconds_a_step(traced_fan), microseconds_a_step(bare_fan)
    for width in SIZES:
        an_event, read = history_times(width)
        table.add_row(
            f"{width:,}",
            f"{statistics.median(times[width]):.1f} µs",
            f"{bytes_a_step(width):,.0f} B",
            f"{an_event:.1f} µs",
            f"{read * 1000:.1f} ms",
        )
    Console().print(table)
    Console().print(
        f"CPU a step at 10,000 ÷ at 100: {growth(times):.2f} (target ≤ 1.5); bare asyncio {growth(bare):.2f}"
    )


if __name__ == "__main__":
    main()
