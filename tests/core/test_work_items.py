import asyncio

import pytest

from core import step
from core.errors import WorkflowError
from core.recording import Recorder, frontier, recorder
from core.trace import Trace
from core.work_items import Flow, GoBack, through_stages

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
    log = Recorder()
    recorder.set(log)
    frontier.set(())
    return log


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
