import asyncio
from typing import Annotated

import pytest
from pydantic import BaseModel, StringConstraints

from core import Approval, approve, concurrently, step
from core.errors import InputError, LimitReached
from core.trace.recording import causal_parents
from core.trace.trace import Trace
from core.virtual_time import run_virtually
from core.workflow.approval import asks_people, edited
from core.workflow.run_context import RunContext, TimeLimit, current_run


class Note(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@step(kind="code")
async def work(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


def started() -> RunContext:
    run = RunContext()
    current_run.set(run)
    causal_parents.set(())
    return run


async def answer_after(run: RunContext, seconds: float) -> None:
    await asyncio.sleep(seconds)
    for number in list(run.questions):
        run.answer(number, Approval("approved", "x"))


def test_waiting_for_a_person_does_not_count_against_the_seconds_of_a_run() -> None:
    async def scenario() -> str:
        run = started()
        async with TimeLimit(10) as run.time_limit:
            await work(4)
            answering = asyncio.create_task(answer_after(run, 500))
            approval = await approve("approve", "x", within_s=600)
            await answering
            await work(5)
        return approval.decision

    assert run_virtually(scenario()) == "approved"


def test_what_is_left_of_the_seconds_counts_again_after_the_answer() -> None:
    async def scenario() -> None:
        run = started()
        async with TimeLimit(10) as run.time_limit:
            await work(4)
            await approve("approve", "x", within_s=600)
            await work(7)

    with pytest.raises(LimitReached, match="10 seconds"):
        run_virtually(scenario())


def test_with_several_questions_the_clock_stands_until_the_last_is_answered() -> None:
    async def scenario() -> list[str]:
        run = started()
        async with TimeLimit(10) as run.time_limit:
            asked = (approve("approve", "x", within_s=seconds) for seconds in (20, 300))
            answers = await concurrently(*asked)
            await work(9)
        return [one.decision for one in answers]

    assert run_virtually(scenario()) == ["timed_out", "timed_out"]


def test_other_branches_go_on_while_one_waits_for_a_person() -> None:
    async def scenario() -> Trace:
        run = started()

        async def asking() -> float:
            await approve("approve", "x", within_s=60)
            return 0.0

        await concurrently(asking(), work(5))
        return Trace(run.log.events)

    steps = run_virtually(scenario()).steps.values()
    assert [(one.node, one.status) for one in steps] == [("approve", "completed"), ("work", "completed")]


def test_a_time_out_of_the_work_itself_is_not_taken_for_the_limit() -> None:
    async def scenario() -> None:
        async with TimeLimit(10):
            raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        run_virtually(scenario())


def test_a_question_says_how_long_it_waits() -> None:
    async def scenario() -> Trace:
        run = started()
        asking = asyncio.create_task(approve("approve", "x", note="Send?", within_s=60))
        await asyncio.sleep(1)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        return Trace(run.log.events)

    (waiting,) = run_virtually(scenario()).steps.values()
    assert waiting.asked is not None
    assert (waiting.asked.within_s, waiting.asked.note) == (60, "Send?")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_text_edited_to_be_empty_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="The text is empty. Write one, or reject it."):
        edited("draft", text)


def test_an_object_edited_to_be_empty_is_refused_with_the_name_of_the_field() -> None:
    with pytest.raises(InputError, match="^text: "):
        edited(Note(text="draft"), '{"text": "  "}')


def test_what_a_person_wrote_keeps_the_type_of_the_item() -> None:
    assert edited(Note(text="draft"), '{"text": " better "}') == Note(text="better")


def test_a_run_whose_approval_is_switched_off_asks_nobody() -> None:
    class Params(BaseModel):
        approval: str = "each"

    nodes = {"write": "llm", "approve": "human"}
    assert asks_people(nodes, Params())
    assert not asks_people(nodes, Params(approval="off"))
    assert not asks_people({"write": "llm"}, Params())


async def test_the_first_answer_counts_and_a_second_one_is_told_that_nobody_waits() -> None:
    run = started()
    asking = asyncio.create_task(approve("approve", "x", within_s=60))
    await asyncio.sleep(0)
    answers = [run.answer(1, Approval("approved", "x")), run.answer(1, Approval("rejected", "x"))]
    assert answers == [True, False]
    assert (await asking).decision == "approved"
    assert not run.answer(1, Approval("approved", "x"))
