import asyncio

import pytest

from core import concurrently, step
from core.errors import BranchesFailed, LimitReached
from core.trace.events import BranchFailed, FannedOut, Joined
from core.trace.recording import Recorder, causal_parents
from core.trace.trace import Trace
from core.workflow.run_context import Mode, OnError, RunContext, current_run
from tests.scripted import parents


@step(kind="code")
async def count(number: int) -> int:
    await asyncio.sleep(0)
    return number


@step(kind="code")
async def fail(why: str) -> int:
    await asyncio.sleep(0)
    raise ValueError(why)


@step(kind="code")
async def add(numbers: list[int]) -> int:
    return sum(numbers)


def started(on_error: OnError = "fail", mode: Mode = "parallel") -> Recorder:
    run = RunContext(on_error=on_error, mode=mode)
    current_run.set(run)
    causal_parents.set(())
    return run.log


async def inner() -> int:
    return sum(await concurrently(count(1), count(2)))


async def test_a_fan_out_inside_a_branch_hands_its_own_ends_to_what_follows() -> None:
    log = started()
    await add(await concurrently(inner(), count(3)))
    trace = Trace(log.events)
    assert sorted(parents(trace)["add"][0]) == ["count", "count", "count"]
    assert [one.parents for one in trace.steps.values()] == [(), (), (), (2, 3, 1)]


async def test_a_branch_that_did_nothing_recorded_hands_on_what_was_before() -> None:
    log = started()
    await count(0)
    await concurrently(asyncio.sleep(0), asyncio.sleep(0))
    await add([])
    assert [one.parents for one in Trace(log.events).steps.values()] == [(), (1,)]


async def test_branches_see_the_place_in_which_the_fan_out_began_and_leave_it_as_it_was() -> None:
    log = started()
    await count(0)
    await concurrently(count(1), count(2))
    await count(3)
    branches = [one.branch and one.branch.place for one in Trace(log.events).steps.values()]
    assert branches == [None, 0, 1, None]


async def test_a_branch_that_is_cancelled_from_within_stops_the_whole_fan_out() -> None:
    started()

    async def give_up() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await asyncio.sleep(60)

    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await concurrently(asyncio.sleep(60), give_up())
    assert len(asyncio.all_tasks()) == 1


async def test_cancelling_the_run_cancels_branches_that_had_not_begun() -> None:
    log = started()

    async def run() -> None:
        await concurrently(*(count(number) for number in range(5)))

    running = asyncio.create_task(run())
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(asyncio.all_tasks()) == 1
    assert not Trace(log.events).fans[1].errors


@pytest.mark.parametrize("on_error", ["fail", "keep"])
async def test_each_failure_is_recorded_when_it_happens(on_error: OnError) -> None:
    log = started(on_error)
    if on_error == "fail":
        with pytest.raises(ValueError, match="first"):
            await concurrently(fail("first"), count(1), fail("third"))
    else:
        assert await concurrently(fail("first"), count(1), fail("third")) == [1]
    errors = Trace(log.events).fans[1].errors
    assert {place: one.kind for place, one in errors.items()} == {0: "internal", 2: "internal"}


async def test_work_that_never_ran_is_closed_without_a_warning() -> None:
    started()
    with pytest.raises(ValueError, match="at once"):
        await concurrently(_fail_at_once(), count(1))
    run = RunContext(mode="sequential")
    current_run.set(run)
    with pytest.raises(ValueError, match="at once"):
        await concurrently(_fail_at_once(), count(1))


async def _fail_at_once() -> int:
    raise ValueError("at once")


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_results_that_are_all_needed_come_as_a_tuple_in_order(mode: Mode) -> None:
    started(mode=mode)
    assert await concurrently(count(1), count(2), need_all=True) == (1, 2)


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_a_limit_that_a_branch_reaches_ends_the_run_whatever_is_kept(mode: Mode) -> None:
    async def at_its_limit() -> int:
        raise LimitReached("No more calls.")

    started("keep", mode)
    with pytest.raises(LimitReached):
        await concurrently(count(1), at_its_limit())


async def test_when_all_branches_fail_the_first_one_is_told() -> None:
    started("keep")
    with pytest.raises(BranchesFailed, match="All 2 branches failed. The first said: one") as raised:
        await concurrently(fail("one"), fail("two"))
    assert str(raised.value.__cause__) == "one"


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_the_log_says_of_a_fan_out_what_it_came_of_how_wide_it_is_and_what_it_lost(mode: Mode) -> None:
    log = started("keep", mode)
    await count(0)
    await concurrently(count(1), fail("lost"), count(2))
    [begun] = [event for event in log.events if isinstance(event, FannedOut)]
    [lost] = [event for event in log.events if isinstance(event, BranchFailed)]
    [joined] = [event for event in log.events if isinstance(event, Joined)]
    assert (begun.total, begun.parents, joined.failed) == (3, (1,), 1)
    assert (lost.fan, lost.place, "lost" in lost.error.message) == (begun.fan, 1, True)
    assert 0 <= begun.at <= lost.at <= joined.at


async def test_one_after_the_other_nothing_more_begins_once_a_limit_is_reached() -> None:
    async def at_its_limit() -> int:
        raise LimitReached("No more calls.")

    log = started("keep", "sequential")
    with pytest.raises(LimitReached):
        await concurrently(at_its_limit(), count(1))
    assert Trace(log.events).steps == {}
