"""A run of four times the steps costs four times as much to read, draw, compare and run again, and not sixteen."""

import gc
import time
from collections.abc import Callable

from bench.long_run import long_run
from core.reports.run_differences import run_diff
from core.runtime.replay import reuse_before
from core.trace.encoding import decode, encode
from core.trace.trace import Trace
from pages.run.steps_table import steps_table_html
from pages.run.timeline import timeline

FEW, MANY = 1_000, 4_000
MOST = 8.0  # four times the steps; sixteen times the time would be that of each step with each


def acts(steps: int) -> dict[str, float]:
    """CPU seconds of each."""
    texts = [text for _, text in encode(long_run("run", steps, "some words"))]
    trace = _read(texts)
    other = Trace(long_run("other", steps, "other words"))
    return {
        "read": cpu(lambda: _read(texts)),
        "table": cpu(lambda: steps_table_html(trace, trace.last, 3)),
        "timeline": cpu(lambda: timeline(trace, trace.last)),
        "compare": cpu(lambda: run_diff(trace, other)),
        "run again": cpu(lambda: reuse_before(trace, steps // 2)),
    }


def _read(texts: list[str]) -> Trace:
    return Trace([event for text in texts for event in decode(text)])


def cpu(act: Callable[[], object]) -> float:
    """The least of five times, without what is spent on the garbage of others."""
    spent = []
    gc.disable()
    for _ in range(5):
        began = time.thread_time()
        act()
        spent.append(time.thread_time() - began)
    gc.enable()
    return min(spent)


def test_what_is_done_with_a_long_run_takes_time_in_proportion_to_its_steps() -> None:
    few, many = acts(FEW), acts(MANY)
    ratios = {name: many[name] / few[name] for name in many}
    assert max(ratios.values()) <= MOST, ratios
