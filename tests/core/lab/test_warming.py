"""What is loaded before anything is measured, and that it is loaded before."""

import threading
from typing import Any

import pytest

from core.errors import InputError
from core.lab import comparison, session
from core.lab.comparison import Comparison, measure
from core.lab.modes import PARALLEL, SEQUENTIAL
from core.lab.session import LabSession
from core.runtime.engine import Engine
from core.runtime.first_calls import real_providers
from core.runtime.plans import Plan, plan
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflows

PATIENCE_S = 10.0
REAL = {"model": "gemini:gemini-2.5-pro", "models": {"answer": "openai:gpt-5"}}


def test_the_providers_of_a_plan_are_those_of_the_run_its_steps_and_its_fields() -> None:
    assert real_providers(plan("basic-call")) == frozenset()
    assert real_providers(plan("basic-call", options=REAL)) == {"gemini", "openai"}


def chooses_models() -> list[tuple[str, str]]:
    return [
        (workflow.id, name)
        for workflow in find_workflows().values()
        for name, info in workflow.params.model_fields.items()
        if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("model_choice")
    ]


@pytest.mark.parametrize(("workflow", "field"), chooses_models())
def test_a_field_that_names_a_model_counts_too(workflow: str, field: str) -> None:
    assert "local" in real_providers(plan(workflow, params={field: "local:small"}))


async def test_the_command_line_loads_them_before_its_first_run(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[Any] = []
    monkeypatch.setattr(comparison, "warm_up", happened.append)

    async def run(_: Plan) -> Trace:
        happened.append("run")
        return Trace()

    await measure(Comparison(plan("faq-chain", options={"model": "openai:x"}), (SEQUENTIAL, PARALLEL), 1), run)
    assert happened == [{"openai"}, "run", "run"]


def test_a_page_does_not_wait_for_it_and_nothing_is_measured_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, loading = threading.Event(), threading.Event()

    def warm_up(_: object) -> None:
        loading.set()
        loaded.wait(PATIENCE_S)

    class Starts:
        def start(self, plan: Plan, owner: str = "") -> Any:
            assert loaded.is_set()
            started.set()
            raise InputError("Enough is known.")

        def stop(self, run_id: str) -> None:
            raise AssertionError

    started = threading.Event()
    monkeypatch.setattr(session, "warm_up", warm_up)
    planned = plan("faq-chain", options={"model": "openai:x"})
    going = LabSession(Starts(), Comparison(planned, (SEQUENTIAL,), 1), "")
    going.begin()
    assert loading.wait(PATIENCE_S)
    assert (going.live, going.current, started.is_set()) == (True, None, False)
    loaded.set()
    going.wait(PATIENCE_S)
    assert (started.is_set(), going.state) == (True, "broken off")


def test_one_that_is_stopped_meanwhile_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(session, "warm_up", lambda _: loaded.wait(PATIENCE_S))
    engine = Engine(lambda _: pytest.fail("nothing is run"))
    going = LabSession(engine, Comparison(plan("faq-chain", options={"model": "openai:x"}), (SEQUENTIAL,), 1), "")
    going.begin()
    going.stop()
    loaded.set()
    going.wait(PATIENCE_S)
    engine.close()
    assert (going.state, going.runs) == ("stopped", [])
