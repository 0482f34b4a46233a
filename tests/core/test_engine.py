import asyncio
import copy
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from core.engine import Engine, OpenedWorld, Run
from core.events import AttemptStarted
from core.execution import World
from core.llm.provider import OnText, Reply, Request, Usage
from core.options import RunOptions
from core.people import Approval
from core.plan import plan
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


@pytest.fixture
def engine(model: Gated) -> Iterator[Engine]:
    def open_world(_: RunOptions) -> OpenedWorld:
        return OpenedWorld(World(lambda _: model, lambda _model, _usage: None), model.close)

    threads = threading.active_count()
    engine = Engine(open_world)
    yield engine
    engine.close()
    assert threading.active_count() == threads


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
    engine = Engine(lambda _: OpenedWorld(World(lambda _: model, lambda _model, _usage: None), model.close))
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
