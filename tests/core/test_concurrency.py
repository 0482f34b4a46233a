import asyncio

import pytest

from core import concurrently, step
from core.recording import OnError, Recorder, frontier, recorder
from core.trace import Trace
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


def started(on_error: OnError = "fail") -> Recorder:
    log = Recorder(on_error=on_error)
    recorder.set(log)
    frontier.set(())
    return log


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
    log = Recorder(mode="sequential")
    recorder.set(log)
    with pytest.raises(ValueError, match="at once"):
        await concurrently(_fail_at_once(), count(1))


async def _fail_at_once() -> int:
    raise ValueError("at once")
