"""What the page costs: the first visit to a cold server, the workflow page's script, a live update, and its delay.

python -m bench.page
"""

import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from bench.session import Visitor
from core.events import RunStarted, StepFinished
from core.history import History
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.server import ROOT, serve

VISITS = 3
SCRIPT_RUNS = 15
LIVE_RUNS = 3
LINK = "workflow=faq-chain&mode=sequential"
EMPTY_PAGE = 'import streamlit as st\n\nst.text_input("Nothing", key="run")\n'


def first_visit(script: Path, link: str) -> float:
    """Seconds from a browser's first request to a cold server until the widget `run` can be used."""
    with tempfile.TemporaryDirectory() as home, serve(script, Path(home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(address + link)
        page.locator(".st-key-run").first.wait_for(state="visible", timeout=60_000)
        took = time.perf_counter() - began
        browser.close()
    return took


def cold_ratio() -> tuple[float, float]:
    """Median first visit to the workflow page, and to an empty Streamlit page, taken in turns."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_PAGE)
        pairs = [(first_visit(ROOT / "app.py", f"/workflow?{LINK}"), first_visit(empty, "/")) for _ in range(VISITS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def script_seconds() -> float:
    """Median wall time of the workflow page's script after the first run, without a browser."""
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=60)
    page.query_params["workflow"] = "faq-chain"
    page.run()
    page.switch_page("explore/workflow.py").run()
    return statistics.median(_timed(page.run) for _ in range(SCRIPT_RUNS))


def live_updates() -> tuple[float, float]:
    """CPU seconds of the server for one update of a ten-step run; seconds from a step's end to its sight, 95th part."""
    with tempfile.TemporaryDirectory() as home, serve(ROOT / "app.py", Path(home)) as address:
        server = _child_process()
        asyncio.run(Visitor(address, LINK).run_to_end())
        spent, updates, delays = 0.0, 0, []
        for _ in range(LIVE_RUNS):
            visitor = Visitor(address, LINK)
            before = _cpu_seconds(server)
            asyncio.run(visitor.run_to_end())
            spent += _cpu_seconds(server) - before
            updates += visitor.updates
            delays += _delays(Path(home) / "playground", visitor.sights)
    return spent / updates, sorted(delays)[int(len(delays) * 0.95)]


def _delays(home: Path, sights: list[float]) -> list[float]:
    """For each step of the newest run, in the order they ended: how long after its end it was seen."""
    with closing(sqlite3.connect(f"file:{home / 'history.db'}?mode=ro", uri=True)) as opened:
        run, owner = opened.execute("SELECT id, owner FROM runs ORDER BY number DESC LIMIT 1").fetchone()
    history = History.open(home)
    events = history.events(run, owner)
    history.close()
    began = next(event for event in events if isinstance(event, RunStarted))
    start = datetime.fromisoformat(began.wall_time).timestamp() - began.at
    ends = [start + event.at for event in events if isinstance(event, StepFinished)]
    return [seen - end for seen, end in zip(sights, ends, strict=False)]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _child_process() -> int:
    """The server's process id: the one child of this process."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return int(children[-1])


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    table = Table("figure", "measured", "target", title="The page, medians")
    ours, empty = cold_ratio()
    table.add_row(
        "cold server to usable page ÷ empty page", f"{ours:.2f} s ÷ {empty:.2f} s = {ours / empty:.2f}", "≤ 1.25"
    )
    table.add_row("script of the workflow page", f"{script_seconds() * 1000:.0f} ms", "≤ 80 ms")
    update, delay = live_updates()
    table.add_row("CPU of one live update, run included", f"{update * 1000:.1f} ms", "≤ 15 ms")
    table.add_row("step finished → sent to the screen, p95", f"{delay * 1000:.0f} ms", "≤ poll + 250 = 750 ms")
    Console().print(table)


if __name__ == "__main__":
    main()
