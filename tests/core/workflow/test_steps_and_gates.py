import asyncio

import pytest

from core import Approval, approve, concurrently, gate, group, route, step
from core.errors import BranchesFailed, WorkflowError
from core.trace.recording import causal_parents
from core.trace.trace import Trace
from core.workflow.run_context import Mode, OnError, RunContext, current_run
from tests.scripted import nodes, parents


@step(kind="code")
async def double(number: int) -> int:
    await asyncio.sleep(0)
    if number < 0:
        raise ValueError(f"{number} is negative")
    return number * 2


@step(kind="code")
async def add(numbers: list[int]) -> int:
    return sum(numbers)


@step(kind="code")
async def outer() -> int:
    return await double(1)


async def pair(number: int) -> int:
    return await double(await double(number))


def started(mode: Mode = "parallel", on_error: OnError = "fail", concurrency: int | None = None) -> RunContext:
    run = RunContext(mode=mode, on_error=on_error, concurrency=concurrency)
    current_run.set(run)
    causal_parents.set(())
    return run


async def test_a_step_outside_a_run_is_a_plain_call() -> None:
    assert await double(2) == 4
    assert await concurrently(double(1), double(2)) == [2, 4]
    assert gate("is_it", True)
    assert route("which", "a") == "a"
    assert await approve("ok", "x") == Approval("approved", "x")


async def test_a_step_records_its_input_output_and_parents() -> None:
    run = started()
    await add([await double(1), await double(2)])
    trace = Trace(run.log.events)
    assert [(step.node, step.input, step.output) for step in trace.steps.values()] == [
        ("double", {"number": 1}, 2),
        ("double", {"number": 2}, 4),
        ("add", {"numbers": [2, 4]}, 6),
    ]
    assert [step.parents for step in trace.steps.values()] == [(), (1,), (2,)]


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_branches_share_parents_and_the_join_has_all_of_them_in_either_mode(mode: Mode) -> None:
    run = started(mode)
    await double(0)
    assert await concurrently(pair(1), pair(2)) == [4, 8]
    await add([1])
    trace = Trace(run.log.events)
    assert parents(trace)["add"] == [["double", "double"]]
    assert sorted(parents(trace)["double"]) == [[], ["double"], ["double"], ["double"], ["double"]]
    firsts = [step for step in trace.steps.values() if step.parents == (1,)]
    assert len(firsts) == 2
    assert [step.branch.place for step in firsts if step.branch] == [0, 1]


async def test_sequential_mode_runs_one_branch_after_the_other() -> None:
    run = started("sequential")
    await concurrently(pair(1), pair(2))
    places = [step.branch.place for step in Trace(run.log.events).steps.values() if step.branch]
    assert places == [0, 0, 1, 1]


async def test_no_more_branches_run_at_once_than_allowed() -> None:
    started(concurrency=3)
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        running, most = running + 1, max(most, running + 1)
        await asyncio.sleep(0.001)
        running -= 1

    async def nested() -> None:
        await concurrently(work(), work(), work(), work())

    async with asyncio.timeout(5):
        await concurrently(*(nested() for _ in range(6)))
    assert most == 3


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_a_failing_branch_ends_the_run_and_stops_the_others(mode: Mode) -> None:
    run = started(mode)
    with pytest.raises(ValueError, match="-1 is negative"):
        await concurrently(double(-1), asyncio.sleep(60), double(3))
    assert len(asyncio.all_tasks()) == 1
    assert [step.status for step in Trace(run.log.events).steps.values()].count("failed") == 1


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_a_failing_branch_can_be_left_out(mode: Mode) -> None:
    run = started(mode, on_error="keep")
    assert await concurrently(double(1), double(-1), double(3)) == [2, 6]
    await add([1])
    trace = Trace(run.log.events)
    assert trace.fans[1].failed == 1
    assert trace.fans[1].errors[1].message.startswith("The workflow's own code failed (ValueError: -1 is negative)")
    assert parents(trace)["add"] == [["double", "double"]]


async def test_when_every_branch_fails_the_fan_out_fails() -> None:
    started(on_error="keep")
    with pytest.raises(BranchesFailed, match="All 2 branches failed"):
        await concurrently(double(-1), double(-2))


async def test_needed_branches_fail_the_run_even_when_failures_are_kept() -> None:
    started(on_error="keep")
    with pytest.raises(ValueError, match="negative"):
        await concurrently(double(1), double(-1), need_all=True)


async def test_a_step_inside_a_step_is_refused() -> None:
    started()
    with pytest.raises(WorkflowError, match="'double' was called inside another step"):
        await outer()


async def test_decisions_are_recorded_with_the_values_that_decided() -> None:
    run = started()
    gate("is_it", False, confidence=0.2)
    route("which", "refund", urgency="low")
    steps = list(Trace(run.log.events).steps.values())
    assert [(one.node, one.kind, one.output, dict(one.input)) for one in steps] == [
        ("is_it", "gate", False, {"confidence": 0.2}),
        ("which", "route", "refund", {"urgency": "low"}),
    ]
    assert steps[1].parents == (1,)


async def test_a_group_names_the_steps_called_within() -> None:
    run = started()
    with group("research"), group("deep"):
        await double(1)
    await double(2)
    assert [step.group for step in Trace(run.log.events).steps.values()] == [("research", "deep"), ()]


async def test_an_empty_fan_out_gives_an_empty_list() -> None:
    run = started()
    await double(1)
    assert await concurrently() == []
    await double(1)
    assert parents(Trace(run.log.events))["double"] == [[], ["double"]]


async def test_a_person_is_asked_and_the_run_waits() -> None:
    run = started()
    asking = asyncio.create_task(approve("send", "draft"))
    await asyncio.sleep(0)
    assert Trace(run.log.events).status == "waiting"
    run.questions[1].set_result(Approval("edited", "better"))
    assert (await asking).item == "better"
    assert nodes(Trace(run.log.events)) == ["send"]
    assert Trace(run.log.events).status == "running"


async def test_nobody_answering_in_time_is_a_clear_outcome() -> None:
    started()
    approval = await approve("send", "draft", within_s=0.01)
    assert approval.decision == "timed_out"
    assert not approval.granted
