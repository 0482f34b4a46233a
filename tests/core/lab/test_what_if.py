import pytest

from core.lab.table import limiting
from core.lab.what_if import predict, wall_of
from core.trace import events as e
from core.trace.events import Branch, Event
from core.trace.trace import Trace


def step(number: int, parents: tuple[int, ...], start: float, seconds: float, branch: Branch | None) -> list[Event]:
    return [
        e.StepStarted(start, number, f"node{number % 2}", "llm", parents, (), branch, {}),
        e.AttemptStarted(start, number, 1, "m:x", (), None),
        e.AttemptFinished(start + seconds, number, 1, "ok", "x", (), None, None, None),
        e.StepFinished(start + seconds, number, None),
    ]


def pairs(widths: list[float], mode: str = "sequential", cap: int | None = None) -> Trace:
    """One step, then a pair of steps in each branch, then a join; recorded one after the other."""
    options = {"mode": mode, "limits": {"concurrency": cap}}
    log: list[Event] = [e.RunStarted(0, "r", "w", "q", {}, options, "")]
    log += step(1, (), 0, 1.0, None)
    at, number, ends = 1.0, 2, []
    for place, width in enumerate(widths):
        log += step(number, (1,), at, width, Branch(1, place))
        log += step(number + 1, (number,), at + width, width, Branch(1, place))
        ends.append(number + 1)
        at, number = at + 2 * width, number + 2
    log += step(number, tuple(ends), at, 0.5, None)
    return Trace([*log, e.RunFinished(at + 0.5, "completed", "", None, (number,), None)])


@pytest.mark.parametrize(("workers", "wall"), [(1, 9.5), (2, 5.5), (3, 5.5), (4, 3.5), (None, 3.5)])
def test_more_workers_shorten_the_run_down_to_its_critical_path(workers: int | None, wall: float) -> None:
    trace = pairs([1.0] * 4)
    assert wall_of(predict(trace, workers=workers)) == wall


def test_one_worker_takes_as_long_as_the_sequential_run_did() -> None:
    trace = pairs([0.5, 1.5, 1.0])
    assert wall_of(predict(trace, workers=1)) == trace.totals().wall_s
    assert wall_of(predict(trace)) == trace.totals().critical_path_s


def test_a_branch_keeps_its_worker_until_it_is_done() -> None:
    planned = predict(pairs([1.0, 1.0, 1.0]), workers=2)
    starts = {(one.step.branch.place, one.step.id % 2): one.started for one in planned if one.step.branch}
    assert starts == {(0, 0): 1.0, (0, 1): 2.0, (1, 0): 1.0, (1, 1): 2.0, (2, 0): 3.0, (2, 1): 4.0}


def test_a_rate_limit_makes_workers_wait_for_the_next_minute() -> None:
    unlimited = wall_of(predict(pairs([1.0] * 4)))
    limited = wall_of(predict(pairs([1.0] * 4), calls_per_minute=6))
    assert unlimited < 60 < limited


def test_it_says_what_limited_a_run() -> None:
    assert limiting(pairs([1.0] * 4)).what == "sequential mode"
    assert limiting(pairs([1.0] * 4, mode="parallel", cap=1)).what == "cap"
    lone = pairs([5.0], mode="parallel")
    assert limiting(lone).what == "longest branch"
    assert "branch 1" in limiting(lone).sentence
    assert limiting(pairs([0.1], mode="parallel")).what == "sequential part"


def test_a_cap_that_cost_nothing_is_not_named() -> None:
    log: list[Event] = [e.RunStarted(0, "r", "w", "q", {}, {"mode": "parallel", "limits": {"concurrency": 5}}, "")]
    for place in range(4):
        log += step(1 + place, (), 0, 3.0, Branch(1, place))
    roomy = Trace([*log, e.RunFinished(3, "completed", "", None, (1, 2, 3, 4), None)])
    assert limiting(roomy).what == "longest branch"


def test_a_thousand_steps_are_predicted_in_the_time_of_a_blink() -> None:
    planned = predict(pairs([0.1] * 10_000), workers=8)
    assert len(planned) == 20_002
    assert wall_of(planned) == pytest.approx(1 + 10_000 / 8 * 0.2 + 0.5)


def nested() -> Trace:
    """Two branches, each of which fans out again and joins: the outer one needs no worker while the inner ones work."""
    log: list[Event] = [e.RunStarted(0, "r", "w", "q", {}, {}, "")]
    for place, first in enumerate((1, 5)):
        outer = Branch(1, place)
        log += step(first, (), 0, 1.0, outer)
        log += step(first + 1, (first,), 1, 1.0, Branch(2 + place, 0))
        log += step(first + 2, (first,), 1, 1.0, Branch(2 + place, 1))
        log += step(first + 3, (first + 1, first + 2), 2, 1.0, outer)
    return Trace([*log, e.RunFinished(3, "completed", "", None, (4, 8), None)])


@pytest.mark.parametrize(("workers", "wall"), [(1, 8.0), (2, 4.0), (4, 3.0), (None, 3.0)])
def test_a_branch_lends_its_worker_to_the_branches_inside_it(workers: int | None, wall: float) -> None:
    assert wall_of(predict(nested(), workers=workers)) == wall


def test_a_simulated_minute_is_as_long_as_its_speed_makes_it() -> None:
    slow = wall_of(predict(pairs([1.0] * 4), calls_per_minute=6))
    assert wall_of(predict(pairs([1.0] * 4), calls_per_minute=6, minute_s=6.0)) < slow


def test_what_a_rate_limit_cost_in_the_record_is_not_predicted_twice() -> None:
    refused = e.Failure("rate_limited", "Too many.")
    log: list[Event] = [
        e.RunStarted(0, "r", "w", "q", {}, {}, ""),
        e.StepStarted(0, 1, "ask", "llm", (), (), None, {}),
        e.AttemptStarted(0, 1, 1, "m:x", (), None),
        e.AttemptFinished(0.5, 1, 1, "error", "", (), None, None, refused),
        e.WaitStarted(0.5, 1, 6.0, "backoff", "Too many."),
        e.AttemptStarted(6.5, 1, 2, "m:x", (), None),
        e.AttemptFinished(8.5, 1, 2, "ok", "x", (), None, None, None),
        e.StepFinished(8.5, 1, None),
    ]
    assert wall_of(predict(Trace(log))) == 2.0


def test_a_prediction_says_how_long_a_step_waits_for_the_rate_limit() -> None:
    planned = predict(pairs([1.0] * 4), calls_per_minute=6)
    waits = [one.started - one.ready for one in planned]
    assert waits[:6] == [0.0] * 6
    assert waits[6] == pytest.approx(58.0)
