import asyncio
import copy
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.errors import InputError
from core.providers.protocol import OnText, Reply, Request, Usage
from core.runtime.admission import Capacity, Place
from core.runtime.engine import Engine, Run
from core.runtime.plans import plan
from core.trace.events import AttemptStarted, RunFinished, RunStarted
from core.workflow.approval import Approval
from tests.scripted import environment_of
from tests.workflows.test_faq_chain import reply

PATIENCE_S = 10.0


class Gated:
    """A model that answers faq-chain, but only once `released`."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.asked = 0
        self.closed = 0
        self.may_close = threading.Event()
        self.may_close.set()

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        self.asked += 1
        while not self.released.is_set():  # noqa: ASYNC110  (set from another thread)
            await asyncio.sleep(0.001)
        answer: Any = reply(request)
        return Reply(answer if isinstance(answer, str) else answer.model_dump_json(), Usage(1, 1), "gated")

    async def close(self) -> None:
        while not self.may_close.is_set():  # noqa: ASYNC110  (set from another thread)
            await asyncio.sleep(0.001)
        self.closed += 1


@pytest.fixture
def model() -> Gated:
    return Gated()


@contextmanager
def opened(model: Gated, capacity: Capacity | None = None) -> Iterator[Engine]:
    before = set(threading.enumerate())
    engine = Engine(environment_of(model), capacity=capacity)
    yield engine
    engine.close()
    assert set(threading.enumerate()) - before == set()  # threads of other tests may end meanwhile


@pytest.fixture
def engine(model: Gated) -> Iterator[Engine]:
    with opened(model) as engine:
        yield engine


def faq(**options: Any) -> Any:
    return plan("faq-chain", None, {"count": 3}, {"model": "gated:x", **options})


def wait_until(happened: Any) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.001)


def attempts(run: Run) -> int:
    return sum(isinstance(event, AttemptStarted) for event in run.events)


def test_a_run_goes_on_by_itself_and_can_be_found_by_its_id(engine: Engine, model: Gated) -> None:
    run = engine.start(faq(), owner="me")
    assert engine.find(run.id) is run
    assert engine.live_runs() == 1
    model.released.set()
    run.done.result(PATIENCE_S)
    assert run.trace().status == "completed"
    assert len(run.trace().result.entries) == 3
    assert run.now() == run.trace().last
    assert model.closed == 1


def test_a_trace_that_was_handed_out_is_never_changed_again(engine: Engine, model: Gated) -> None:
    run = engine.start(faq())
    wait_until(lambda: attempts(run) == 1)
    seen, steps = run.trace(), copy.deepcopy(run.trace().steps)
    model.released.set()
    run.done.result(PATIENCE_S)
    assert run.trace() is not seen
    assert run.trace() is run.trace()
    assert (seen.status, seen.steps) == ("running", steps)


def test_a_run_has_ended_once_its_log_has_though_what_it_used_is_not_closed_yet(engine: Engine, model: Gated) -> None:
    model.may_close.clear()
    run = engine.start(faq())
    model.released.set()
    wait_until(lambda: run.trace().finished)
    assert not run.done.done()
    assert not run.live
    assert run.wait(0)
    assert run.now() == run.now() == run.trace().last
    assert engine.live_runs() == 0
    model.may_close.set()
    run.done.result(PATIENCE_S)
    assert run.trace().status == "completed"


def test_a_stopped_run_makes_no_further_call_within_a_quarter_second(engine: Engine, model: Gated) -> None:
    run = engine.start(faq())
    wait_until(lambda: attempts(run) == 1)
    asked = time.monotonic()
    engine.stop(run.id)
    run.done.result(PATIENCE_S)
    assert time.monotonic() - asked < 0.25
    model.released.set()
    trace = run.trace()
    assert trace.status == "cancelled"
    assert [step.status for step in trace.steps.values()] == ["cancelled"]
    assert model.asked == 1
    assert model.closed == 1


def test_a_run_stopped_before_it_began_still_ends(engine: Engine, model: Gated) -> None:
    runs = [engine.start(faq()) for _ in range(20)]
    for run in runs:
        engine.stop(run.id)
    for run in runs:
        run.done.result(PATIENCE_S)
        assert run.trace().status == "cancelled"


def test_a_limit_of_seconds_ends_the_run_with_a_reason(engine: Engine) -> None:
    run = engine.start(faq(limits={"seconds": 0.05}))
    run.done.result(PATIENCE_S)
    trace = run.trace()
    assert trace.status == "failed"
    assert trace.error is not None
    assert trace.error.kind == "limit"
    assert "0.05 seconds" in trace.reason


def test_a_limit_of_calls_ends_the_run_with_a_reason(engine: Engine, model: Gated) -> None:
    model.released.set()
    run = engine.start(faq(limits={"calls": 4}))
    run.done.result(PATIENCE_S)
    assert run.trace().status == "failed"
    assert "4 calls" in run.trace().reason
    assert model.asked == 4


def test_closing_the_engine_stops_what_runs(model: Gated) -> None:
    engine = Engine(environment_of(model))
    run = engine.start(faq())
    wait_until(lambda: attempts(run) == 1)
    engine.close()
    assert run.trace().status == "cancelled"


def test_answering_a_step_that_does_not_wait_changes_nothing(engine: Engine, model: Gated) -> None:
    run = engine.start(faq())
    engine.answer(run.id, 99, Approval("approved", None))
    model.released.set()
    run.done.result(PATIENCE_S)
    assert run.trace().status == "completed"


def test_one_who_starts_a_thousand_runs_does_not_keep_another_waiting(model: Gated) -> None:
    with opened(model, Capacity(live_each=4, waiting_each=996)) as engine:
        asked = faq()
        many = [engine.start(asked, "greedy") for _ in range(1000)]
        other = engine.start(faq(), "other")
        wait_until(lambda: attempts(other) == 1)
        assert [run.begun for run in many] == [True] * 4 + [False] * 996
        assert (engine.live_runs(), engine.place(other), engine.place(many[-1])) == (5, None, Place(996, 4))


def test_in_a_full_house_the_next_free_place_goes_to_who_has_none(model: Gated) -> None:
    with opened(model, Capacity(live=4, live_each=4, waiting_each=996)) as engine:
        asked = faq()
        many = [engine.start(asked, "greedy") for _ in range(1000)]
        other = engine.start(faq(), "other")
        assert (engine.place(other), other.events, other.now()) == (Place(1), [], 0.0)
        engine.stop(many[0].id)
        wait_until(lambda: attempts(other) == 1)
        assert not many[4].begun


def test_a_line_moves_on_by_itself_until_all_have_run(model: Gated) -> None:
    with opened(model, Capacity(live=3, live_each=2)) as engine:
        runs = [engine.start(faq(), owner) for owner in ("me", "you") for _ in range(5)]
        assert ([engine.place(run) for run in runs].count(None), engine.live_runs()) == (3, 3)
        model.released.set()
        for run in runs:
            assert run.wait(PATIENCE_S)
            assert run.trace().status == "completed"
        assert engine.live_runs() == 0
        assert model.closed == 10


def test_a_run_that_waited_in_line_counts_its_seconds_from_its_own_beginning(model: Gated) -> None:
    with opened(model, Capacity(live_each=1)) as engine:
        _, second = (engine.start(faq(), "me") for _ in range(2))
        second.log._began -= 1000  # as if it had waited so long
        assert (second.log.now() > 1000, second.now()) == (True, 0.0)
        model.released.set()
        assert second.wait(PATIENCE_S)
        assert 0 <= second.events[0].at <= second.trace().last < 1000


def test_a_run_that_is_stopped_in_line_ends_as_cancelled_and_says_that_it_never_began(model: Gated) -> None:
    with opened(model, Capacity(live_each=1)) as engine:
        _, second, third = (engine.start(faq(), "me") for _ in range(3))
        engine.stop(second.id)
        assert second.wait(PATIENCE_S)
        trace = second.trace()
        assert (trace.status, trace.reason) == ("cancelled", "Stopped before it had begun. Run again to start over.")
        assert [type(event) for event in second.events] == [RunStarted, RunFinished]
        assert (trace.request, second.now()) == (second.plan.request, 0.0)
        assert trace.last < 1
        assert engine.place(third) == Place(1, 1)
        assert model.asked <= 1


def test_a_full_line_refuses_a_run_and_keeps_nothing_of_it(model: Gated) -> None:
    with opened(model, Capacity(live_each=1, waiting_each=1)) as engine:
        kept = [engine.start(faq(), "me").id for _ in range(2)]
        with pytest.raises(InputError, match="no more of yours can wait"):
            engine.start(faq(), "me")
        assert engine.of("me") == kept


def test_closing_the_engine_ends_those_in_line_without_beginning_them(model: Gated) -> None:
    with opened(model, Capacity(live_each=1)) as engine:
        first, *waiting = (engine.start(faq(), "me") for _ in range(20))
        wait_until(lambda: attempts(first) == 1)
    assert [run.begun for run in waiting] == [False] * 19
    assert {run.trace().status for run in (first, *waiting)} == {"cancelled"}


def test_one_who_runs_much_does_not_push_out_what_another_has_run(
    engine: Engine, model: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.runtime.engine.MOST_FINISHED_RUNS_KEPT", 3)
    model.released.set()
    mine, *others = (engine.start(faq(), owner) for owner in ("me", *["busy"] * 4))
    for run in (mine, *others):
        assert run.wait(PATIENCE_S)
    last = engine.start(faq(), "busy")
    assert engine.find(mine.id) is mine
    assert engine.of("busy") == [others[2].id, others[3].id, last.id]
