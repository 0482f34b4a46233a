import gc
import weakref

import pytest

from core.providers.protocol import Usage
from core.trace import events as e
from core.trace.trace import Trace


def step(number: int, parents: tuple[int, ...], start: float, end: float) -> list[e.Event]:
    return [
        e.StepStarted(start, number, f"node{number}", "llm", parents, (), None, {}),
        e.StepFinished(end, number, None),
    ]


def test_the_critical_path_is_the_longest_chain_whatever_ran_at_once() -> None:
    parallel = Trace([*step(1, (), 0, 1), *step(2, (1,), 1, 3), *step(3, (1,), 1, 2), *step(4, (2, 3), 3, 4)])
    sequential = Trace([*step(1, (), 0, 1), *step(2, (1,), 1, 3), *step(3, (1,), 3, 4), *step(4, (2, 3), 4, 5)])
    assert parallel.totals().critical_path_s == sequential.totals().critical_path_s == 4
    assert (parallel.totals().wall_s, sequential.totals().wall_s) == (4, 5)
    assert parallel.totals().sum_s == 5


def test_waiting_for_our_own_rate_limit_is_not_part_of_the_critical_path() -> None:
    started, finished = step(1, (), 0, 5)
    trace = Trace([started, e.WaitStarted(0, 1, 3.0, "throttle", "our limit"), finished])
    assert trace.totals().critical_path_s == 2
    assert trace.totals().waited_s == 3


def test_attempts_carry_the_wait_before_them_their_usage_and_their_cost() -> None:
    failure = e.Failure("rate_limited", "Too many requests.")
    trace = Trace(
        [
            e.StepStarted(0, 1, "ask", "llm", (), (), None, {}),
            e.AttemptStarted(0, 1, 1, "simulated:demo", (), None),
            e.AttemptFinished(1, 1, 1, "error", "", (), None, None, failure),
            e.WaitStarted(1, 1, 0.5, "backoff", "Too many requests."),
            e.AttemptStarted(1.5, 1, 2, "simulated:demo", (), None),
            e.Streamed(2, 1, "Hel"),
            e.Streamed(2.2, 1, "lo"),
            e.AttemptFinished(2.5, 1, 2, "ok", "Hello", (), Usage(10, 5), 0.25, None),
            e.StepFinished(2.5, 1, "Hello"),
        ]
    )
    first, second = trace.steps[1].attempts
    assert (first.outcome, first.wait, first.error) == ("error", 0.0, failure)
    assert (second.outcome, second.wait, second.first_text, second.text) == ("ok", 0.5, 2, "Hello")
    totals = trace.totals()
    assert (totals.calls, totals.retries, totals.input_tokens, totals.output_tokens) == (2, 1, 10, 5)
    assert totals.cost_usd == 0.25


def test_a_run_waits_for_nobody_once_the_question_was_broken_off() -> None:
    asked: list[e.Event] = [e.StepStarted(0, 1, "approve", "human", (), (), None, {}), e.Asked(0, 1, "x", "Send?")]
    assert Trace(asked).status == "waiting"
    assert Trace([*asked, e.StepFailed(1, 1, e.Failure("cancelled", "Stopped."))]).status == "running"


def test_a_second_question_of_a_step_is_no_retry() -> None:
    log: list[e.Event] = [e.StepStarted(0, 1, "ask", "llm", (), (), None, {})]
    for number, outcome in enumerate(("ok", "invalid", "ok", "error"), start=1):
        log += [
            e.AttemptStarted(number, 1, number, "m:x", (), None),
            e.AttemptFinished(number, 1, number, outcome, "x", (), None, None, None),  # type: ignore[arg-type]
        ]
    assert Trace(log).totals().retries == 1


@pytest.mark.parametrize(
    ("wait", "waited"),
    [
        (e.WaitStarted(1, 1, 8.0, "backoff", "Too many requests."), 2.0),
        (e.WaitStarted(1, 1, 0.0, "throttle", "its place"), 2.0),
        (e.WaitStarted(1, 1, 1.5, "backoff", "Too many requests."), 1.5),
    ],
)
def test_a_wait_that_is_broken_off_was_no_longer_than_its_step(wait: e.WaitStarted, waited: float) -> None:
    stopped = e.StepFailed(3, 1, e.Failure("cancelled", "Stopped."))
    trace = Trace([e.StepStarted(0, 1, "ask", "llm", (), (), None, {}), wait, stopped])
    assert trace.totals().waited_s == waited


def test_one_unknown_price_makes_the_cost_unknown_and_never_zero() -> None:
    log: list[e.Event] = []
    for number, cost in ((1, 0.1), (2, None)):
        log += [
            e.StepStarted(0, number, "ask", "llm", (), (), None, {}),
            e.AttemptStarted(0, number, 1, "m:x", (), None),
            e.AttemptFinished(1, number, 1, "ok", "x", (), Usage(1, 1), cost, None),
        ]
    assert Trace(log).totals().cost_usd is None
    assert Trace(log[:3]).totals().cost_usd == 0.1


def test_text_streamed_before_a_failure_is_kept() -> None:
    trace = Trace(
        [
            e.StepStarted(0, 1, "ask", "llm", (), (), None, {}),
            e.AttemptStarted(0, 1, 1, "m:x", (), None),
            e.Streamed(1, 1, "Half an ans"),
            e.AttemptFinished(2, 1, 1, "error", "", (), None, None, e.Failure("network", "Cut off.")),
            e.StepFailed(2, 1, e.Failure("network", "Cut off.")),
        ]
    )
    assert trace.steps[1].attempts[0].text == "Half an ans"
    assert trace.steps[1].status == "failed"


@pytest.mark.parametrize("split", range(1, 4))
def test_a_trace_fed_in_pieces_equals_one_fed_at_once(split: int) -> None:
    log = [*step(1, (), 0, 1), *step(2, (1,), 1, 3)]
    pieces = Trace(log[:split])
    pieces.feed(log[split:])
    assert pieces.steps == Trace(log).steps
    assert pieces.totals() == Trace(log).totals()


def asking(number: int, at: float) -> list[e.Event]:
    started = e.StepStarted(at, number, "approve", "human", (), (), None, {})
    return [started, e.Asked(at, number, "a letter", "Send it?", 600.0)]


def test_a_run_waits_for_people_until_the_last_of_several_questions_is_answered() -> None:
    trace = Trace([*asking(1, 0), *asking(2, 1)])
    assert [trace.status, *(one.status for one in trace.steps.values())] == ["waiting"] * 3
    trace.feed([e.Answered(2, 1, "approved", "a letter", "")])
    assert [trace.status, *(one.status for one in trace.steps.values())] == ["waiting", "running", "waiting"]
    trace.feed([e.Answered(3, 2, "rejected", "a letter", "No.")])
    assert [trace.status, *(one.status for one in trace.steps.values())] == ["running"] * 3


def test_a_decision_is_over_at_the_moment_it_is_made() -> None:
    trace = Trace([e.Decided(2, 1, "enough", "gate", (), (), None, True, {"score": 7}), *step(2, (1,), 2, 5)])
    assert (trace.steps[1].started, trace.steps[1].finished, trace.steps[1].status) == (2, 2, "completed")
    assert trace.totals().sum_s == 3


def test_figures_of_a_run_that_goes_on_are_those_of_this_moment_and_then_those_of_its_end() -> None:
    trace = Trace([e.StepStarted(1, 1, "ask", "llm", (), (), None, {})])
    assert (trace.totals(4.0).wall_s, trace.totals(4.0).sum_s) == (4, 3)
    trace.feed([e.StepFinished(5, 1, "x"), e.RunFinished(6, "completed", "", "x", (1,), None)])
    assert (trace.totals(60.0).wall_s, trace.totals(60.0).sum_s) == (6, 4)


def test_a_figure_counted_by_ourselves_makes_the_total_an_estimate() -> None:
    for estimated in (True, False):
        usage = Usage(10, 5, estimated=estimated)
        answered = e.AttemptFinished(1, 1, 1, "ok", "x", (), usage, 0.1, None)
        started = e.StepStarted(0, 1, "ask", "llm", (), (), None, {})
        trace = Trace([started, e.AttemptStarted(0, 1, 1, "m:x", (), None), answered])
        assert trace.totals().estimated is estimated
        assert trace.totals().retries == 0


def test_a_wait_counts_for_the_attempt_after_it_and_ends_when_that_begins() -> None:
    failure = e.Failure("rate_limited", "Too many requests.")
    trace = Trace(
        [
            e.StepStarted(1, 1, "ask", "llm", (), (), None, {}),
            e.WaitStarted(1, 1, 0.0, "throttle", "our limit"),
            e.AttemptStarted(3, 1, 1, "m:x", (), "Mark"),
            e.AttemptFinished(4, 1, 1, "error", "", (), None, None, failure),
            e.WaitStarted(4, 1, 0.5, "backoff", "Too many requests."),
            e.WaitStarted(4.5, 1, 0.0, "throttle", "our limit"),
            e.AttemptStarted(8, 1, 2, "m:x", (), None),
        ]
    )
    first, second = trace.steps[1].attempts
    assert (first.wait, first.throttled, first.schema) == (2, 2, "Mark")
    assert (second.wait, second.throttled, second.schema) == (4.0, 3.5, None)


def test_nothing_has_happened_in_a_run_without_events() -> None:
    totals = Trace().totals()
    assert (totals.wall_s, totals.sum_s, totals.critical_path_s, totals.calls) == (0, 0, 0, 0)


def test_a_fan_out_is_known_by_its_width_and_place_and_by_what_it_lost() -> None:
    lost = e.Failure("tool", "It is broken.")
    trace = Trace([e.FannedOut(1, 7, 3, (), e.Branch(6, 2)), e.BranchFailed(2, 7, 1, lost), e.Joined(4, 7, 1)])
    fan = trace.fans[7]
    assert (fan.total, fan.started, fan.joined, fan.failed, fan.errors) == (3, 1, 4, 1, {1: lost})
    assert fan.branch == e.Branch(6, 2)
    assert trace.widest == 3


def test_text_is_put_together_as_it_streams() -> None:
    trace = Trace([e.StepStarted(0, 1, "ask", "llm", (), (), None, {}), e.AttemptStarted(0, 1, 1, "m:x", (), None)])
    trace.feed([e.Streamed(1, 1, "Hel"), e.Streamed(2, 1, "lo")])
    assert (trace.steps[1].attempts[0].text, trace.steps[1].attempts[0].first_text) == ("Hello", 1)


def test_a_wait_that_took_no_time_does_not_grow_with_the_next_attempt() -> None:
    trace = Trace(
        [
            e.StepStarted(1, 1, "ask", "llm", (), (), None, {}),
            e.WaitStarted(1, 1, 0.0, "throttle", "our limit"),
            e.AttemptStarted(1, 1, 1, "m:x", (), None),
            e.AttemptFinished(4, 1, 1, "error", "", (), None, None, e.Failure("empty", "Nothing.")),
            e.AttemptStarted(8, 1, 2, "m:x", (), None),
        ]
    )
    assert trace.steps[1].waits[0].seconds == 0
    assert trace.steps[1].attempts[1].throttled == 0


def test_a_trace_is_freed_as_soon_as_nobody_holds_it() -> None:
    gc.disable()
    try:
        trace = Trace(step(1, (), 0, 1))
        watched = weakref.ref(trace)
        del trace
        assert watched() is None
    finally:
        gc.enable()
