import asyncio

import pytest

from core import Approval, approve, concurrently, step
from core.lab.table import limiting
from core.lab.timelines import measured_strip
from core.lab.what_if import predict, wall_of
from core.reports.tables import speed_up, step_rows
from core.text.figures import worked
from core.trace import events as e
from core.trace.recording import Recorder, causal_parents
from core.trace.run_json import run_as_json
from core.trace.step_record import waiting, working, working_spans
from core.trace.trace import Trace
from core.virtual_time import run_virtually
from core.workflow.run_context import RunContext, current_run

TEXTS = 6
THOUGHT_S = 50.0


def asked(*, answered: bool = False) -> list[e.Event]:
    """Six texts written at once in two seconds each; a person is asked about every one of them, and thinks."""
    log: list[e.Event] = [e.RunStarted(0.0, "r", "w", "x", {}, {}, ""), e.FannedOut(0.0, 1, TEXTS, ())]
    for place in range(TEXTS):
        branch, write, approval = e.Branch(1, place), place + 1, TEXTS + place + 1
        log += [e.StepStarted(0.0, write, "write", "code", (), (), branch, {}), e.StepFinished(2.0, write, "text")]
        log += [e.StepStarted(2.0, approval, "approve", "human", (write,), (), branch, {})]
        log += [e.Asked(2.0, approval, "text", "Send?", 600.0)]
        if answered:
            log += [e.Answered(2.0 + THOUGHT_S, approval, "approved", "text", "")]
            log += [e.StepFinished(2.0 + THOUGHT_S, approval, None)]
    return log


@pytest.mark.parametrize("now", [3.0, 60.0, 3600.0])
def test_while_nobody_clicks_neither_work_nor_speed_up_grow(now: float) -> None:
    totals = Trace(asked()).totals(now)
    assert (totals.sum_s, totals.critical_path_s) == (12.0, 2.0)
    assert speed_up(totals) == 6.0
    assert (totals.wall_s, totals.waiting_s, totals.stalled_s) == (now, now - 2.0, now - 2.0)


def test_a_person_is_waited_for_once_however_many_questions_are_open() -> None:
    trace = Trace(asked(answered=True))
    steps = [one for one in trace.steps.values() if one.kind == "human"]
    assert (working(steps, 0.0), waiting(steps, 0.0)) == (0.0, THOUGHT_S)
    assert run_as_json(trace)["waiting_s"] == THOUGHT_S
    assert run_as_json(trace)["sum_s"] == 12.0
    assert {(row.latency_s, row.waiting_s) for row in step_rows(trace)} == {(2.0, 0.0), (0.0, THOUGHT_S)}


def test_the_moment_that_asking_takes_is_drawn_as_no_work() -> None:
    asking: list[e.Event] = [
        e.StepStarted(1.0, 1, "approve", "human", (), (), None, {}),
        e.Asked(1.00001, 1, "text", "", 600.0),
    ]
    over: list[e.Event] = [e.Answered(9.0, 1, "approved", "text", ""), e.StepFinished(9.00002, 1, None)]
    assert working_spans(Trace([*asking, *over]).steps[1], 9.0) == []
    at_once = e.Answered(1.00001, 1, "approved", "text", "")
    assert working_spans(Trace([*asking, at_once, e.StepFinished(1.5, 1, None)]).steps[1], 9.0) == [(1.0, 1.5)]


def test_what_is_done_meanwhile_by_others_is_work_and_no_standstill() -> None:
    other: list[e.Event] = [
        e.StepStarted(10.0, 99, "write", "code", (), (), None, {}),
        e.StepFinished(20.0, 99, "text"),
    ]
    totals = Trace([*asked(), *other]).totals(22.0)
    assert (totals.sum_s, totals.waiting_s, totals.stalled_s) == (22.0, 20.0, 10.0)


def test_who_compares_modes_is_not_told_of_a_person_s_time_as_of_work() -> None:
    trace = Trace(asked(answered=True))
    assert wall_of(predict(trace)) == 2.0
    assert limiting(trace).what == "longest branch"
    bars = [bar for lane in measured_strip("x", trace).lanes for bar in lane.bars if bar.look == "person"]
    assert [(bar.start, bar.end) for bar in bars] == [(2.0, 2.0 + THOUGHT_S)] * TEXTS


def test_where_nothing_can_run_at_once_there_is_no_speed_up() -> None:
    log: list[e.Event] = [e.StepStarted(0.0, 1, "write", "code", (), (), None, {}), e.StepFinished(2.0, 1, "text")]
    assert speed_up(Trace(log).totals()) is None
    assert speed_up(Trace([e.FannedOut(0.0, 1, 1, ()), *log]).totals()) is None
    assert speed_up(Trace([e.FannedOut(0.0, 1, 2, ()), *log]).totals()) == 1.0


def test_a_duration_tells_what_was_waited_for_a_person_apart() -> None:
    assert worked(1.2, 0.0) == "1.2 s"
    assert worked(1.2, 20.0) == "1.2 s + 20.0 s for you"
    assert worked(0.0001, 20.0) == "20.0 s for you"


@step(kind="code")
async def long_work() -> None:
    await asyncio.sleep(30)


async def ask_then_work() -> None:
    await approve("approve", "text")
    await long_work()


def test_who_has_answered_is_not_waited_for_while_others_have_the_only_slot() -> None:
    async def scenario() -> Trace:
        run = RunContext(Recorder(clock=asyncio.get_running_loop().time), concurrency=1)
        current_run.set(run)
        causal_parents.set(())
        running = asyncio.create_task(concurrently(ask_then_work(), long_work()))
        await asyncio.sleep(5)
        run.answer(next(iter(run.questions)), Approval("approved", "text"))
        await running
        return Trace(run.log.events)

    trace = run_virtually(scenario())
    assert round(trace.totals().waiting_s, 3) == 5.0
    assert round(trace.last, 3) == 60.0


def test_a_run_that_approves_everything_waits_for_nobody() -> None:
    async def scenario() -> Trace:
        run = RunContext(approve="all")
        current_run.set(run)
        causal_parents.set(())
        await approve("approve", "text")
        return Trace(run.log.events)

    assert run_virtually(scenario()).totals().waiting_s == 0.0
