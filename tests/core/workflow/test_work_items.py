import asyncio

import pytest

from core import step
from core.errors import BranchesFailed, WorkflowError
from core.trace.events import ItemChanged
from core.trace.recording import Recorder, causal_parents
from core.trace.trace import Trace
from core.workflow.run_context import RunContext, current_run
from core.workflow.work_items import Flow, GoBack, Skip, joint_stage, through_stages

both_flows = pytest.mark.parametrize("flow", ["batch", "streaming"])


@step(kind="code")
async def read(page: str) -> str:
    await asyncio.sleep(0)
    if page == "broken":
        raise ValueError("not a page")
    return page + " read"


@step(kind="code")
async def write(text: str) -> str:
    await asyncio.sleep(0)
    return text + " written"


@step(kind="code")
async def check(text: str) -> "str | GoBack[str]":
    return GoBack("write", text, "too short") if text.startswith("short") else text


def started() -> Recorder:
    run = RunContext()
    current_run.set(run)
    causal_parents.set(())
    return run.log


@both_flows
async def test_every_item_goes_through_every_stage_in_order(flow: Flow) -> None:
    log = started()
    outcomes = await through_stages([("a", "A"), ("b", "B")], [read, write], flow=flow, max_attempts=3)
    assert [(one.key, one.state, one.status) for one in outcomes] == [
        ("a", "A read written", "done"),
        ("b", "B read written", "done"),
    ]
    steps = Trace(log.events).steps.values()
    assert {(one.node, one.item) for one in steps} == {("read", "a"), ("write", "a"), ("read", "b"), ("write", "b")}


async def test_in_a_batch_a_stage_ends_for_all_before_the_next_begins() -> None:
    log = started()
    await through_stages([("a", "A"), ("b", "B")], [read, write], flow="batch", max_attempts=1)
    assert [one.node for one in Trace(log.events).steps.values()] == ["read", "read", "write", "write"]


async def test_streaming_an_item_does_not_wait_for_the_others() -> None:
    started()
    order: list[str] = []
    released = asyncio.Event()

    async def first(state: str) -> str:
        if state == "slow":
            await released.wait()
        return state

    async def second(state: str) -> str:
        order.append(state)
        released.set()
        return state

    async with asyncio.timeout(5):
        await through_stages([("s", "slow"), ("q", "quick")], [first, second], flow="streaming", max_attempts=1)
    assert order == ["quick", "slow"]


@both_flows
async def test_one_bad_item_never_stops_the_others(flow: Flow) -> None:
    started()
    outcomes = await through_stages([("x", "broken"), ("a", "A")], [read, write], flow=flow, max_attempts=1)
    assert [one.status for one in outcomes] == ["failed", "done"]
    assert "not a page" in outcomes[0].reason


@both_flows
async def test_an_item_sent_back_too_often_is_set_aside(flow: Flow) -> None:
    started()
    outcomes = await through_stages([("x", "short"), ("a", "A")], [write, check], flow=flow, max_attempts=3)
    assert [one.status for one in outcomes] == ["set aside", "done"]
    assert outcomes[0].attempts == {"write": 3, "check": 3}
    assert outcomes[0].reason == "Set aside after 3 attempts. The last time: too short"


async def test_going_back_to_a_stage_that_is_not_earlier_is_a_mistake_of_the_workflow() -> None:
    started()

    async def lost(state: str) -> "str | GoBack[str]":
        return GoBack("nowhere", state, "?")

    with pytest.raises(WorkflowError, match="'nowhere'"):
        await through_stages([("a", "A")], [lost], flow="streaming", max_attempts=1)


@both_flows
async def test_stages_are_given_what_all_of_them_need(flow: Flow) -> None:
    async def double(state: int, factor: int) -> int:
        return state * factor

    started()
    outcomes = await through_stages([("a", 1), ("b", 2)], [double, double], 3, flow=flow, max_attempts=1)
    assert [one.state for one in outcomes] == [9, 18]


@both_flows
async def test_a_stage_for_all_together_waits_for_every_item_on_its_way(flow: Flow) -> None:
    seen: list[list[str]] = []

    @joint_stage
    async def judge(states: list[str]) -> "list[str | Skip[str]]":
        seen.append(states)
        return [Skip(one, "not good") if one.startswith("B") else one + " judged" for one in states]

    log = started()
    items = [("a", "A"), ("b", "B"), ("x", "broken")]
    outcomes = await through_stages(items, [read, judge, write], flow=flow, max_attempts=1)
    assert seen == [["A read", "B read"]]
    assert [(one.status, one.state) for one in outcomes] == [
        ("done", "A read judged written"),
        ("set aside", "B read"),
        ("failed", "broken"),
    ]
    steps = Trace(log.events).steps
    parents = {
        one.item: {steps[parent].item for parent in one.parents} for one in steps.values() if one.node == "write"
    }
    assert parents == {"a": {"a", "b"}}


@both_flows
async def test_when_every_item_fails_so_does_the_run(flow: Flow) -> None:
    started()
    with pytest.raises(BranchesFailed, match="All 2 work items failed.*not a page"):
        await through_stages([("x", "broken"), ("y", "broken")], [read, write], flow=flow, max_attempts=1)


@both_flows
async def test_a_failed_or_waiting_item_is_never_the_cause_of_anothers_step(flow: Flow) -> None:
    log = started()

    async def fragile(text: str) -> str:
        return await read("broken" if text.count("written") == 2 else text)

    items = [("x", "short"), ("a", "A")]
    outcomes = await through_stages(items, [write, fragile, check, write], flow=flow, max_attempts=3)
    assert [one.status for one in outcomes] == ["failed", "done"]
    steps = Trace(log.events).steps
    last = max(one.id for one in steps.values() if one.item == "a")
    assert {(steps[parent].node, steps[parent].item) for parent in steps[last].parents} == {("check", "a")}


@both_flows
async def test_what_becomes_of_each_item_is_in_the_log(flow: Flow) -> None:
    log = started()
    items = [("x", "broken"), ("s", "short"), ("a", "A")]
    await through_stages(items, [read, write, check], flow=flow, max_attempts=2)
    changed = [event for event in log.events if isinstance(event, ItemChanged)]
    assert [(one.item, one.stage, one.attempt) for one in changed[:3]] == [
        ("x", "read", 0),
        ("s", "read", 0),
        ("a", "read", 0),
    ]
    told = {key: (last.status, last.stage, last.attempt) for key, last in Trace(log.events).items.items()}
    assert told == {"x": ("failed", "read", 1), "s": ("set aside", "check", 2), "a": ("done", "check", 1)}
    assert ("going", "write", "too short") in [(one.status, one.stage, one.reason) for one in changed]


async def test_two_items_with_one_key_are_a_mistake_of_the_workflow() -> None:
    with pytest.raises(WorkflowError, match="same key"):
        await through_stages([("a", "A"), ("a", "B")], [read], flow="batch", max_attempts=1)


async def test_an_item_cannot_be_sent_back_past_a_stage_for_all_together() -> None:
    @joint_stage
    async def all_of_them(states: list[str]) -> list[str]:
        return states

    started()
    with pytest.raises(WorkflowError, match="'write'"):
        await through_stages([("s", "short")], [write, all_of_them, check], flow="streaming", max_attempts=2)
