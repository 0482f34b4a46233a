"""Six storefronts in batch and streaming, on the simulated model at speed 1 with jitter: both measured in one run.

python -m bench.storefronts. Nobody is asked to approve; each figure is the median over the seeds.
"""

import asyncio
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

import core
from core.samples.storefronts import EVERY_STORE
from core.trace import Totals

TOPOLOGIES = ("storefront-pipeline", "storefront-dag", "storefront-cyclic")
NEAR_ENOUGH = 1.05
SEEDS = (1, 2, 3)
JITTER = 0.4


@dataclass(frozen=True, slots=True)
class Timed:
    """One topology, both flows: seconds, and how near streaming came to its critical path (1 is what is possible)."""

    workflow: str
    batch_s: float
    streaming_s: float
    critical_path_s: float
    sent: int

    @property
    def efficiency(self) -> float:
        return self.streaming_s / self.critical_path_s

    @property
    def speedup(self) -> float:
        return self.batch_s / self.streaming_s


async def timed(workflow: str, **keywords: Any) -> Timed:
    """The same stores on the same seed in both flows, nobody asked; raises when an item failed."""
    batch, in_batch = await flow(workflow, "batch", **keywords)
    streaming, in_stream = await flow(workflow, "streaming", **keywords)
    if in_batch != in_stream:
        raise RuntimeError(f"{workflow}: batch and streaming did not send the same e-mails.")
    return Timed(workflow, batch.wall_s, streaming.wall_s, streaming.critical_path_s, len(in_stream))


async def flow(
    workflow: str, way: Literal["batch", "streaming"], **keywords: Any
) -> tuple[Totals, list[tuple[str, str]]]:
    """The figures of one run that must complete, and what it sent."""
    outcome = await core.run(workflow, EVERY_STORE, flow=way, approval="off", jitter=JITTER, **keywords)
    trace = outcome.raise_if_failed().trace
    return trace.totals(), [(one.subject, one.body) for one in trace.result.outbox]


async def measure() -> Table:
    table = Table(
        "workflow", "batch, s", "streaming, s", "batch ÷ streaming", "streaming ÷ critical path", "target", "sent"
    )
    for workflow in TOPOLOGIES:
        runs = [await timed(workflow, seed=seed) for seed in SEEDS]
        table.add_row(
            workflow.removeprefix("storefront-"),
            f"{median(one.batch_s for one in runs):.2f}",
            f"{median(one.streaming_s for one in runs):.2f}",
            f"{median(one.speedup for one in runs):.2f}",
            f"{median(one.efficiency for one in runs):.3f}",
            f"≤ {NEAR_ENOUGH}",
            str(min(one.sent for one in runs)),
        )
    return table


if __name__ == "__main__":
    Console().print(asyncio.run(measure()))
