"""Timeline, step table, totals and streamed text, drawn from logs made by hand."""

import re
from typing import Any

import pytest

from core.providers.protocol import Message, Usage
from core.runtime.admission import Place
from core.trace import events as e
from core.trace.trace import Trace
from pages.run.live import FASTEST, MOST_TEXTS, SLOWEST, interval, streaming
from pages.run.outcome import status, totals
from pages.run.steps_table import PER_PAGE, pages, steps_table_html
from pages.run.timeline import MOST_LINES, axis, timeline
from pages.session.shared_playground import Shown

HOSTILE = "<img src=x onerror=alert(1)>"


def log(*rest: Any, model: str = "simulated:demo") -> list[Any]:
    started = e.RunStarted(
        0.0, "r", "calendar-chain", "x", {}, {"model": model, "mode": "parallel"}, "2026-11-21T07:00:00"
    )
    return [started, *rest]


def call(step: int, node: str = "extract", *, at: float = 0.0, model: str = "simulated:demo") -> list[Any]:
    """A step that asked a model and streamed its first text half a second later."""
    return [
        e.StepStarted(at, step, node, "llm", (), (), None, {"request": "x"}),
        e.AttemptStarted(at, step, 1, model, (Message("user", "x"),), None),
        e.Streamed(at + 0.5, step, "Hello"),
    ]


def finished(step: int, *, at: float, cost: float | None = 0.25, estimated: bool = False) -> list[Any]:
    usage = Usage(1200, 30, estimated=estimated)
    return [
        e.AttemptFinished(at, step, 1, "ok", "Hello", (), usage, cost, None),
        e.StepFinished(at, step, "Hello"),
    ]


def texts(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_a_call_has_a_light_part_until_its_first_text_and_a_full_one_after() -> None:
    drawn = timeline(Trace(log(*call(1), *finished(1, at=2.0))), 2.0)
    assert 'pw-completed pw-thinking" style="left:0.00%;width:25.00%"' in drawn
    assert 'pw-completed pw-talking" style="left:25.00%;width:75.00%"' in drawn
    assert "2.0 s" in texts(drawn)


def test_a_running_bar_grows_with_the_time() -> None:
    trace = Trace(log(*call(1)))
    early, late = timeline(trace, 0.6), timeline(trace, 1.9)
    assert "pw-open" in early
    assert "0.6 s" in texts(early)
    assert "1.9 s" in texts(late)


def test_waits_are_hatched_and_each_attempt_is_a_bar_of_its_own() -> None:
    error = e.Failure("rate_limited", "Too many requests.")
    again = [
        e.AttemptFinished(1.0, 1, 1, "error", "", (), None, None, error),
        e.WaitStarted(1.0, 1, 2.0, "backoff", "Too many requests."),
        e.AttemptStarted(3.0, 1, 2, "simulated:demo", (), None),
        e.AttemptFinished(4.0, 1, 2, "ok", "Hi", (), Usage(1, 1), 0.0, None),
        e.StepFinished(4.0, 1, "Hi"),
    ]
    drawn = timeline(Trace(log(*call(1), *again)), 4.0)
    assert 'class="pw-wait" style="left:25.00%;width:50.00%"' in drawn
    assert drawn.count("pw-failed") == 2
    assert "attempt 2 of extract: ok" in drawn


def test_what_an_answer_notes_stands_below_its_step() -> None:
    noted = e.AttemptFinished(1.0, 1, 1, "ok", "Hello", (), Usage(1, 1), 0.0, None, ("Read <in part>.",))
    trace = Trace(log(*call(1), noted, e.StepFinished(1.0, 1, "Hello"), *call(2), *finished(2, at=2.0)))
    assert steps_table_html(trace, 2.0).count("Read &lt;in part&gt;.") == 1


def questioned(*, answered: bool) -> Trace:
    """A text that is written in two seconds, about which a person then thinks for eight."""
    rest = [e.Answered(10.0, 2, "approved", "Hello", ""), e.StepFinished(10.0, 2, None)] if answered else []
    asked = [e.StepStarted(2.0, 2, "approve", "human", (1,), (), None, {}), e.Asked(2.0, 2, "Hello", "Send?", 600.0)]
    return Trace(log(*call(1), *finished(1, at=2.0), *asked, *rest))


@pytest.mark.parametrize("answered", [True, False])
def test_what_waits_for_a_person_looks_and_counts_unlike_work(answered: bool) -> None:
    trace = questioned(answered=answered)
    drawn = timeline(trace, 10.0)
    opened = "" if answered else " pw-open"
    assert f'"pw-person{opened}" style="left:20.00%;width:80.00%" title="8.0 s waiting for you"' in drawn
    assert drawn.count("8.0 s for you") == 1
    assert "8.0 s for you" in steps_table_html(trace, 10.0)
    figures = totals(Shown(trace, 10.0, live=not answered))
    assert re.findall(r"<b>([^<]*)</b><span>([^<]*)</span>", figures)[:4] == [
        ("10.0 s", "wall time"),
        ("8.0 s", "waiting for you"),
        ("2.0 s", "sum of steps"),
        ("2.0 s", "critical path"),
    ]


def test_mode_and_speed_up_are_left_out_where_nothing_can_run_at_once() -> None:
    alone = Shown(Trace(log(*call(1), *finished(1, at=2.0))), 2.0, live=False)
    assert "parallel" not in status(alone, "simulated:demo")
    assert "speed-up" not in totals(alone)
    branches = Shown(
        Trace([log()[0]._replace(workflow="faq-chain"), e.FannedOut(0.0, 1, 2, ()), *call(1), *finished(1, at=2.0)]),
        2.0,
        live=False,
    )
    assert "parallel" in status(branches, "simulated:demo")
    assert "1.00×" in totals(branches)


def test_a_decision_is_a_point_with_what_was_decided() -> None:
    decided = e.Decided(1.0, 1, "is_it_an_event", "gate", (), (), None, False, {"confidence": 0.2})
    trace = Trace(log(decided))
    assert "pw-point pw-rejected" in timeline(trace, 2.0)
    assert "no" in texts(timeline(trace, 2.0))
    assert "■ no" in texts(steps_table_html(trace, 2.0))


def test_a_long_run_gets_a_line_for_each_node_and_pages_of_steps() -> None:
    many = [one for step in range(1, 501) for one in (*call(step, f"n{step % 3}"), *finished(step, at=3.0))]
    trace = Trace(log(*many))
    drawn = timeline(trace, 3.0)
    assert drawn.count("pw-name") == 3
    assert "n1 ×167" in drawn
    assert drawn.count("<i ") < 30
    assert len(trace.steps) > MOST_LINES
    assert pages(trace) == -(-500 // PER_PAGE)
    assert steps_table_html(trace, 3.0, 9).count("<tr>") == 1 + 500 - 8 * PER_PAGE


@pytest.mark.parametrize(
    ("now", "tick", "length"), [(0.0, 0.05, 0.05), (0.3, 0.05, 0.3), (1.01, 0.2, 1.2), (9.9, 2, 10)]
)
def test_the_axis_grows_in_steps(now: float, tick: float, length: float) -> None:
    assert axis(now) == pytest.approx((tick, length))


def test_estimates_and_unknown_prices_are_marked() -> None:
    trace = Trace(
        log(*call(1, model="openai:new"), *finished(1, at=1.0, cost=None, estimated=True), model="openai:new")
    )
    said = texts(steps_table_html(trace, 1.0)) + texts(totals(Shown(trace, 1.0, False)))
    assert "≈1,200" in said
    assert said.count("unknown") == 2
    assert "simulated" not in said


def test_simulated_money_and_models_are_called_simulated() -> None:
    shown = Shown(Trace(log(*call(1), *finished(1, at=1.0))), 1.0, False)
    assert "cost, simulated" in texts(totals(shown))
    assert "simulated:demo · simulated" in texts(status(shown, "simulated:demo"))


def test_status_says_running_until_the_end_is_known() -> None:
    trace = Trace(log(*call(1)))
    assert "running" in texts(status(Shown(trace, 1.0, True), "x"))
    trace.feed([e.RunFinished(2.0, "rejected", "No.", None, (), None)])
    assert "rejected" in texts(status(Shown(trace, 2.0, False), "x"))
    assert "ready" in texts(status(None, "simulated:demo"))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place(3), "waiting for a free place: 3rd in line. It begins by itself."),
        (Place(11, 1), "waiting for your run to end: 11th in line. It begins by itself."),
        (Place(22, 4), "waiting for one of your 4 runs to end: 22nd in line. It begins by itself."),
    ],
)
def test_a_run_in_line_is_called_waiting_and_told_its_place(place: Place, told: str) -> None:
    drawn = texts(status(Shown(Trace(), 0.0, True, place=place), "x"))
    assert "waiting" in drawn
    assert told in drawn
    assert "running" not in drawn


def test_a_run_that_ended_says_at_the_top_why_and_leads_to_its_result() -> None:
    trace = Trace(log(*call(1)))
    assert "#result" not in status(Shown(trace, 1.0, True), "x")
    trace.feed([e.RunFinished(2.0, "rejected", "No event was found.", None, (), None)])
    drawn = status(Shown(trace, 2.0, False), "x")
    assert "No event was found." in texts(drawn)
    assert 'href="#result"' in drawn


def test_the_newest_words_of_a_few_running_steps_are_shown() -> None:
    running = [one for step in range(1, 8) for one in call(step, f"answer_{step}")]
    drawn = streaming(Trace(log(*running)))
    assert drawn is not None
    assert drawn.count("Hello") == MOST_TEXTS
    assert "and 3 more" in drawn
    assert streaming(Trace(log(*call(1), *finished(1, at=1.0)))) is None


def test_nothing_a_model_or_a_person_wrote_becomes_markup() -> None:
    error = e.Failure("schema", HOSTILE)
    hostile = [
        e.StepStarted(0.0, 1, HOSTILE, "llm", (), (HOSTILE,), None, {}),
        e.AttemptStarted(0.0, 1, 1, HOSTILE, (), HOSTILE),
        e.WaitStarted(0.1, 1, 1.0, "backoff", HOSTILE),
        e.Streamed(0.2, 1, HOSTILE),
    ]
    trace = Trace(log(*hostile, model=HOSTILE))
    shown = Shown(trace, 1.0, True)
    drawn = [
        timeline(trace, 1.0),
        str(streaming(trace)),
        status(shown, HOSTILE),
        totals(shown),
        steps_table_html(trace, 1.0),
    ]
    trace.feed([e.StepFailed(1.0, 1, error), e.Decided(1.0, 2, "r", "route", (), (), None, HOSTILE, {})])
    drawn += [timeline(trace, 1.0), steps_table_html(trace, 1.0)]
    assert ["<img" in one for one in drawn] == [False] * len(drawn)


def test_looks_become_rarer_as_runs_grow() -> None:
    assert interval(1) == FASTEST
    assert interval(30) == FASTEST
    assert interval(50) == 0.8
    assert interval(200) == 3.2


def test_a_long_run_is_looked_at_less_often_but_not_seldom() -> None:
    assert interval(1, steps=400) == FASTEST
    assert interval(1, steps=1_000) == 1.0
    assert interval(200, steps=1_000) == 3.2
    assert interval(1, steps=100_000) == SLOWEST
