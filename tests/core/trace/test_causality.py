"""What came of a step, also of one that failed."""

import time
from collections.abc import Awaitable, Callable

import pytest

from core import concurrently, step
from core.errors import ToolFailed
from core.trace import events as e
from core.trace.causality import consequences
from core.trace.recording import branch, causal_parents
from core.trace.trace import Trace
from core.workflow.run_context import Mode, RunContext, current_run

MODES = pytest.mark.parametrize("mode", ["parallel", "sequential"])


@step(kind="code")
async def works(name: str) -> str:
    return name


@step(kind="code")
async def breaks() -> str:
    raise ToolFailed("It is broken. Try another.")


async def recorded(work: Callable[[], Awaitable[object]], mode: Mode = "parallel") -> Trace:
    run = RunContext(mode=mode, on_error="keep")
    current_run.set(run)
    causal_parents.set(())
    branch.set(None)
    await work()
    return Trace(run.log.events)


def came_of(trace: Trace, node: str) -> list[str]:
    """Whatever came of the only visit of this node, by the names it was given."""
    [number] = [step.id for step in trace.steps.values() if node in (step.node, step.input.get("name"))]
    later = [trace.steps[one] for one in sorted(consequences(trace, number)) if one != number]
    return [step.input.get("name", step.node) for step in later]


async def test_what_is_done_in_spite_of_a_failed_step_came_of_it() -> None:
    async def work() -> None:
        await works("before")
        with pytest.raises(ToolFailed):
            await breaks()
        await works("after")

    assert came_of(await recorded(work), "breaks") == ["after"]


@MODES
async def test_what_follows_a_fan_out_that_lost_a_branch_came_of_the_lost_one_too(mode: Mode) -> None:
    async def work() -> None:
        await concurrently(breaks(), works("beside"))
        await works("joined")

    trace = await recorded(work, mode)
    assert came_of(trace, "breaks") == ["joined"]
    assert came_of(trace, "beside") == ["joined"]


@MODES
async def test_a_branch_beside_a_lost_one_did_not_come_of_it_however_long_it_goes_on(mode: Mode) -> None:
    async def goes_on() -> None:
        await works("beside")
        await concurrently(works("inner"))
        await works("later beside")

    async def work() -> None:
        await concurrently(concurrently(breaks(), works("in the same fan-out")), goes_on())

    assert came_of(await recorded(work, mode), "breaks") == []


def test_many_failures_beside_many_steps_that_know_of_none_take_time_in_proportion() -> None:
    spent = [min(cpu_of(failures_beside(number)) for _ in range(3)) for number in (200, 2_000)]
    assert spent[1] <= 13 * spent[0]


def failures_beside(number: int) -> Trace:
    """One branch with so many failed steps, and one with so many others, which had begun before the branches joined."""
    events: list[e.Event] = [e.StepStarted(0.0, 1, "plan", "code", (), (), None, {}), e.StepFinished(0.1, 1, None)]
    events += [e.FannedOut(0.2, 1, 2, (1,)), e.StepStarted(0.2, 2, "breaks", "code", (1,), (), e.Branch(1, 0), {})]
    for one in range(3, number + 3):
        events.append(e.StepStarted(0.3, one, "breaks", "code", (2,), (), e.Branch(1, 0), {}))
        events.append(e.StepFailed(0.4, one, e.Failure("tool", "It broke.")))
    for one in range(number + 3, 2 * number + 3):
        events.append(e.StepStarted(0.4, one, "works", "code", (1,), (), e.Branch(1, 1), {}))
    return Trace([*events, e.Joined(0.5, 1, 1)])


def cpu_of(trace: Trace) -> float:
    began = time.thread_time()
    assert len(consequences(trace, 2)) == len(trace.steps) // 2
    return time.thread_time() - began
