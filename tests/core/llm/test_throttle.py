import asyncio
from typing import Any

import pytest

from core.llm.limits import Limits
from core.llm.throttle import Throttle
from core.providers.protocol import OnText, Reply, Request, Usage
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import plan
from core.trace.trace import Trace
from tests.workflows.test_faq_chain import reply


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waking: list[tuple[float, int, asyncio.Event]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self.waking.append((self.now + seconds, len(self.waking), awake))
        await awake.wait()

    async def run(self, *calls: Any) -> None:
        work = asyncio.gather(*calls)
        while not work.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self.waking:
                self.now, _, awake = self.waking.pop(self.waking.index(min(self.waking, key=lambda one: one[:2])))
                awake.set()
        await work


async def let_through(limits: Limits, calls: int, tokens: int = 1, provider: str = "openai") -> list[float]:
    clock = Clock()
    throttle = Throttle(limits, clock, clock.sleep)
    started: list[float] = []

    async def call() -> None:
        async with throttle.turn(provider, tokens, 1.0, lambda _seconds, _why: None):
            started.append(clock())
            await clock.sleep(0.5)

    await clock.run(*(call() for _ in range(calls)))
    return started


def most_in_any_minute(times: list[float]) -> int:
    return max(sum(start <= one < start + 60 for one in times) for start in times)


@pytest.mark.parametrize("limit", [1, 3, 7])
async def test_no_minute_holds_more_calls_than_its_limit_however_many_ask_at_once(limit: int) -> None:
    times = await let_through(Limits(calls_per_minute=limit), 20)
    assert most_in_any_minute(times) == limit
    assert max(times) == pytest.approx(60 * ((20 - 1) // limit))


async def test_no_minute_holds_more_tokens_than_its_limit() -> None:
    times = await let_through(Limits(tokens_per_minute=1000), 10, tokens=400)
    assert most_in_any_minute(times) == 2


async def test_a_call_larger_than_the_limit_goes_alone_rather_than_never() -> None:
    assert await let_through(Limits(tokens_per_minute=100), 3, tokens=400) == [0, 60, 120]


async def test_calls_at_once_are_counted_for_each_provider() -> None:
    throttle = Throttle(Limits(calls_at_once=2), lambda: 0.0, asyncio.sleep)
    inside, most = {"openai": 0, "gemini": 0}, {"openai": 0, "gemini": 0}

    async def call(provider: str) -> None:
        async with throttle.turn(provider, 1, 1.0, lambda _seconds, _why: None):
            inside[provider] += 1
            most[provider] = max(most[provider], inside[provider])
            await asyncio.sleep(0)
            inside[provider] -= 1

    await asyncio.gather(*(call(provider) for provider in ("openai", "gemini") for _ in range(10)))
    assert most == {"openai": 2, "gemini": 2}


async def test_in_time_that_does_not_pass_nobody_waits_for_a_minute() -> None:
    throttle = Throttle(Limits(calls_per_minute=1), lambda: 0.0, asyncio.sleep)
    for _ in range(3):
        async with throttle.turn("simulated", 1, 0.0, lambda *_: pytest.fail("waited")):
            pass


class Slow:
    """Answers faq-chain after a few turns of the loop, and counts how many calls are in flight."""

    def __init__(self) -> None:
        self.inside = self.most = 0

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        self.inside += 1
        self.most = max(self.most, self.inside)
        for _ in range(5):
            await asyncio.sleep(0)
        self.inside -= 1
        answer: Any = reply(request)
        return Reply(answer if isinstance(answer, str) else answer.model_dump_json(), Usage(10, 5), "slow")

    async def close(self) -> None:
        pass


async def run_faq(limits: dict[str, Any], pace: float = 1.0) -> tuple[Trace, Slow]:
    model = Slow()
    planned = plan("faq-chain", None, {"count": 3}, {"model": "slow:x", "limits": limits})
    run = prepare(planned)
    await execute("run", planned, run, Environment(lambda _: model, lambda *_: 0.01, pace=lambda _: pace))
    return Trace(run.log.events), model


async def test_a_run_keeps_to_its_calls_at_once_and_shows_who_waited() -> None:
    trace, model = await run_faq({"calls_at_once": 2})
    assert (trace.status, model.most) == ("completed", 2)
    waits = [wait for step in trace.steps.values() for wait in step.waits]
    assert len(waits) >= 2
    assert {wait.why for wait in waits} == {"throttle"}
    assert all(wait.seconds > 0 for wait in waits)
    assert max(step.attempts[0].throttled for step in trace.steps.values() if step.attempts) > 0


async def test_a_run_waits_for_the_next_minute_and_says_so() -> None:
    trace, _ = await run_faq({"calls_per_minute": 5}, pace=0.002)  # a minute of 0.12 s
    waits = [wait for step in trace.steps.values() for wait in step.waits]
    assert trace.status == "completed"
    assert len(waits) == trace.totals().calls - 5
    assert all("per minute" in wait.reason and 0 < wait.seconds <= 0.24 for wait in waits)


@pytest.mark.parametrize(("limits", "name"), [({"calls": 3}, "Calls"), ({"cost": 0.035}, "US dollars")])
async def test_parallel_calls_do_not_overshoot_a_limit(limits: dict[str, Any], name: str) -> None:
    trace, _ = await run_faq(limits)
    assert trace.status == "failed"
    assert f"“{name}”" in trace.reason
    assert trace.totals().calls == 3
    assert (trace.totals().cost_usd or 0) <= 0.035
