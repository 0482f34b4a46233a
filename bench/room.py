"""A room full of people: sessions that each run a workflow of about ten seconds on one server, at the same time.

python -m bench.room [SESSIONS]
"""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.session import Visitor
from tests.browser.server import ROOT, serve

QUERY = "workflow=faq-chain&mode=sequential"
BETWEEN_ARRIVALS_S = 0.1
TIMES_ALONE = 3


async def run_all(address: str, sessions: int) -> list[float]:
    """Seconds from Run to the end on screen, of those sessions that saw their run completed."""

    async def one(place: int) -> float | None:
        await asyncio.sleep(place * BETWEEN_ARRIVALS_S)
        visitor = Visitor(address, QUERY)
        try:
            seconds = await visitor.run_to_end()
        except (TimeoutError, OSError):
            return None
        return seconds if visitor.status == "completed" else None

    seen = await asyncio.gather(*(one(place) for place in range(sessions)))
    return [seconds for seconds in seen if seconds is not None]


def main(sessions: int) -> None:
    table = Table(
        "sessions", "completed on screen", "Run to end on screen, median", "÷ one session alone", title="A room"
    )
    with tempfile.TemporaryDirectory() as home, serve(ROOT / "app.py", Path(home)) as address:
        asyncio.run(run_all(address, 1))  # the first run of a server is no measure of its others
        alone = statistics.median(asyncio.run(run_all(address, 1))[0] for _ in range(TIMES_ALONE))
        seen = asyncio.run(run_all(address, sessions))
    middle = statistics.median(seen)
    table.add_row("1", "1", f"{alone:.2f} s", "1")
    table.add_row(str(sessions), str(len(seen)), f"{middle:.2f} s", f"{middle / alone:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
