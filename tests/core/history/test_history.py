import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from core.history import reader
from core.history.history import History
from core.history.questions import Filter
from core.providers.protocol import Usage
from core.runtime.engine import Engine
from core.runtime.plans import plan
from core.trace import events as e
from core.trace.recording import Recorder
from core.trace.run_json import run_as_json
from core.trace.trace import Trace
from tests.core.history.recorded import PATIENCE_S, begin, finish, opened, small_run, two_steps
from tests.core.runtime.test_engine import Gated
from tests.scripted import environment_of


def trace_of(history: History, run_id: str, owner: str = "me") -> Trace:
    assert history.flush(PATIENCE_S)
    trace = history.trace(run_id, owner)
    assert trace is not None
    return trace


def plain(trace: Trace) -> dict[str, Any]:
    """Everything a trace knows, with objects as plain data."""
    known = {name: value for name, value in vars(trace).items() if not name.startswith("_")}
    return known | {"steps": None, "params": None, "result": None} | run_as_json(trace)


async def test_a_run_read_back_is_the_run_that_was_seen(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = await small_run(history)
        live, read = Trace(log.events), trace_of(history, "run")
        assert plain(read) == plain(live)
        assert read.totals() == live.totals()
        assert [replace(s, input={}, output=None) for s in read.steps.values()] == [
            replace(s, input={}, output=None) for s in live.steps.values()
        ]
        assert history.notice == ""


async def test_the_list_shows_the_same_figures_as_the_trace(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        totals = Trace((await small_run(history)).events).totals()
        assert history.flush(PATIENCE_S)
        (row,) = history.runs("me")
        assert (row.id, row.workflow, row.model, row.mode) == ("run", "small", "test:model", "parallel")
        assert (row.status, row.reason, row.request) == ("completed", "", "a request")
        assert (row.mine, row.imported, row.starred, row.shared) == (True, False, False, False)
        figures = asdict(totals)
        for name in ("wall_s", "calls", "input_tokens", "output_tokens", "estimated", "cost_usd"):
            assert getattr(row, name) == figures[name], name


async def test_an_unknown_price_stays_unknown(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("run", history.listen("run", "me"))
        start = log.begin("ask", "llm", {})
        for attempt, cost in enumerate((0.5, None, 0.5), start=1):
            usage = Usage(1, 1)
            log.add(e.AttemptStarted(log.now(), start.step, attempt, "test:model", (), None))
            log.add(e.AttemptFinished(log.now(), start.step, attempt, "ok", "", (), usage, cost, None))
        finish(log)
        assert trace_of(history, "run").totals().cost_usd is None
        assert history.runs("me")[0].cost_usd is None


async def test_the_events_of_a_run_are_its_own_and_not_those_of_the_run_before_or_after(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        logs = {name: await two_steps(history, name) for name in ("one", "two", "three")}
        assert history.flush(PATIENCE_S)
        for name, log in logs.items():
            assert history.events(name, "me") == log.events


async def test_somebody_elses_run_opens_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history, "mine", "me")
        await small_run(history, "yours", "you")
        assert history.flush(PATIENCE_S)
        assert [row.id for row in history.runs("me")] == ["mine"]
        for stranger in ("me", "", "%", "YOU", "you "):
            assert history.run("yours", stranger) is None
            assert history.trace("yours", stranger) is None
            assert history.events("yours", stranger) == []
        assert history.events("yours", "you") != []


async def test_the_list_is_newest_first_and_can_be_paged_filtered_and_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as history:
        for number in range(7):
            await small_run(
                history, f"run{number}", request=f"100% of {number}_x", workflow=("even", "odd")[number % 2]
            )
        assert history.flush(PATIENCE_S)
        newest = history.runs("me", most=3)
        assert [row.id for row in newest] == ["run6", "run5", "run4"]
        assert [row.id for row in history.runs("me", before=newest[-1].number, most=2)] == ["run3", "run2"]
        assert [row.id for row in history.runs("me", Filter(workflow="odd"))] == ["run5", "run3", "run1"]
        assert [row.id for row in history.runs("me", Filter(search="of 3_"))] == ["run3"]
        assert [row.id for row in history.runs("me", Filter(search="%of"))] == []
        assert [row.id for row in history.runs("me", Filter(search="OF 3_"))] == ["run3"]
        assert history.runs("me", Filter(status="failed")) == []
        assert len(history.runs("me", Filter(status="completed"), most=10_000)) == 7
        assert history.runs("me", most=-1) == []
        monkeypatch.setattr(reader, "_MOST_ROWS", 5)
        assert len(history.runs("me", most=10_000)) == 5


async def test_a_run_whose_process_is_gone_is_interrupted_with_all_that_had_finished(tmp_path: Path) -> None:
    now = [1_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as dead, opened(tmp_path, clock=lambda: now[0]) as other:
        log = await two_steps(dead, "run")
        assert dead.flush(PATIENCE_S)
        assert status(dead) == status(other) == "running"
        assert trace_of(other, "run").status == "running"
        now[0] += 5.0
        assert status(other) == "running"
    with opened(tmp_path, clock=lambda: now[0]) as later:
        assert status(later) == "interrupted"
        assert [row.id for row in later.runs("me", Filter(status="interrupted"))] == ["run"]
        assert later.events("run", "me") == log.events
        trace = trace_of(later, "run")
        assert (trace.status, trace.last) == ("failed", log.events[-1].at)
        assert "The server stopped" in trace.reason
        assert [step.status for step in trace.steps.values()] == ["completed", "cancelled"]


async def test_a_process_that_says_nothing_for_six_seconds_counts_as_gone(tmp_path: Path) -> None:
    now = [1_000.0]
    with opened(tmp_path, clock=lambda: 1_000.0) as silent, opened(tmp_path, clock=lambda: now[0]) as other:
        await two_steps(silent, "run")
        assert silent.flush(PATIENCE_S)
        now[0] = 1_005.9
        assert status(other) == "running"
        now[0] = 1_006.1
        assert status(other) == "interrupted"
        assert status(silent) == "running"


def status(history: History) -> str:
    row = history.run("run", "me")
    assert row is not None
    return row.status


async def test_a_run_that_ended_stays_as_it_ended_when_its_process_is_gone(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history)
    with opened(tmp_path) as later:
        assert status(later) == "completed"


async def test_a_finished_step_is_stored_without_anybody_asking(tmp_path: Path, waiting: Callable[..., None]) -> None:
    with opened(tmp_path) as history:
        log = await two_steps(history, "run")
        waiting(lambda: history.events("run", "me") == log.events)


async def test_odd_text_in_every_column_is_kept(tmp_path: Path) -> None:
    odd = "\ud800'\x00\"; DROP TABLE runs; -- 🙂\u202e"
    with opened(tmp_path) as history:
        await small_run(history, odd, odd, request=odd * 1_000, workflow=odd)
        assert history.flush(PATIENCE_S)
        (row,) = history.runs(odd, Filter(workflow=odd, search=odd))
        trace = history.trace(row.id, odd)
        assert trace is not None
        assert trace.request.startswith("�'")
        assert (len(row.request), row.request) == (1_000, trace.request[:1_000])
        assert (trace.status, history.notice) == ("completed", "")


async def test_the_trace_of_a_log_with_a_damaged_end_shows_what_is_before(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = await two_steps(history, "run")
        assert history.flush(PATIENCE_S)
        log.begin("count", "code", {})
        assert history.flush(PATIENCE_S)
        assert history._writer
        history._writer._database.execute(
            "UPDATE batches SET events = '[[' WHERE place = (SELECT max(place) FROM batches)"
        )
        assert len(history.events("run", "me")) == len(log.events) - 1


async def test_a_log_that_is_damaged_in_the_middle_ends_there(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("run", history.listen("run", "me"))
        for number in (1, 2, 3):
            assert history.flush(PATIENCE_S)
            log.begin("count", "code", {"number": number})
        assert history.flush(PATIENCE_S)
        assert history._writer
        database = history._writer._database
        first, second, *_ = [place for (place,) in database.execute("SELECT place FROM batches ORDER BY place")]
        database.execute("UPDATE batches SET events = '[[' WHERE place = ?", (second,))
        assert history.events("run", "me") == log.events[: second - first]


def test_a_run_that_never_began_leaves_nothing_behind(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = Recorder(listeners=history.listen("run", "me"))
        log.add(e.RunFinished(0.0, "cancelled", "Stopped before it had begun.", None, (), None))
        assert history.flush(PATIENCE_S)
        assert history.runs("me") == []
        assert history._writer
        assert history._writer._runs == {}
        assert history._writer._database.execute("SELECT * FROM batches").fetchall() == []


def test_an_engine_keeps_its_runs_through_the_history(tmp_path: Path) -> None:
    model = Gated()
    model.released.set()
    with opened(tmp_path) as history:
        engine = Engine(environment_of(model, 0.5), history.listen)
        run = engine.start(plan("faq-chain", None, {"count": 3}, {"model": "gated:x"}), owner="me")
        run.done.result(PATIENCE_S)
        engine.close()
        assert plain(trace_of(history, run.id)) == plain(run.trace())
        assert history.runs("me")[0].workflow == "faq-chain"


def test_importing_core_or_the_history_loads_no_database() -> None:
    code = "import sys, core, core.history; sys.exit('sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def waiting() -> Callable[..., None]:
    from tests.core.runtime.test_engine import wait_until

    return wait_until


async def test_a_run_that_has_ended_is_read_once_and_shown_to_nobody_else_for_that(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await small_run(history, "run")
        await two_steps(history, "live")
        assert history.flush(PATIENCE_S)
        assert trace_of(history, "run") is trace_of(history, "run")
        assert trace_of(history, "live") is not trace_of(history, "live")
        assert history.trace("run", "you") is None
        assert history.delete(["run"], "me") == ["run"]
        assert history.trace("run", "me") is None
