from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from core.agent import Agent, Finished, Stopped, drive
from core.limits import Account, Limits
from core.llm.asking import Connection
from core.llm.llm import LLM
from core.llm.provider import Reply, ToolCall, Usage
from core.recording import Recorder, frontier, recorder
from core.trace import Trace
from tests.scripted import ScriptedProvider


class Done(BaseModel):
    answer: str


async def add(left: int, right: int) -> int:
    """Add two numbers."""
    return left + right


AGENT = Agent("adder", "You add.", [add], Done)


def calls(*made: tuple[str, str]) -> Reply:
    wanted = tuple(ToolCall(str(place), name, arguments) for place, (name, arguments) in enumerate(made))
    return Reply("", Usage(1, 1), "m", "tool_calls", wanted)


async def work(script: Sequence[Any], max_turns: int = 5) -> tuple[Finished[Done] | Stopped, ScriptedProvider, Trace]:
    provider = ScriptedProvider(script)
    log = Recorder()
    recorder.set(log)
    frontier.set(())
    connection = Connection(log, Account(Limits()), lambda _: provider, lambda _model, _usage: 0.0, "scripted:test")
    outcome = await drive(AGENT, "What is 2 + 3?", LLM(connection), max_turns=max_turns)
    return outcome, provider, Trace(log.events)


async def test_an_agent_uses_its_tools_until_it_finishes() -> None:
    script = [calls(("add", '{"left": 2, "right": 3}')), calls(("finish", '{"answer": "5"}'))]
    outcome, model, trace = await work(script)
    assert outcome == Finished(Done(answer="5"), 2)
    assert model.requests[1].messages[-1].text == "5"
    assert [tool.name for tool in model.requests[0].tools] == ["add", "finish"]
    assert {step.group for step in trace.steps.values()} == {("adder",)}


async def test_mistakes_go_back_to_the_model() -> None:
    script = [calls(("subtract", "{}")), calls(("finish", "{}")), "Hm.", calls(("finish", '{"answer": "5"}'))]
    outcome, model, _ = await work(script)
    assert isinstance(outcome, Finished)
    assert "There is no tool 'subtract'" in model.requests[1].messages[-1].text
    assert "answer: Field required" in model.requests[2].messages[-1].text
    assert "call finish" in model.requests[3].messages[-1].text


async def test_an_agent_that_never_finishes_is_stopped_at_its_turns() -> None:
    outcome, model, _ = await work(["Hm."] * 3, max_turns=3)
    assert outcome == Stopped("adder did not finish within 3 turns.", 3)
    assert len(model.requests) == 3


async def test_an_agent_that_goes_round_in_circles_is_stopped() -> None:
    same = calls(("add", '{"left": 1, "right": 1}'))
    outcome, _, _ = await work([same] * 4, max_turns=10)
    assert isinstance(outcome, Stopped)
    assert "same call of add" in outcome.reason


async def test_a_ping_pong_of_two_calls_is_stopped_too() -> None:
    one, other = calls(("add", '{"left": 1, "right": 1}')), calls(("add", '{"left": 2, "right": 2}'))
    outcome, _, _ = await work([one, other] * 3 + [one], max_turns=20)
    assert isinstance(outcome, Stopped)
