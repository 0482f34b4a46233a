"""What a traced step costs against bare asyncio, in one run: CPU time of no-op steps, medians; and `import core`.

python -m bench.engine
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import Spent, in_turns, set_imports_aside, turn
from bench.works import (
    NAP_S,
    Bare,
    Traced,
    bare_chain,
    bare_fan,
    nap,
    nothing,
    stored,
    total_of_fan,
    traced_chain,
    traced_fan,
)
from core.history import History
from core.trace import Recorder

IMPORTS = 9
BARE, MEMORY, HISTORY = "bare asyncio", "in memory", "with history"


@dataclass(frozen=True, slots=True)
class Case:
    """A work of so many steps, in so many rounds of a stretch of runs, and what its ratios to bare asyncio may be."""

    name: str
    bare: Bare
    traced: Traced
    steps: int
    expected: int
    rounds: int
    stretch: int
    most_in_memory: float
    most_with_history: float


CASES = (
    Case("chain of 10", bare_chain, traced_chain, 10, 10, 25, 50, 3.0, 8.0),
    Case("fan-out of 100 with a join", bare_fan, traced_fan, 100, total_of_fan(100), 25, 20, 1.5, 2.5),
    Case("fan-out of 1,000 with a join", bare_fan, traced_fan, 1_000, total_of_fan(1_000), 25, 5, 1.5, 2.5),
)


def overhead(console: Console) -> None:
    """The table of ratios; each is measured in turns with a bare run of its own."""
    table = Table("work", BARE, MEMORY, "ratio", "target", HISTORY, "ratio", "target", title="Engine: CPU time a step")
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))
        for case in CASES:
            bare, traced = case.bare(case.steps, nothing), case.traced
            light = {BARE: bare, MEMORY: traced(case.steps, nothing, Recorder)}
            memory = in_turns(light, case.expected, rounds=case.rounds, stretch=case.stretch)
            kept = {BARE: bare, HISTORY: stored(history, traced, case.steps, nothing)}
            disk = in_turns(kept, case.expected, rounds=case.rounds, stretch=case.stretch)
            cells = [
                *_cells(case, memory, MEMORY, case.most_in_memory),
                *_cells(case, disk, HISTORY, case.most_with_history),
            ]
            table.add_row(case.name, f"{memory[BARE].cpu_s / case.steps * 1e6:.2f} µs", *cells)
        history.close()
    console.print(table)


def _cells(case: Case, spent: dict[str, Spent], name: str, most: float) -> tuple[str, str, str]:
    ratio = spent[name].cpu_times(spent[BARE])
    return f"{spent[name].cpu_s / case.steps * 1e6:.2f} µs", f"{ratio:.2f}", f"≤ {most:g}"


def growth(console: Console) -> None:
    """Time a step in a fan-out of 1,000 ÷ in one of 100, in turns of as many steps."""
    loop = asyncio.new_event_loop()
    for name, make in ((MEMORY, traced_fan), (BARE, bare_fan)):
        wide, narrow = make(1_000, nothing), make(100, nothing)
        ratios = []
        for _ in range(25):
            hundred, _ = turn(loop, narrow, total_of_fan(100), 50)
            thousand, _ = turn(loop, wide, total_of_fan(1_000), 5)
            ratios.append(thousand / hundred / 10)
        target = " (target ≤ 1.15)" if name == MEMORY else ""
        console.print(f"time a step, fan-out of 1,000 ÷ of 100, {name}: {statistics.median(ratios):.2f}{target}")
    loop.close()


def naps(console: Console) -> None:
    """A fan-out of 100 steps of 50 ms: how much longer than one of them it takes."""
    works = {BARE: bare_fan(100, nap), MEMORY: traced_fan(100, nap)}
    spent = in_turns(works, total_of_fan(100), rounds=10, stretch=4)
    bare, ours = (spent[name].wall_s / NAP_S for name in (BARE, MEMORY))
    console.print(
        f"fan-out of 100 steps of 50 ms, wall ÷ 50 ms: bare {bare:.3f}, ours {ours:.3f}, "
        f"ours ÷ bare {ours / bare:.3f} (target ≤ 1.03)"
    )


def imports(console: Console) -> None:
    """How long importing takes in a fresh process, without the interpreter's own start; the quickest of some."""
    libraries = import_seconds("import asyncio, pydantic")
    alone = import_seconds("import core")
    console.print(
        f"import core: {alone * 1000:.0f} ms ÷ import asyncio, pydantic: {libraries * 1000:.0f} ms "
        f"= {alone / libraries:.2f} (target ≤ 1.3)"
    )
    model = import_seconds("import asyncio, pydantic; type('Model', (pydantic.BaseModel,), {})")
    names = import_seconds("from core import *")
    console.print(
        f"… with all that core offers: {names * 1000:.0f} ms ÷ … with one model made: {model * 1000:.0f} ms "
        f"= {names / model:.2f}"
    )


def import_seconds(statement: str) -> float:
    """The quickest of some processes of their own."""
    code = f"import time; began = time.perf_counter()\n{statement}\nprint(time.perf_counter() - began)"
    command = [sys.executable, "-c", code]
    return min(
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(IMPORTS)
    )


def main() -> None:
    console = Console(width=160)
    set_imports_aside()
    overhead(console)
    growth(console)
    naps(console)
    imports(console)


if __name__ == "__main__":
    main()
