"""Six storefronts in batch and streaming, on the simulated model at its real pace, both measured in one run.

python -m bench.storefronts. Jitter is on, as in any run; nobody is asked to approve.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

import core
from core.storefronts import EVERY_STORE
from core.trace import Totals

TOPOLOGIES = ("storefront-pipeline", "storefront-dag", "storefront-cyclic")
NEAR_ENOUGH = 1.05
SEED = 7


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
    outcome = await core.run(workflow, EVERY_STORE, flow=way, approval="off", **{"seed": SEED, **keywords})
    trace = outcome.raise_if_failed().trace
    return trace.totals(), [(one.subject, one.body) for one in trace.result.outbox]


async def measure() -> Table:
    table = Table(
        "workflow", "batch, s", "streaming, s", "batch ÷ streaming", "streaming ÷ critical path", "target", "sent"
    )
    for workflow in TOPOLOGIES:
        one = await timed(workflow)
        table.add_row(
            workflow,
            f"{one.batch_s:.2f}",
            f"{one.streaming_s:.2f}",
            f"{one.speedup:.2f}",
            f"{one.efficiency:.3f}",
            f"≤ {NEAR_ENOUGH}",
            str(one.sent),
        )
    return table


if __name__ == "__main__":
    Console().print(asyncio.run(measure()))
