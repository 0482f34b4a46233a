"""How often a page looks at a run that goes on."""

from typing import Any

import pytest
import streamlit as st

from core.runtime.admission import Place
from core.trace.events import Event, RunStarted, StepStarted
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow
from pages.run import live
from pages.run.live import FASTEST
from pages.session.shared_playground import Shown

WORKFLOW = find_workflow("basic-call")


class Redrawn(Exception):
    """The whole page is drawn again, with a new interval."""


class Room:
    """A playground in which so many runs are going on."""

    def __init__(self, shown: Shown, live_runs: int = 1) -> None:
        self.engine = self
        self.live_runs = lambda: live_runs
        self.find = lambda _run_id, _visitor: shown


def going_on(steps: int) -> Shown:
    started = RunStarted(0.0, "r", "basic-call", "x", {}, {}, "2026-11-21T07:00:00")
    log: list[Event] = [started, *(StepStarted(0.0, 1 + n, "ask", "llm", (), (), None, {}) for n in range(steps))]
    return Shown(Trace(log), now=1.0, live=True)


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Look at a run: the interval it is first looked at with, or Redrawn when that has become too short."""

    def look(shown: Shown, every: float | None = None, live_runs: int = 1, *, in_line: bool = False) -> float | None:
        asked: list[float | None] = []

        def fragment(_function: Any, run_every: float | None) -> Any:
            asked.append(run_every)
            return lambda *_, **__: None

        def rerun() -> None:
            raise Redrawn

        monkeypatch.setattr(live, "playground", lambda: Room(shown, live_runs))
        monkeypatch.setattr(live, "visitor", lambda: "me")
        monkeypatch.setattr(live, "draw_run", lambda *_: None)
        monkeypatch.setattr(st, "fragment", fragment)
        monkeypatch.setattr(st, "rerun", rerun)
        if every is None:
            live.show_run(WORKFLOW, "r", shown)
            return asked[0]
        live._look(WORKFLOW, "r", every, in_line=in_line)
        return every

    return look


def test_a_short_run_is_looked_at_often_and_a_long_one_or_one_of_many_less(look: Any) -> None:
    assert look(going_on(3)) == FASTEST
    assert look(going_on(1_000)) == 1.0
    assert look(going_on(3), live_runs=200) == 3.2


def test_a_run_that_grows_while_it_is_looked_at_is_looked_at_less_often_from_then_on(look: Any) -> None:
    assert look(going_on(600), every=FASTEST) == FASTEST
    with pytest.raises(Redrawn):
        look(going_on(1_000), every=FASTEST)


def test_a_run_that_has_ended_is_no_longer_looked_at(look: Any) -> None:
    ended = Shown(going_on(3).trace, now=1.0, live=False)
    assert look(ended) is None
    with pytest.raises(Redrawn):
        look(ended, every=FASTEST)


def test_a_run_in_line_is_looked_at_until_it_begins_and_then_its_buttons_are_drawn_anew(look: Any) -> None:
    waiting = Shown(Trace(), now=0.0, live=True, place=Place(2))
    assert look(waiting) == FASTEST
    assert look(waiting, every=FASTEST, in_line=True) == FASTEST
    with pytest.raises(Redrawn):
        look(going_on(1), every=FASTEST, in_line=True)
