from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import BaseModel

from core.agents.agent import Agent, Finished, Said, Session, Stopped, drive
from core.agents.budget import Budget
from core.errors import WorkflowError
from core.llm.asking import Connection
from core.llm.limits import Limits, RunAccount
from core.llm.llm import LLM
from core.providers.protocol import Reply, ToolCall, Usage
from core.trace.recording import Recorder, causal_parents
from core.trace.trace import Trace
from core.workflow.run_context import RunContext, current_run
from core.workflow.steps_and_gates import step
from tests.scripted import ScriptedProvider, nodes, parents


class Done(BaseModel):
    answer: str


async def add(left: int, right: int) -> int:
    """Add two numbers."""
    return left + right


@step
async def ponder(question: str, llm: LLM) -> str:
    """Think it over."""
    return await llm.text("Ponder.", question)


AGENT = Agent("adder", "You add.", [add], Done, max_turns=5)


def calls(*made: tuple[str, str]) -> Reply:
    wanted = tuple(ToolCall(str(place), name, arguments) for place, (name, arguments) in enumerate(made))
    return Reply("", Usage(1, 1), "m", "tool_calls", wanted)


FIVE = calls(("finish", '{"answer": "5"}'))


def on_script(script: Sequence[Any], mode: Any = "parallel") -> tuple[LLM, ScriptedProvider, Recorder]:
    provider = ScriptedProvider(script)
    run = RunContext(mode=mode)
    current_run.set(run)
    causal_parents.set(())
    connection = Connection(
        run.log, RunAccount(Limits()), lambda _: provider, lambda _model, _usage: 0.0, "scripted:test"
    )
    return LLM(connection), provider, run.log


async def work(
    script: Sequence[Any], agent: Agent[Done] = AGENT
) -> tuple[Finished[Done] | Stopped, ScriptedProvider, Trace]:
    llm, provider, log = on_script(script)
    outcome = await drive(agent, "What is 2 + 3?", llm)
    return outcome, provider, Trace(log.events)


async def test_an_agent_uses_its_tools_until_it_finishes() -> None:
    script = [calls(("add", '{"left": 2, "right": 3}')), FIVE]
    outcome, model, trace = await work(script)
    assert outcome == Finished(Done(answer="5"), 2)
    assert model.requests[1].messages[-1].text == "5"
    assert [tool.name for tool in model.requests[0].tools] == ["add", "finish"]
    assert {one.group for one in trace.steps.values()} == {("adder",)}


async def test_every_turn_and_every_call_is_a_step_after_the_one_before() -> None:
    _, _, trace = await work([calls(("add", '{"left": 2, "right": 3}')), FIVE])
    assert parents(trace) == {"think": [[], ["add"]], "add": [["think"]], "finish": [["think"]]}
    called = next(one for one in trace.steps.values() if one.node == "add")
    assert (called.kind, called.input, called.output) == ("tool", {"left": 2, "right": 3}, 5)


async def test_what_a_turn_was_given_is_recorded_as_it_was_then() -> None:
    _, _, trace = await work([calls(("add", '{"left": 2, "right": 3}')), FIVE])
    first, second = [one for one in trace.steps.values() if one.node == "think"]
    assert len(first.input["conversation"]) == 2
    assert len(second.input["conversation"]) == 4


async def test_mistakes_are_recorded_and_go_back_to_the_model() -> None:
    script = [calls(("subtract", "{}")), calls(("add", '{"left": "x"}')), calls(("finish", "{}")), "Hm.", FIVE]
    outcome, model, trace = await work(script)
    assert isinstance(outcome, Finished)
    assert "There is no tool 'subtract'" in model.requests[1].messages[-1].text
    assert "right: Field required" in model.requests[2].messages[-1].text
    assert "answer: Field required" in model.requests[3].messages[-1].text
    assert "call finish" in model.requests[4].messages[-1].text
    failed = [(one.node, one.error and one.error.kind) for one in trace.steps.values() if one.status == "failed"]
    assert failed == [("unknown_tool", "tool"), ("add", "tool"), ("finish", "tool")]


async def test_what_follows_a_failed_call_comes_after_it() -> None:
    _, _, trace = await work([calls(("add", "{}")), FIVE])
    assert parents(trace)["think"] == [[], ["add"]]


@pytest.mark.parametrize(
    "arguments",
    [
        "[1, 2]",
        "{",
        '{"left": NaN, "right": 1}',
        "[" * 100_000,
        '{"left": 1e999, "right": "\\ud800"}',
        "1" * 200_000,
        "null",
    ],
)
async def test_hostile_arguments_are_an_error_the_model_can_correct(arguments: str) -> None:
    outcome, model, trace = await work([calls(("add", arguments)), FIVE])
    assert isinstance(outcome, Finished)
    assert model.requests[1].messages[-1].text.startswith("Error: The arguments of add")
    assert len(model.requests[1].messages[-1].text) < 5000
    assert len(str(trace.steps[2].input)) < 5000


async def test_a_name_no_provider_would_take_back_is_made_plain() -> None:
    _, model, trace = await work([calls(("rm -rf / <b>" + "x" * 5000, "{}")), FIVE])
    sent = model.requests[1].messages[-2].tool_calls[0].name
    assert len(sent) == 64
    assert sent.startswith("rm_-rf_b_x")
    assert nodes(trace) == ["think", "unknown_tool", "think", "finish"]


async def test_an_agent_that_never_finishes_is_stopped_at_its_turns() -> None:
    outcome, model, _ = await work(["Hm."] * 5)
    assert outcome == Stopped("The agent adder did not finish within 5 turns; allow it more turns.", 5)
    assert len(model.requests) == 5


async def test_an_agent_that_goes_round_in_circles_is_stopped() -> None:
    same, spaced = calls(("add", '{"left": 1, "right": 1}')), calls(("add", '{"right":1,"left":1}'))
    outcome, model, _ = await work([same, spaced, same])
    assert isinstance(outcome, Stopped)
    assert "it called add with the same arguments 3 times" in outcome.reason
    assert not model.left


async def test_a_ping_pong_of_two_calls_is_stopped_too() -> None:
    one, other = calls(("add", '{"left": 1, "right": 1}')), calls(("add", '{"left": 2, "right": 2}'))
    outcome, _, _ = await work([one, other] * 3, Agent("adder", "You add.", [add], Done, max_turns=20))
    assert isinstance(outcome, Stopped)
    assert "it called add, add" in outcome.reason


async def test_the_same_call_with_another_result_is_no_circle() -> None:
    results = iter(range(100))

    def look() -> int:
        """Look again."""
        return next(results)

    agent = Agent("watcher", "You look.", [look], Done)
    outcome, _, _ = await work([calls(("look", "{}"))] * 5 + [FIVE], agent)
    assert isinstance(outcome, Finished)


async def test_an_agent_that_calls_unknown_tools_for_ever_is_stopped() -> None:
    script = [calls((f"tool_{number}", "{}")) for number in range(5)]
    outcome, _, _ = await work(script, Agent("lost", "You wander.", [add], Done, max_turns=50))
    assert isinstance(outcome, Stopped)
    assert "5 calls in a row that failed" in outcome.reason
    assert "There is no tool 'tool_4'" in outcome.reason


async def test_a_budget_of_calls_stops_the_agent_with_the_figure() -> None:
    agent = Agent("adder", "You add.", [add], Done, budget=Budget(1))
    sums = calls(("add", '{"left": 1, "right": 1}'), ("add", '{"left": 1, "right": 2}'))
    outcome, _, trace = await work([sums], agent)
    assert outcome == Stopped("The agent adder used up its budget of 1 tool call; allow it more calls.", 1)
    assert nodes(trace) == ["think", "add"]


async def test_finishing_costs_nothing_of_the_budget() -> None:
    outcome, _, _ = await work([FIVE], Agent("adder", "You add.", [add], Done, budget=Budget(0)))
    assert isinstance(outcome, Finished)


async def test_every_call_of_a_turn_is_answered_before_the_next_turn() -> None:
    many = calls(*(("add", f'{{"left": {number}, "right": 0}}') for number in range(30)))
    _, model, _ = await work([many, FIVE])
    asked = model.requests[1].messages[2].tool_calls
    answered = [one.tool_call_id for one in model.requests[1].messages if one.role == "tool"]
    assert [one.id for one in asked] == answered
    assert len(answered) == 20


async def test_a_step_among_the_tools_keeps_its_kind_and_asks_the_model_itself() -> None:
    agent = Agent("thinker", "You think.", [ponder], Done)
    outcome, model, trace = await work([calls(("ponder", '{"question": "Why?"}')), "Because.", FIVE], agent)
    assert isinstance(outcome, Finished)
    assert "llm" not in model.requests[0].tools[0].parameters["properties"]
    pondered = trace.steps[2]
    assert (pondered.node, pondered.kind, pondered.output) == ("ponder", "llm", "Because.")
    assert pondered.attempts


async def test_a_step_that_cannot_start_is_recorded_as_the_call_that_failed() -> None:
    agent = Agent("thinker", "You think.", [ponder], Done)
    outcome, _, trace = await work([calls(("ponder", '{"query": 1}')), FIVE], agent)
    assert isinstance(outcome, Finished)
    assert (trace.steps[2].node, trace.steps[2].status) == ("ponder", "failed")


async def test_an_agent_among_the_tools_is_driven_in_a_group_of_its_own() -> None:
    inner = Agent("the adder!", "You add.", [add], Done, purpose="Adds.")
    outer = Agent("boss", "You ask.", [inner], Done)
    script = [
        calls(("the_adder", '{"task": "2 + 3"}')),
        calls(("add", '{"left": 2, "right": 3}')),
        FIVE,
        calls(("finish", '{"answer": "It is 5."}')),
    ]
    outcome, model, trace = await work(script, outer)
    assert outcome == Finished(Done(answer="It is 5."), 2)
    assert model.requests[0].tools[0].description == "Adds."
    assert model.requests[3].messages[-1].text == '{"answer":"5"}'
    assert [(*one.group, one.node) for one in trace.steps.values()] == [
        ("boss", "think"),
        ("boss", "the adder!", "think"),
        ("boss", "the adder!", "add"),
        ("boss", "the adder!", "think"),
        ("boss", "the adder!", "finish"),
        ("boss", "think"),
        ("boss", "finish"),
    ]


@pytest.mark.parametrize(("called", "asked"), [("Q_A_2", "Q/A"), ("Q/A", "Q/A"), ("Q&A", "Q&A"), ("agent_2", "法務")])
async def test_each_of_two_agents_whose_names_are_alike_as_tools_can_be_asked(called: str, asked: str) -> None:
    team = [Agent(name, f"You are {name}.", [], Done) for name in ("Q&A", "Q/A", "財務", "法務")]
    script = [calls((called, '{"task": "2 + 3"}')), FIVE, FIVE]
    outcome, model, _ = await work(script, Agent("boss", "You ask.", team, Done))
    assert isinstance(outcome, Finished)
    offered = {tool.name: tool.description for tool in model.requests[0].tools}
    assert list(offered) == ["Q_A", "Q_A_2", "agent", "agent_2", "finish"]
    assert all(name in said for name, said in zip(("Q&A", "Q/A", "財務", "法務"), offered.values(), strict=False))
    assert model.requests[1].messages[0].text == f"You are {asked}."


async def test_a_call_whose_name_has_no_letter_reaches_no_agent_by_chance() -> None:
    team = [Agent("agent", "You add.", [], Done)]
    _, _, trace = await work([calls(("???", '{"task": "2 + 3"}')), FIVE], Agent("boss", "You ask.", team, Done))
    assert nodes(trace) == ["think", "unknown_tool", "think", "finish"]


async def test_that_another_agent_was_stopped_is_told_to_the_one_that_asked_it() -> None:
    inner = Agent("adder", "You add.", [add], Done, max_turns=1)
    outer = Agent("boss", "You ask.", [inner], Done)
    outcome, model, _ = await work([calls(("adder", '{"task": "2 + 3"}')), "Hm.", FIVE], outer)
    assert isinstance(outcome, Finished)
    assert model.requests[2].messages[-1].text.startswith("Error: The agent adder did not finish within 1 turn")


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_independent_agents_asked_in_one_turn_work_at_once(mode: str) -> None:
    inner = [Agent(name, "You add.", [], Done) for name in ("left", "right")]
    outer = Agent("boss", "You ask.", inner, Done, at_once=True)
    script = [calls(("left", '{"task": "a"}'), ("right", '{"task": "b"}')), FIVE, FIVE, FIVE]
    llm, model, log = on_script(script, mode)
    assert isinstance(await drive(outer, "Both.", llm), Finished)
    assert [one.text for one in model.requests[3].messages[-2:]] == ['{"answer":"5"}'] * 2
    trace = Trace(log.events)
    starts = [one for one in trace.steps.values() if one.node == "think" and len(one.group) == 2]
    assert {one.parents for one in starts} == {(1,)}
    assert len(trace.fans) == 1


async def test_two_tools_of_one_name_are_refused_before_anything_is_asked() -> None:
    with pytest.raises(WorkflowError, match="one name"):
        await work([], Agent("adder", "You add.", [add, Agent("add", "You add.", [], Done)], Done))


async def test_two_functions_of_one_name_are_refused_too() -> None:
    def other() -> int:
        """Add nothing."""
        return 0

    other.__name__ = "add"
    with pytest.raises(WorkflowError, match="one name"):
        await work([], Agent("adder", "You add.", [add, other], Done))


async def test_agents_take_turns_in_a_conversation_they_both_hear() -> None:
    llm, model, _ = on_script(["What is it?", "2 + 3.", calls(("add", '{"left": 2, "right": 3}')), "5.", FIVE])
    helper = Session(Agent[Done]("helper", "You help.", [add]), llm)
    person = Session(Agent("person", "You want to know 2 + 3.", [], Done), llm)
    helper.hear("Begin.")
    for speaker, other in ((helper, person), (person, helper), (helper, person)):
        said = await speaker.speak()
        assert isinstance(said, Said)
        other.hear(said.text)
    assert await person.speak() == Finished(Done(answer="5"), 2)
    assert [one.text for one in model.requests[-1].messages] == [
        "You want to know 2 + 3.",
        "What is it?",
        "2 + 3.",
        "5.",
    ]
    assert "finish" not in [tool.name for tool in model.requests[0].tools]
