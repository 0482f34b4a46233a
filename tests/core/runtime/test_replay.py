"""Steps of every kind whose outputs are taken from an earlier run's log."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pytest
from pydantic import BaseModel

from core import Approval, approve, concurrently, gate, group, route, step
from core.agents.agent import Agent, Finished, Stopped, drive
from core.errors import InputError, ModelUnavailable, PlaygroundError, ToolFailed, WorkflowError
from core.llm.asking import Connection
from core.llm.limits import Limits, RunAccount
from core.llm.llm import LLM
from core.providers.protocol import Reply, ToolCall, Usage
from core.runtime.replay import ERRORS, Replay, Reuse, error_of, reuse_before, reuse_with
from core.trace.causality import consequences
from core.trace.encoding import decode, encode
from core.trace.events import Branch, Failure, FannedOut, StepStarted
from core.trace.identity import identities
from core.trace.recording import branch, causal_parents, item_key
from core.trace.trace import Trace
from core.workflow.run_context import Mode, RunContext, current_run
from tests.scripted import ScriptedProvider, nodes

Work = Callable[[], Awaitable[Any]]


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Text(BaseModel):
    text: str


@step(kind="code")
async def double(number: int) -> Text:
    await asyncio.sleep(0)
    return Text(text=str(number * 2))


async def record(work: Work, reuse: Reuse | None = None, mode: Mode = "parallel") -> tuple[Any, Trace]:
    """Do the work in a run, and give its result and its trace as a history does."""
    run = RunContext(mode=mode, approve="all")
    run.replay = Replay(run.log, reuse) if reuse else None
    current_run.set(run)
    causal_parents.set(())
    branch.set(None)
    result = await work()
    return result, Trace([event for _, text in encode(run.log.events) for event in decode(text)])


def reused(trace: Trace) -> dict[str, str]:
    """How each step came to its output, by identity."""
    names = identities(trace)
    return {str(names[one.id]): one.reused for one in trace.steps.values()}


def before(trace: Trace, name: str) -> Reuse:
    """Everything before the step that people call so."""
    return reuse_before(trace, next(number for number, one in identities(trace).items() if str(one) == name))


async def nested() -> list[list[Text]]:
    """Two fan-outs in each of two branches; then the same node once more."""

    async def outer(number: int) -> list[Text]:
        with group("pair"):
            inner = await concurrently(double(number), double(number + 1))
            return [*inner, *await concurrently(double(number + 2), double(number + 3))]

    found = await concurrently(outer(10), outer(20))
    await double(0)
    return found


@pytest.mark.parametrize("modes", [("parallel", "sequential"), ("sequential", "parallel"), ("parallel", "parallel")])
async def test_nested_branches_are_known_again_in_either_mode(modes: tuple[Mode, Mode]) -> None:
    result, first = await record(nested, mode=modes[0])
    again, second = await record(nested, before(first, "double"), mode=modes[1])
    assert again == result
    assert list(reused(second).values()) == ["same"] * 8 + [""]
    assert set(reused(second)) == {
        *(
            f"pair/double #{outer}.{inner}{visit}"
            for outer in (1, 2)
            for inner in (1, 2)
            for visit in ("", ", visit 2")
        ),
        "double",
    }


async def test_of_nested_branches_only_what_came_of_the_step_runs() -> None:
    _, first = await record(nested)
    _, second = await record(nested, before(first, "pair/double #1.2"))
    ran = {name for name, how in reused(second).items() if not how}
    assert ran == {"pair/double #1.2", "pair/double #1.1, visit 2", "pair/double #1.2, visit 2", "double"}


async def test_work_items_are_known_by_their_keys() -> None:
    async def one(key: str, number: int) -> Text:
        item_key.set(key)
        return await double(number)

    async def work() -> list[Text]:
        return await concurrently(one("a", 1), one("b", 2))

    _, first = await record(work)
    _, second = await record(work, before(first, "double #2 (b)"))
    assert reused(second) == {"double #1 (a)": "same", "double #2 (b)": ""}


async def test_a_route_gives_back_a_label_of_the_type_it_was_given() -> None:
    async def work() -> Colour:
        return route("colour", Colour.RED)

    _, first = await record(work)
    changed, second = await record(work, reuse_with(first, 1, "blue"))
    assert changed is Colour.BLUE
    assert second.steps[1].output == "blue"


async def test_a_gate_before_the_step_says_what_it_said_then() -> None:
    async def work(limit: int = 5) -> bool:
        passed = gate("enough", limit < 10, limit=limit)
        await double(1)
        return passed

    _, first = await record(work)
    passed, second = await record(lambda: work(50), before(first, "double"))
    assert passed
    assert reused(second) == {"enough": "changed", "double": ""}


@pytest.mark.parametrize("thing", ["a text", Text(text="a text"), 7])
async def test_what_a_person_decided_is_not_asked_again(thing: Any) -> None:
    async def work() -> Approval[Any]:
        decision = await approve("ok", thing)
        await double(1)
        return decision

    _, first = await record(work)
    decision, second = await record(work, before(first, "double"))
    assert decision == Approval("approved", thing)
    assert reused(second) == {"ok": "same", "double": ""}
    stored = {"decision": "edited", "item": first.steps[1].output["item"], "note": "as I like it"}
    edited, _ = await record(work, reuse_with(first, 1, stored))
    assert edited == Approval("edited", thing, "as I like it")


async def test_an_error_comes_back_as_the_class_that_a_workflow_waits_for() -> None:
    @step(kind="code")
    async def flaky() -> int:
        raise ModelUnavailable("Too busy. Run again.", kind="rate_limited")

    async def work() -> str:
        try:
            await flaky()
        except ModelUnavailable:
            return (await double(4)).text
        return "fine"

    assert (await record(work))[0] == "8"
    _, first = await record(work)
    result, second = await record(work, before(first, "double"))
    assert result == "8"
    assert second.steps[1].error == first.steps[1].error
    assert reused(second) == {"flaky": "same", "double": ""}


def test_every_kind_of_error_has_its_class() -> None:
    assert all(kind in {"input", "prompt"} or issubclass(one, Exception) for kind, one in ERRORS.items())
    assert ERRORS["input"] is InputError


async def test_an_output_that_no_longer_fits_says_which_step_it_was() -> None:
    _, first = await record(lambda: double(1))
    with pytest.raises(WorkflowError, match="recorded output of 'double' does not fit .*text: .*valid string"):
        await record(lambda: double(1), reuse_with(first, 1, {"text": 5}))


async def test_a_call_that_the_earlier_run_did_not_make_is_made() -> None:
    async def work(numbers: Sequence[int]) -> list[Text]:
        found = await concurrently(*(double(number) for number in numbers))
        gate("done", True)
        return found

    _, first = await record(lambda: work([1, 2]))
    found, second = await record(lambda: work([1, 2, 3]), before(first, "done"))
    assert [one.text for one in found] == ["2", "4", "6"]
    assert reused(second) == {"double #1": "same", "double #2": "same", "double #3": "", "done": ""}


class Done(BaseModel):
    answer: str


@dataclass
class Notes:
    """What an agent's tools change."""

    lines: list[str] = field(default_factory=list)

    def note(self, text: str) -> str:
        """Write a line down."""
        self.lines.append(text)
        return f"{len(self.lines)} lines"


def call(name: str, arguments: str) -> Reply:
    return Reply("", Usage(1, 1), "m", "tool_calls", (ToolCall("1", name, arguments),))


async def agent_at_work(script: Sequence[Any], reuse: Reuse | None = None) -> tuple[Any, list[str], Trace]:
    notes, provider = Notes(), ScriptedProvider(script)

    async def work() -> Finished[Done] | Stopped:
        run = current_run.get()
        assert run is not None
        connection = Connection(
            run.log, RunAccount(Limits()), lambda _: provider, lambda _model, _usage: 0.0, "scripted:test"
        )
        agent = Agent("writer", "You write.", [notes.note], Done, max_turns=5)
        return await drive(agent, "Write.", LLM(connection))

    result, trace = await record(work, reuse)
    assert not provider.left
    return result, notes.lines, trace


async def test_an_agent_goes_on_from_any_of_its_turns_with_its_tools_work_done() -> None:
    script = [call("note", '{"text": "one"}'), call("note", '{"text": "two"}'), call("finish", '{"answer": "a"}')]
    first_result, _, first = await agent_at_work(script)
    assert nodes(first) == ["think", "note", "think", "note", "think", "finish"]
    second, lines, trace = await agent_at_work([call("finish", '{"answer": "b"}')], reuse_before(first, 3))
    assert second == Finished(Done(answer="b"), 2)
    assert lines == ["one"]
    assert list(reused(trace).values()) == ["same", "same", "", ""]
    third, lines, _ = await agent_at_work([call("finish", '{"answer": "b"}')], reuse_before(first, 5))
    assert (third, lines) == (Finished(Done(answer="b"), 3), ["one", "two"])
    whole, _, _ = await agent_at_work([], reuse_with(first, 6, {"answer": "c"}))
    assert isinstance(first_result, Finished)
    assert whole == Finished(Done(answer="c"), 3)


async def test_a_whole_number_stays_one_where_a_float_is_promised() -> None:
    @step(kind="tool")
    async def calculate() -> float:
        return 4200

    async def work() -> str:
        found = await calculate()
        await double(1)
        return str(found)

    _, first = await record(work)
    assert (await record(work, before(first, "double")))[0] == "4200"


async def test_an_edited_report_of_a_tool_does_not_undo_what_the_tool_did() -> None:
    script = [call("note", '{"text": "one"}'), call("finish", '{"answer": "a"}')]
    _, _, first = await agent_at_work(script)
    _, lines, trace = await agent_at_work(script[1:], reuse_with(first, 2, "something else"))
    assert lines == ["one"]
    assert trace.steps[2].output == "something else"


class Cat(BaseModel):
    name: str


class Dog(BaseModel):
    name: str


@pytest.mark.parametrize("output", [Colour.RED, Counter("aab"), Dog(name="Rex"), (1, 2), {Colour.BLUE: {1}}], ids=str)
async def test_a_reused_step_gives_what_it_gave_then_again_and_again(output: Any) -> None:
    @step(kind="code")
    async def make() -> Colour | Counter[str] | Cat | Dog | tuple[int, ...] | dict[Colour, set[int]]:
        return output  # type: ignore[no-any-return]

    async def work() -> Any:
        made = await make()
        await double(1)
        return made

    _, first = await record(work)
    for _ in range(2):
        again, first = await record(work, before(first, "double"))
        assert again == output
        assert type(again) is type(output)


async def test_an_approved_item_keeps_its_type_from_one_rerun_to_the_next() -> None:
    async def work() -> Approval[Dog]:
        decision = await approve("ok", Dog(name="Rex"))
        await double(1)
        return decision

    _, first = await record(work)
    edited = {"decision": "edited", "item": {"name": "Max"}, "note": ""}
    decision, second = await record(work, reuse_with(first, 1, edited))
    again, _ = await record(work, before(second, "double"))
    assert decision == again == Approval("edited", Dog(name="Max"))


def test_a_log_whose_fan_outs_lie_within_each_other_is_read_to_an_end() -> None:
    def fan(number: int, outer: Branch) -> FannedOut:
        return FannedOut(0.0, number, 1, (), outer)

    step_ = StepStarted(0.0, 1, "a", "code", (), (), Branch(2, 0), {})
    trace = Trace([fan(1, Branch(2, 0)), fan(2, Branch(1, 0)), step_])
    assert [str(one) for one in identities(trace).values()] == ["a #1.1"]
    assert consequences(trace, 1) == {1}


async def test_what_is_taken_from_the_log_is_of_the_kind_it_was_and_says_how_it_compares() -> None:
    async def work(limit: int = 5) -> bool:
        await double(1)
        passed = gate("enough", limit < 10, limit=limit)
        decision = await approve("ok", "a text")
        await double(2)
        return passed and decision.granted

    _, first = await record(work)
    _, second = await record(work, before(first, "double, visit 2"))
    assert [(one.kind, one.reused) for one in second.steps.values()] == [
        ("code", "same"),
        ("gate", "same"),
        ("human", "same"),
        ("code", ""),
    ]
    assert [one.kind for one in first.steps.values()] == [one.kind for one in second.steps.values()]
    _, edited = await record(work, reuse_with(first, 2, False))
    assert reused(edited)["enough"] == "edited"


def test_an_error_of_a_kind_that_is_no_longer_known_comes_back_as_an_error_of_ours() -> None:
    error = error_of(Failure("once known", "It broke. Run again."))  # type: ignore[arg-type]
    assert (type(error), error.kind, str(error)) == (PlaygroundError, "once known", "It broke. Run again.")


async def test_what_an_acting_step_did_is_done_again_and_may_fail_because_it_has_been_done() -> None:
    done: list[str] = []

    @step(kind="code", acts=True)
    async def send(to: str) -> str:
        done.append(to)
        if len(done) > 1:
            raise ToolFailed("It has been sent already.")
        return f"sent to {to}"

    async def work() -> str:
        sent = await send("Ada")
        await double(1)
        return sent

    _, first = await record(work)
    sent, second = await record(work, before(first, "double"))
    assert (sent, done) == ("sent to Ada", ["Ada", "Ada"])
    assert reused(second) == {"send": "same", "double": ""}
