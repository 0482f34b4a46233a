"""How near fan-outs come to what is possible, on the simulated model at its real pace: ratios, measured in one run.

python -m bench.fan_out
"""

import asyncio
import math
import statistics
from typing import Any

from rich.console import Console
from rich.table import Table

import core
from core.lab import predict, wall_of
from core.samples.bundled import emails
from core.trace import Totals

REPEATS = 3
MAILS, AT_ONCE = 200, 50


async def totals(workflow: str, request: str | None = None, **keywords: Any) -> Totals:
    """The figures of one run that must complete."""
    outcome = await core.run(workflow, request, **keywords)
    return outcome.raise_if_failed().trace.totals()


async def faq_of_four() -> tuple[float, float]:
    """Sequential ÷ parallel, and parallel wall ÷ critical path; medians of pairs taken in turns."""
    speedups, efficiencies = [], []
    for seed in range(REPEATS):
        sequential = await totals("faq-chain", count=4, mode="sequential", seed=seed)
        parallel = await totals("faq-chain", count=4, seed=seed)
        speedups.append(sequential.wall_s / parallel.wall_s)
        efficiencies.append(parallel.wall_s / parallel.critical_path_s)
    return statistics.median(speedups), statistics.median(efficiencies)


async def faq_of_twenty() -> float:
    """Parallel wall ÷ critical path without jitter."""
    run = await totals("faq-chain", count=20, jitter=0)
    return run.wall_s / run.critical_path_s


async def mails_in_rounds() -> tuple[float, float]:
    """Wall ÷ the mean call times the rounds, as if calls were equal; wall ÷ the schedule of these very calls."""
    bodies = [mail.body.replace("\n", " ") for mail in emails()]
    text = "\n\n".join(f"{number}. {bodies[number % len(bodies)]}" for number in range(MAILS))
    outcome = await core.run("bulk-classify", text, concurrency=AT_ONCE, jitter=0, max_calls=1000)
    run = outcome.raise_if_failed().trace.totals()
    equal = run.sum_s / run.calls * math.ceil(MAILS / AT_ONCE)
    return run.wall_s / equal, run.wall_s / wall_of(predict(outcome.trace, workers=AT_ONCE))


async def measure() -> Table:
    table = Table("work", "figure", "measured", "target", title="Fan-outs on the simulated model, speed 1")
    speedup, efficiency = await faq_of_four()
    name = f"faq-chain, 4 questions, typical profile (median of {REPEATS})"
    table.add_row(name, "sequential ÷ parallel", f"{speedup:.2f}", "2.3–3.0")
    table.add_row(name, "parallel wall ÷ critical path", f"{efficiency:.3f}", "≤ 1.03")
    table.add_row(
        "faq-chain, 20 questions, no jitter", "wall ÷ critical path", f"{await faq_of_twenty():.3f}", "≤ 1.03"
    )
    equal, scheduled = await mails_in_rounds()
    name = f"bulk-classify, {MAILS} e-mails, {AT_ONCE} at once"
    table.add_row(name, "wall ÷ 4 rounds of the mean call", f"{equal:.3f}", "≤ 1.05")
    table.add_row(name, "wall ÷ the schedule of these calls", f"{scheduled:.3f}", "")
    return table


if __name__ == "__main__":
    Console().print(asyncio.run(measure()))
