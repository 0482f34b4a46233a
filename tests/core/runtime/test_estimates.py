import asyncio
import time
from concurrent.futures import CancelledError
from typing import Any

import pytest

from core.runtime.estimates import Estimator, estimate
from core.runtime.execution import environment, prepare, run_in_current_loop
from core.runtime.plans import plan
from core.trace.trace import Totals
from core.virtual_time import run_virtually
from core.workflows.catalogue import find_workflows

AT_ONCE = {"simulation": {"speed": 0}}


async def really(workflow: str, params: dict[str, Any] | None = None, **options: Any) -> Totals:
    planned = plan(workflow, None, params, {"approve": "all", **options})
    return (await run_in_current_loop(planned, prepare(planned), environment)).totals()


@pytest.mark.parametrize("workflow", find_workflows())
def test_calls_tokens_and_money_are_those_of_the_simulated_run(workflow: str) -> None:
    about = estimate(plan(workflow))
    totals = asyncio.run(really(workflow, **AT_ONCE))
    assert (about.calls, about.input_tokens, about.output_tokens) == (
        totals.calls,
        totals.input_tokens,
        totals.output_tokens,
    )
    assert about.cost_usd == pytest.approx(totals.cost_usd)
    assert about.simulated
    assert not about.stops


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
@pytest.mark.parametrize("workflow", ["calendar-chain", "voting", "bulk-classify", "reflexion"])
def test_seconds_are_about_those_of_a_run_with_waiting(workflow: str, mode: str) -> None:
    simulation = {"speed": 4, "profile": "slow"}
    about = estimate(plan(workflow, None, {}, {"mode": mode, "simulation": simulation}))
    totals = asyncio.run(really(workflow, mode=mode, simulation=simulation))
    assert 0.4 * totals.wall_s < about.seconds <= totals.wall_s


def test_nothing_is_waited_for_and_the_same_plan_has_the_same_estimate() -> None:
    planned = plan("blog-orchestrator", None, {}, {"simulation": {"profile": "slow"}})
    estimate(planned)
    began = time.perf_counter()
    about = estimate(planned)
    assert time.perf_counter() - began < about.seconds / 5
    assert about == estimate(planned)


def test_a_real_model_is_priced_as_itself_without_a_key_and_an_unknown_price_is_unknown() -> None:
    mini = estimate(plan("calendar-chain", None, {}, {"model": "openai:gpt-5-mini"}))
    assert mini.cost_usd == pytest.approx((mini.input_tokens * 0.25 + mini.output_tokens * 2.0) / 1e6)
    assert not mini.simulated
    unknown = estimate(plan("calendar-chain", None, {}, {"model": "openai:of-my-own"}))
    assert unknown.cost_usd is None
    assert "unknown" in unknown.sentence
    assert "simulated money" in estimate(plan("calendar-chain")).sentence


def test_each_step_counts_with_its_own_model() -> None:
    dear = estimate(plan("faq-chain", None, {}, {"models": {"answer": "simulated:demo-pro"}}))
    assert (dear.cost_usd or 0) > 2 * (estimate(plan("faq-chain")).cost_usd or 0)


def test_fewer_at_once_and_our_own_rate_limit_take_longer() -> None:
    free = estimate(plan("bulk-classify")).seconds
    capped = estimate(plan("bulk-classify", None, {}, {"limits": {"calls_at_once": 1}})).seconds
    assert capped > 3 * free
    limited = estimate(plan("bulk-classify", None, {}, {"limits": {"calls_per_minute": 3}})).seconds
    assert limited == pytest.approx(60, abs=5)


def test_a_run_that_would_hit_a_limit_says_which() -> None:
    about = estimate(plan("faq-chain", None, {}, {"limits": {"calls": 3}}))
    assert about.calls == 3
    assert "“Calls”" in about.stops


def test_nobody_is_waited_for() -> None:
    asking = [one.id for one in find_workflows().values() if "human" in one.nodes.values()]
    for workflow in asking:
        assert estimate(plan(workflow)).calls > 0


def test_time_jumps_over_waiting_but_not_over_a_thread() -> None:
    async def work() -> float:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(3600):
            await asyncio.gather(asyncio.sleep(50), asyncio.sleep(100))
            await asyncio.to_thread(sum, range(1000))
            await asyncio.sleep(10)
        return loop.time()

    assert run_virtually(work()) == pytest.approx(110, abs=0.5)


def test_a_time_out_still_comes_when_it_is_due() -> None:
    async def work() -> None:
        async with asyncio.timeout(5):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        run_virtually(work())


def test_a_page_gets_the_same_estimate_again_without_a_second_run() -> None:
    estimator = Estimator()
    try:
        first = estimator.ask(plan("calendar-chain"))
        assert estimator.ask(plan("calendar-chain")) is first
        assert estimator.ask(plan("calendar-chain", "Lunch tomorrow at noon")) is not first
        assert first.result(20) == estimate(plan("calendar-chain"))
    finally:
        estimator.close()


def test_an_estimate_that_is_dropped_ends_and_can_be_asked_for_again() -> None:
    estimator = Estimator()
    many = plan("bulk-classify", "\n".join(f"From: a\nSubject: {number}\n" for number in range(400)))
    first = estimator.ask(many)
    estimator.drop(many)
    with pytest.raises(CancelledError):
        first.result(20)
    assert estimator.ask(many) is not first
    estimator.drop(many)
    assert estimator.ask(plan("basic-call")).result(20).calls == 1
    estimator.drop(plan("basic-call"))
    assert estimator.ask(plan("basic-call")).done()
    estimator.close()
