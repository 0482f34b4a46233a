import asyncio
from typing import Any

import pytest

import core
from core.errors import InputError, LimitReached, PlaygroundError
from core.notebook import Outcome
from core.runtime.plans import option_fields, run_options
from core.workflow.run_context import current_run
from core.workflows.catalogue import find_workflows

FIXED_KEYWORDS = {"workflow", "request"}


async def test_one_call_runs_a_workflow_under_a_running_loop() -> None:
    outcome = await core.run("calendar-chain", speed=0)
    assert outcome.status == "completed"
    assert outcome.reason == ""
    assert outcome.result.event.participants == ["Alice", "Bob"]
    assert outcome.raise_if_failed() is outcome


def test_it_runs_without_a_running_loop_as_well() -> None:
    assert asyncio.run(core.run("faq-chain", speed=0, count=2)).status == "completed"


async def test_fields_and_options_are_keywords() -> None:
    outcome = await core.run(
        "faq-chain",
        "A FAQ about wind.",
        count=3,
        model="simulated:demo",
        mode="sequential",
        speed=0,
        concurrency=2,
        max_calls=50,
        seed=7,
    )
    trace = outcome.trace
    assert (trace.request, trace.params["count"], trace.options["mode"]) == ("A FAQ about wind.", 3, "sequential")
    assert (trace.options["limits"]["calls"], trace.options["limits"]["concurrency"]) == (50, 2)
    assert trace.options["simulation"]["seed"] == 7


@pytest.mark.parametrize(
    ("keywords", "named"),
    [
        ({"min_confidense": 0.5}, "min_confidence"),
        ({"min_confidence": 2}, "min_confidence"),
        ({"extract_prompt": "{nobody}"}, "nobody"),
        ({"mode": "backwards"}, "mode"),
        ({"max_calls": 0}, "max_calls"),
        ({"speed": -1}, "speed"),
        ({"model": "abacus:x"}, "abacus"),
        ({"xyzzy": 1}, "xyzzy"),
        ({"request": " "}, "empty"),
    ],
    ids=str,
)
async def test_a_keyword_that_does_not_fit_is_named(keywords: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        await core.run("calendar-chain", **keywords)


async def test_an_unknown_workflow_is_named() -> None:
    with pytest.raises(InputError, match="calendar-chain"):
        await core.run("calender-chain")


@pytest.mark.parametrize("workflow_id", find_workflows())
def test_no_field_of_a_workflow_is_named_like_an_option(workflow_id: str) -> None:
    fields = set(find_workflows()[workflow_id].params.model_fields)
    assert not fields & (set(option_fields()) | FIXED_KEYWORDS)


def test_options_are_given_flatly() -> None:
    options = run_options({"max_cost": "0.5", "concurrency": 3, "speed": 0, "on_error": "keep"})
    assert (options.limits.cost, options.limits.concurrency) == (0.5, 3)
    assert (options.simulation.speed, options.on_error) == (0, "keep")
    assert run_options({}) == type(options)()


async def test_the_tables_are_data_frames() -> None:
    outcome = await core.run("faq-chain", speed=0, count=2)
    steps = outcome.steps
    assert list(steps["step"]) == [step.node for step in outcome.trace.steps.values()]
    assert set(steps["status"]) == {"completed"}
    assert steps.index.name == "id"
    assert {"model", "started_s", "latency_s", "input_tokens", "output_tokens", "cost_usd", "attempts"} <= set(steps)
    assert len(outcome.attempts) == 5
    [totals] = outcome.totals.to_dict("records")
    assert totals["calls"] == 5
    assert totals["input_tokens"] == steps["input_tokens"].sum()
    assert totals["speedup"] == pytest.approx(totals["sum_s"] / totals["wall_s"])


async def test_the_diagram_draws_itself() -> None:
    outcome = await core.run("calendar-chain", speed=0)
    bundle = outcome.diagram._repr_mimebundle_()
    assert "✓ yes" in bundle["text/plain"]
    assert "```mermaid" in bundle["text/markdown"]


async def test_a_failed_run_raises_only_when_asked_to() -> None:
    outcome = await core.run("calendar-chain", speed=0, max_calls=1)
    assert outcome.status == "failed"
    assert outcome.result is None
    assert "limit of 1 calls" in outcome.reason
    with pytest.raises(PlaygroundError, match="limit of 1 calls") as raised:
        outcome.raise_if_failed()
    assert raised.value.kind == LimitReached.kind


async def test_a_rejected_run_is_not_a_failure() -> None:
    request = find_workflows()["calendar-chain"].examples[1].text
    outcome = await core.run("calendar-chain", request, speed=0)
    assert outcome.status == "rejected"
    assert outcome.reason
    assert outcome.raise_if_failed() is outcome


async def test_what_a_notebook_shows_is_escaped() -> None:
    outcome = await core.run("calendar-chain", speed=0)
    outcome.trace.result = {"message": "<img src=x onerror=alert(1)>\x1b[2J"}
    shown = outcome._repr_html_()
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "completed" in shown
    assert "is_it_an_event" in shown
    assert repr(outcome).startswith("<calendar-chain completed>\nmessage: <img")
    assert "\x1b" not in shown + repr(outcome)


async def test_several_runs_at_once_do_not_mix() -> None:
    outcomes: list[Outcome] = await asyncio.gather(*(core.run("faq-chain", speed=0, count=n) for n in (1, 2, 3)))
    assert [len(outcome.result.entries) for outcome in outcomes] == [1, 2, 3]
    assert len({outcome.trace.run_id for outcome in outcomes}) == 3


async def test_the_caller_does_not_become_part_of_the_run() -> None:
    await core.run("calendar-chain", speed=0)
    assert current_run.get() is None


async def test_cancelling_the_call_cancels_the_run() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await core.run("calendar-chain", profile="slow")
    assert len(asyncio.all_tasks()) == 1
