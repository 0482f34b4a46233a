"""What a look at a live run costs the server, by the size of the run: CPU time, medians, without a browser.

python -m bench.live
"""

import functools
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from core.runtime import Engine, environment, plan
from core.samples.bundled import emails
from core.trace import Event

WORKFLOW = "bulk-classify"
SIZES = (10, 100, 1_000)
ROUNDS = 15
PAIRS = 3
AT_ONCE = 100
PACE = {"profile": "typical", "speed": 1}
PATIENCE_S = 240.0
PAGE = Path(__file__).with_name("live_page.py")


def run_of(mails: int, simulation: dict[str, Any]) -> list[Event]:
    """The events of a real run on the simulated model that classifies so many e-mails, one step each."""
    bodies = [mail.body.replace("\n", " ") for mail in emails()]
    text = "\n\n".join(f"{number}. {bodies[number % len(bodies)]}" for number in range(mails))
    limits = {"calls": 10 * mails, "tokens": 100_000_000, "cost": 1000, "seconds": 3600, "concurrency": AT_ONCE}
    engine = Engine(environment)
    run = engine.start(plan(WORKFLOW, text, {}, {"simulation": simulation, "limits": limits}))
    done = run.wait(PATIENCE_S)
    events = run.events
    engine.close()
    if not done:
        raise TimeoutError(f"{mails} e-mails were not classified within {PATIENCE_S:g} s. Use a quieter machine.")
    return events


@functools.cache
def half_way(mails: int) -> tuple[Event, ...]:
    """The first half of the events of a run whose model takes no time."""
    events = run_of(mails, {"speed": 0})
    return tuple(events[: len(events) // 2])


def look_seconds(mails: int) -> float:
    """Median CPU seconds of one look at a run of so many e-mails, one step each."""
    from streamlit.testing.v1 import AppTest

    pages = {draw: AppTest.from_file(str(PAGE), default_timeout=60) for draw in ("yes", "no")}
    spent: dict[str, list[float]] = {"yes": [], "no": []}
    for number in range(ROUNDS + 2):
        for draw, page in pages.items():
            page.query_params["mails"], page.query_params["draw"] = str(mails), draw
            began = time.process_time()
            page.run()
            if number >= 2:
                spent[draw].append(time.process_time() - began)
            assert not page.exception, page.exception
    return statistics.median(spent["yes"]) - statistics.median(spent["no"])


def slowed(mails: int) -> float:
    """Median of wall time watched ÷ unwatched, in pairs; watched is looked at as often as the page looks."""
    half_way(mails)
    ratios = []
    for _ in range(PAIRS):
        alone = run_of(mails, PACE)[-1].at
        over = threading.Event()
        watching = threading.Thread(target=_watch, args=(mails, over))
        watching.start()
        try:
            ratios.append(run_of(mails, PACE)[-1].at / alone)
        finally:
            over.set()
            watching.join()
    return statistics.median(ratios)


def _watch(mails: int, over: threading.Event) -> None:
    from streamlit.testing.v1 import AppTest

    from pages.run import interval

    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.query_params["mails"], page.query_params["draw"] = str(mails), "yes"
    while not over.wait(interval(1, mails)):
        page.run()


def main() -> None:
    from pages.run import interval

    table = Table("steps", "CPU of a look", "share of a core", title="A live run on the page, medians")
    with tempfile.TemporaryDirectory() as home:
        os.environ["PLAYGROUND_HOME"] = home
        for mails in SIZES:
            took = look_seconds(mails)
            target = " (target ≤ 15 ms)" if mails == SIZES[0] else ""
            every = interval(1, mails)
            table.add_row(f"{mails:,}", f"{took * 1000:.1f} ms{target}", f"{took / every:.1%}, every {every:g} s")
        console = Console(width=120)
        console.print(table)
        console.print(
            f"{SIZES[-1]:,} steps, {AT_ONCE} at once: wall watched ÷ unwatched "
            f"{slowed(SIZES[-1]):.3f}, median of {PAIRS} pairs (target ≤ 1.05)"
        )


if __name__ == "__main__":
    main()
