import asyncio
import itertools
import time
from collections import Counter
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel, Field

from core import concurrently, group, step
from core.errors import ModelMisbehaved, ModelRefused, ModelUnavailable, PlaygroundError, WorkflowError
from core.llm.asking import Connection
from core.llm.limits import Limits, RunAccount
from core.llm.llm import LLM
from core.llm.throttle import Throttle
from core.providers.protocol import Message, OnText, Reply, Request, ToolCall, ToolSpec, Usage
from core.sharing.streams import put_together
from core.trace.events import Streamed, WaitStarted
from core.trace.recording import Recorder, causal_parents, current_step
from core.trace.trace import Trace
from core.workflow.run_context import RunContext, current_run
from tests.scripted import ScriptedProvider


class Mark(BaseModel):
    score: int = Field(ge=1, le=10)


BUSY = ModelUnavailable("The server is busy.", kind="rate_limited", retry_after=3.0)


class Asking:
    """One run with one step that asks whatever the test wants."""

    def __init__(self, provider: Any, **settings: Any) -> None:
        self.log = Recorder(clock=settings.pop("clock", time.perf_counter))
        self.slept: list[float] = []
        current_run.set(RunContext(self.log))
        causal_parents.set(())
        defaults: dict[str, Any] = {"model": "scripted:test", "account": RunAccount(Limits())}
        self.llm = LLM(
            Connection(
                recorder=self.log,
                connect=lambda _: provider,
                price=lambda _model, _usage: 0.05,
                sleep=self._sleep,
                **{**defaults, **settings},
            )
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    @property
    def trace(self) -> Trace:
        return Trace(self.log.events)


@step
async def ask(llm: LLM) -> str:
    return await llm.text("Be brief.", "Hello?")


@step
async def mark(llm: LLM) -> Mark:
    return await llm.parse("Mark it.", "text", Mark)


async def test_text_is_trimmed_and_its_usage_and_cost_recorded() -> None:
    asking = Asking(ScriptedProvider([" Hi there. \n"]))
    assert await ask(asking.llm) == "Hi there."
    (attempt,) = asking.trace.steps[1].attempts
    assert (attempt.outcome, attempt.usage, attempt.cost) == ("ok", Usage(10, 5), 0.05)
    assert [message.text for message in attempt.messages] == ["Be brief.", "Hello?"]


async def test_a_busy_server_is_asked_again_after_as_long_as_it_says() -> None:
    asking = Asking(ScriptedProvider([BUSY, BUSY, "Hi"]))
    await ask(asking.llm)
    assert [attempt.outcome for attempt in asking.trace.steps[1].attempts] == ["error", "error", "ok"]
    assert all(3.0 <= seconds <= 3.25 for seconds in asking.slept)
    waits = [event for event in asking.log.events if isinstance(event, WaitStarted)]
    assert [wait.seconds for wait in waits] == asking.slept
    assert asking.trace.totals().retries == 2


async def test_without_a_hint_the_waits_grow() -> None:
    down = ModelUnavailable("Down.", kind="server")
    asking = Asking(ScriptedProvider([down, down, down, "Hi"]))
    await ask(asking.llm)
    assert [0.25 <= asking.slept[0] <= 0.5, 0.5 <= asking.slept[1] <= 1, 1 <= asking.slept[2] <= 2] == [True] * 3


async def test_after_the_last_attempt_the_error_is_the_servers() -> None:
    asking = Asking(ScriptedProvider([BUSY] * 4))
    with pytest.raises(ModelUnavailable, match="busy"):
        await ask(asking.llm)
    assert asking.trace.steps[1].error is not None
    assert asking.trace.steps[1].error.kind == "rate_limited"


async def test_a_refusal_and_a_quota_are_not_asked_again() -> None:
    quota = ModelUnavailable("No money left.", kind="quota", retryable=False)
    for error in (ModelRefused("No."), quota):
        provider = ScriptedProvider([error])
        with pytest.raises(type(error)):
            await ask(Asking(provider).llm)
        assert len(provider.requests) == 1


async def test_an_answer_that_breaks_its_schema_goes_back_with_what_is_wrong() -> None:
    provider = ScriptedProvider(['{"score": 11}', '```json\n{"score": 7}\n```'])
    asking = Asking(provider)
    assert (await mark(asking.llm)).score == 7
    assert [attempt.outcome for attempt in asking.trace.steps[1].attempts] == ["invalid", "ok"]
    repair = provider.requests[1].messages
    assert repair[-2] == Message("assistant", '{"score": 11}')
    assert "score: Input should be less than or equal to 10" in repair[-1].text


async def test_a_model_that_never_fits_the_schema_misbehaves_after_the_repairs() -> None:
    provider = ScriptedProvider(["no"] * 3)
    with pytest.raises(ModelMisbehaved, match="valid Mark in 3 attempts"):
        await mark(Asking(provider).llm)


EMPTY = Reply(" ", Usage(1, 1), "m")
CUT_OFF = Reply("Hal", Usage(1, 1), "m", finish="length")
NO_PROTOCOL = ModelUnavailable("Not an answer.", kind="protocol")


@pytest.mark.parametrize(
    ("script", "kind", "attempts"),
    [([CUT_OFF], "truncated", 1), ([EMPTY] * 2, "empty", 2), ([NO_PROTOCOL] * 2, "protocol", 2)],
)
async def test_an_answer_that_is_none_is_never_taken_for_a_good_one(
    script: list[Any], kind: str, attempts: int
) -> None:
    asking = Asking(ScriptedProvider(script))
    with pytest.raises(PlaygroundError) as raised:
        await ask(asking.llm)
    assert raised.value.kind == kind
    assert len(asking.trace.steps[1].attempts) == attempts


async def test_an_empty_answer_is_asked_for_once_more() -> None:
    asking = Asking(ScriptedProvider([EMPTY, "Hi"]))
    assert await ask(asking.llm) == "Hi"
    assert [one.outcome for one in asking.trace.steps[1].attempts] == ["invalid", "ok"]
    assert asking.trace.totals().input_tokens == 11


async def test_a_call_ends_at_its_limit_of_seconds() -> None:
    class Silent:
        async def ask(self, request: Request, on_text: OnText) -> Reply:
            on_text("Wel")
            await asyncio.Event().wait()
            raise AssertionError

    asking = Asking(Silent(), call_seconds=0.05)
    with pytest.raises(ModelUnavailable, match="limit for one call"):
        await ask(asking.llm)
    (attempt,) = asking.trace.steps[1].attempts
    assert (attempt.outcome, attempt.text) == ("error", "Wel")
    assert attempt.error is not None
    assert attempt.error.kind == "timeout"


async def test_waiting_for_our_own_limits_takes_nothing_of_the_time_for_further_attempts() -> None:
    throttle = Throttle(Limits(calls_at_once=1), time.monotonic, asyncio.sleep)
    soon = ModelUnavailable("The server is busy.", kind="rate_limited", retry_after=0.01)
    asking = Asking(ScriptedProvider([soon, "Yes."]), call_seconds=0.3, throttle=throttle)
    async with throttle.turn("scripted", 1, 1.0, lambda *_: None):
        answer = asyncio.create_task(ask(asking.llm))
        await asyncio.sleep(0.35)
    assert await answer == "Yes."


async def test_a_model_can_be_chosen_for_a_step_and_by_the_workflow() -> None:
    provider = ScriptedProvider(["a", "b", "c"])
    asking = Asking(provider, models={"ask": "scripted:other"})
    await ask(asking.llm)
    await ask(asking.llm.using("scripted:own"))
    await ask(asking.llm.using(""))
    assert [request.model for request in provider.requests] == ["other", "own", "other"]


async def test_asking_outside_a_step_is_refused() -> None:
    with pytest.raises(WorkflowError, match="outside a step"):
        await Asking(ScriptedProvider(["x"])).llm.text("a", "b")


async def test_tools_are_offered_and_calls_returned() -> None:
    provider = ScriptedProvider(["Nothing to call."])
    asking = Asking(provider)
    tool = ToolSpec("add", "Adds.", {"type": "object"})

    @step
    async def decide(llm: LLM) -> Message:
        return await llm.call_tools([Message("user", "1+1?")], [tool], force="add")

    assert await decide(asking.llm) == Message("assistant", "Nothing to call.")
    assert provider.requests[0].tools == (tool,)
    assert provider.requests[0].force_tool == "add"


async def test_what_was_asked_and_answered_is_kept_as_it_was() -> None:
    given, wanted = [ToolCall("1", "look", "{}")], [ToolCall("2", "look", "{}")]
    asking = Asking(ScriptedProvider([Reply("", Usage(1, 1), "m", "tool_calls", wanted)]))  # type: ignore[arg-type]

    @step
    async def decide(llm: LLM) -> int:
        return len((await llm.call_tools([Message("assistant", "", given)], [])).tool_calls)  # type: ignore[arg-type]

    assert await decide(asking.llm) == 1
    given.clear()
    wanted.clear()
    (attempt,) = asking.trace.steps[1].attempts
    assert [one.id for one in (*attempt.messages[0].tool_calls, *attempt.tool_calls)] == ["1", "2"]


async def test_text_streams_into_the_log_in_batches() -> None:
    class Chatty:
        async def ask(self, request: Request, on_text: OnText) -> Reply:
            for _ in range(1000):
                on_text("x")
            return Reply("x" * 1000, Usage(1, 1), "m")

    asking = Asking(Chatty())
    await ask(asking.llm)
    assert len(asking.log.events) < 10
    assert asking.trace.steps[1].attempts[0].text == "x" * 1000


async def test_a_cancelled_call_is_recorded_and_gives_back_what_it_held() -> None:
    account = RunAccount(Limits())

    class Silent:
        async def ask(self, request: Request, on_text: OnText) -> Reply:
            on_text("Half")
            await asyncio.Event().wait()
            raise AssertionError

    asking = Asking(Silent(), account=account)
    task = asyncio.create_task(ask(asking.llm))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (attempt,) = asking.trace.steps[1].attempts
    assert (attempt.outcome, attempt.text) == ("cancelled", "Half")
    assert account.held_tokens == 0


async def test_each_piece_of_streamed_text_stands_in_the_log_once() -> None:
    class Slow:
        async def ask(self, request: Request, on_text: OnText) -> Reply:
            for piece in ("To", "geth", "er"):
                on_text(piece)
            return Reply("Together", Usage(1, 1), "m")

    seconds = itertools.count()
    asking = Asking(Slow(), clock=lambda: float(next(seconds)))
    await ask(asking.llm)
    assert [event.text for event in asking.log.events if isinstance(event, Streamed)] == ["To", "geth", "er"]


class Halting:
    """Says the given pieces, one at each second of the clock, and then fails, or says nothing more."""

    def __init__(self, *pieces: str, error: Exception | None = None) -> None:
        self.pieces = pieces
        self.error = error

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        for piece in self.pieces:
            on_text(piece)
        if self.error is not None:
            raise self.error
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.parametrize("tick", [0.0, 0.15, 1.0])
async def test_all_that_was_said_before_an_error_is_kept(tick: float) -> None:
    refused = ModelRefused("No.")
    asking = Asking(Halting("To", "geth", "er", "!", error=refused), clock=itertools.count(0.0, tick).__next__)
    with pytest.raises(ModelRefused):
        await ask(asking.llm)
    (attempt,) = asking.trace.steps[1].attempts
    assert (attempt.outcome, attempt.text) == ("error", "Together!")


@pytest.mark.parametrize("tick", [0.0, 0.15, 1.0])
async def test_all_that_was_said_before_a_stop_is_kept(tick: float) -> None:
    asking = Asking(Halting("To", "geth", "er", "!"), clock=itertools.count(0.0, tick).__next__)
    task = asyncio.create_task(ask(asking.llm))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (attempt,) = asking.trace.steps[1].attempts
    assert (attempt.outcome, attempt.text) == ("cancelled", "Together!")


async def test_an_answer_begins_with_its_first_text_and_holds_nothing_of_the_one_before() -> None:
    class Unsure:
        answers: ClassVar = [["", " ", " ", " "], ["", "H", "i"]]

        async def ask(self, request: Request, on_text: OnText) -> Reply:
            answer = self.answers.pop(0)
            for piece in answer:
                on_text(piece)
            return Reply("".join(answer), Usage(1, 1), "m")

    asking = Asking(Unsure(), clock=itertools.count(0.0, 0.001).__next__)
    await ask(asking.llm)
    streamed = [(event.attempt, event.text) for event in asking.log.events if isinstance(event, Streamed)]
    assert streamed == [(1, " "), (2, "H")]
    assert [one.outcome for one in asking.trace.steps[1].attempts] == ["invalid", "ok"]


async def test_two_questions_of_one_step_at_once_keep_their_answers_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        async def ask(self, request: Request, on_text: OnText) -> Reply:
            question = request.messages[-1].text
            for number in range(3):
                on_text(f"{question}{number} ")
                await asyncio.sleep(0)
            if question == "b":
                raise ModelRefused("No.")
            return Reply("Yes.", Usage(1, 1), "m")

    @step
    async def both(llm: LLM) -> None:
        await asyncio.gather(llm.text("", "a"), llm.text("", "b"), return_exceptions=True)

    asking = Asking(Slow(), clock=itertools.count().__next__)
    await both(asking.llm)
    monkeypatch.setattr("core.sharing.streams.MOST_STREAMED", 0)
    streamed = [one for one in put_together(asking.log.events) if isinstance(one, Streamed)]
    assert [(one.attempt, one.text) for one in streamed] == [(1, "a0 a1 a2 "), (2, "b0 b1 b2 ")]
    assert [one.text for one in asking.trace.steps[1].attempts] == ["Yes.", "b0 b1 b2 "]


class BusyTwice:
    """Refuses what each step asks twice."""

    def __init__(self) -> None:
        self.refused: Counter[int] = Counter()

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        asking = current_step.get()
        assert asking is not None
        self.refused[asking.step] += 1
        if self.refused[asking.step] <= 2:
            raise BUSY
        return Reply("Hi", Usage(1, 1), "m")


async def test_branches_that_were_refused_together_do_not_come_back_together() -> None:
    asking = Asking(BusyTwice())
    await concurrently(*(ask(asking.llm) for _ in range(4)))
    assert len(set(asking.slept)) == 8, "one branch waits as long as another, or as long as it did before"


async def test_the_same_seed_makes_the_same_waits() -> None:
    waits = []
    for seed in (7, 7, 8):
        asking = Asking(BusyTwice(), seed=seed)
        await ask(asking.llm)
        waits.append(asking.slept)
    assert waits[0] == waits[1] != waits[2]


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ({"outer": "scripted:outer"}, "outer"),
        ({"outer": "scripted:outer", "outer/inner": "scripted:inner"}, "inner"),
        ({"outer/inner": "scripted:inner", "outer/inner/ask": "scripted:own"}, "own"),
        ({"inner": "scripted:elsewhere"}, "test"),
    ],
)
async def test_the_innermost_group_that_has_a_model_decides(chosen: dict[str, str], asked: str) -> None:
    provider = ScriptedProvider(["Hi"])
    asking = Asking(provider, models=chosen)
    with group("outer"), group("inner"):
        await ask(asking.llm)
    assert provider.requests[0].model == asked
