import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any

import pytest

from core.errors import InputError, ModelUnavailable
from core.lab.modes import PARALLEL, SEQUENTIAL
from core.lab.session import MOST_KEPT_PER_OWNER, LabSession, LabSessions
from core.providers.protocol import OnText, Reply, Request, Usage
from core.runtime.admission import Capacity
from core.runtime.engine import Engine, Run
from core.runtime.execution import Environment
from core.runtime.options import RunOptions
from core.runtime.plans import Plan, plan
from tests.scripted import environment_of
from tests.workflows.test_faq_chain import reply

PATIENCE_S = 10.0
BOTH = (SEQUENTIAL, PARALLEL)


class Answering:
    """Answers faq-chain; never answers when `held`, and fails when `failing` says so of the run's mode."""

    def __init__(self) -> None:
        self.held = False
        self.asked = threading.Event()
        self.failing = ""
        self.mode = ""

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        self.asked.set()
        if self.mode == self.failing:
            raise ModelUnavailable("The server is on fire. Try another model.", kind="server", retryable=False)
        if self.held:
            await asyncio.Event().wait()
        answer: Any = reply(request)
        return Reply(answer if isinstance(answer, str) else answer.model_dump_json(), Usage(1, 1), "answering")

    async def close(self) -> None:
        pass


@pytest.fixture
def model() -> Answering:
    return Answering()


@contextmanager
def opened(model: Answering, capacity: Capacity | None = None) -> Iterator[Engine]:
    def environment(options: RunOptions) -> AbstractAsyncContextManager[Environment]:
        model.mode = options.mode
        return environment_of(model)(options)

    engine = Engine(environment, capacity=capacity)
    yield engine
    engine.close()


@pytest.fixture
def engine(model: Answering) -> Iterator[Engine]:
    with opened(model) as engine:
        yield engine


@pytest.fixture
def sessions(engine: Engine) -> LabSessions:
    return LabSessions(engine)


def faq() -> Plan:
    return plan("faq-chain", None, {"count": 3}, {"model": "answering:x"})


def over(session: LabSession) -> LabSession:
    """The session, once it is over."""
    session.wait(PATIENCE_S)
    assert not session.live
    return session


def test_runs_are_made_in_turns_through_the_engine(sessions: LabSessions) -> None:
    session = over(sessions.start(faq(), BOTH, 2, "me"))
    assert [one.mode for one in session.runs] == ["sequential", "parallel", "sequential", "parallel"]
    assert [one.repeat for one in session.runs] == [0, 0, 1, 1]
    assert (session.state, session.planned) == ("completed", 4)
    assert len({one.trace.run_id for one in session.runs}) == 4
    assert len(session.comparison.speedups("parallel")) == 2


def test_what_was_measured_stays_when_it_is_stopped(sessions: LabSessions, model: Answering) -> None:
    model.held = True
    session = sessions.start(faq(), BOTH, 3, "me")
    assert model.asked.wait(PATIENCE_S)
    assert session.live
    session.stop()
    over(session)
    assert session.state == "stopped"
    assert [(one.mode, one.trace.status, one.usable) for one in session.runs] == [("sequential", "cancelled", False)]


def test_a_model_that_fails_in_one_mode_leaves_the_other_its_figures(sessions: LabSessions, model: Answering) -> None:
    model.failing = "parallel"
    session = over(sessions.start(faq(), BOTH, 2, "me"))
    assert session.state == "completed"
    assert [one.usable for one in session.runs] == [True, False, True, False]
    assert len(session.comparison.of("sequential")) == 2


def test_a_session_is_found_by_its_owner_alone(sessions: LabSessions) -> None:
    session = over(sessions.start(faq(), BOTH, 1, "me"))
    assert sessions.find(session.id, "me") is session
    assert sessions.find(session.id, "you") is None
    assert (sessions.latest("me"), sessions.latest("you")) == (session, None)


def test_the_oldest_of_an_owner_make_room(sessions: LabSessions) -> None:
    first = over(sessions.start(faq(), [PARALLEL], 1, "me"))
    others = [over(sessions.start(faq(), [PARALLEL], 1, "me")) for _ in range(MOST_KEPT_PER_OWNER)]
    assert sessions.find(first.id, "me") is None
    assert all(sessions.find(one.id, "me") for one in others)


def test_a_third_comparison_at_once_is_refused(sessions: LabSessions, model: Answering) -> None:
    model.held = True
    both = [sessions.start(faq(), BOTH, 1, "me") for _ in range(2)]
    with pytest.raises(InputError, match="2 comparisons going on"):
        sessions.start(faq(), BOTH, 1, "me")
    for one in both:
        one.stop()
        over(one)


def test_no_mode_and_wrong_repeats_are_refused(sessions: LabSessions) -> None:
    with pytest.raises(InputError, match="No mode is chosen"):
        sessions.start(faq(), [], 3)
    with pytest.raises(InputError, match="choose 1 to 20"):
        sessions.start(faq(), BOTH, 1000)


def test_an_engine_that_takes_no_more_runs_breaks_it_off_and_says_so() -> None:
    class Full:
        def start(self, plan: Plan, owner: str = "") -> Any:
            raise InputError("200 runs are going on at this moment.")

        def stop(self, run_id: str) -> None:
            raise AssertionError

    session = LabSessions(Full()).start(faq(), BOTH, 1)
    assert (session.state, session.trouble, session.live) == (
        "broken off",
        "200 runs are going on at this moment.",
        False,
    )


def test_comparisons_of_one_who_may_have_a_single_run_take_turns_and_come_to_their_end(model: Answering) -> None:
    with opened(model, Capacity(live_each=1)) as engine:
        sessions = LabSessions(engine)
        both = [sessions.start(faq(), BOTH, 2, "me") for _ in range(2)]
        assert [over(session).state for session in both] == ["completed", "completed"]
        assert [session.counted for session in both] == [4, 4]


def test_another_starter_can_take_the_engines_place(sessions: LabSessions, engine: Engine) -> None:
    started: list[str] = []

    class Counting:
        def start(self, plan: Plan, owner: str = "") -> Run:
            started.append(plan.options.mode)
            return engine.start(plan, owner)

        def stop(self, run_id: str) -> None:
            engine.stop(run_id)

    session = over(sessions.start(faq(), BOTH, 2, "me", Counting()))
    assert started == ["sequential", "parallel"] * 2
    assert session.counted == 4
