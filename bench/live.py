"""What a look at a live run costs the server, by the size of the run: CPU time, medians, without a browser.

python -m bench.live
"""

import functools
import os
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from core.bundled import emails
from core.engine import Engine
from core.events import Event
from core.plan import plan
from core.world import open_world

WORKFLOW = "bulk-classify"
SIZES = (10, 100, 1_000)
ROUNDS = 15
SECONDS_BETWEEN_LOOKS = 0.5
PATIENCE_S = 120.0
PAGE = Path(__file__).with_name("live_page.py")


@functools.cache
def half_way(mails: int) -> tuple[Event, ...]:
    """The first half of the events of a real run on the simulated model, which takes no time."""
    bodies = [mail.body.replace("\n", " ") for mail in emails()]
    text = "\n\n".join(f"{number}. {bodies[number % len(bodies)]}" for number in range(mails))
    limits = {"calls": 10 * mails, "tokens": 100_000_000, "cost": 1000, "seconds": 3600}
    engine = Engine(open_world)
    run = engine.start(plan(WORKFLOW, text, {}, {"simulation": {"speed": 0}, "limits": limits}))
    if not run.wait(PATIENCE_S):
        raise TimeoutError(
            f"{mails} e-mails were not classified within {PATIENCE_S:g} s. Measure on a quieter machine."
        )
    events = run.events
    engine.close()
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


def main() -> None:
    table = Table(
        "steps", "CPU of a look", "share of a core at 2 looks a second", title="A live run on the page, medians"
    )
    with tempfile.TemporaryDirectory() as home:
        os.environ["PLAYGROUND_HOME"] = home
        for mails in SIZES:
            took = look_seconds(mails)
            target = " (target ≤ 15 ms)" if mails == SIZES[0] else ""
            share = f"{took / SECONDS_BETWEEN_LOOKS:.1%}"
            table.add_row(f"{mails:,}", f"{took * 1000:.1f} ms{target}", share)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
