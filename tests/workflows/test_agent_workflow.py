import json
from collections.abc import Mapping
from typing import Any

from core.providers.protocol import Reply, Request, ToolCall, Usage
from core.workflows.agent_workflow import Label
from tests.scripted import Answer, nodes, parents, run_scripted

DONE = {"category": "order", "summary": "Where is it?", "reply": "It is on its way."}


def call(name: str, **arguments: Any) -> Reply:
    return calls((name, arguments))


def calls(*made: tuple[str, Mapping[str, Any]]) -> Reply:
    wanted = tuple(ToolCall(f"c{place}", name, json.dumps(given)) for place, (name, given) in enumerate(made))
    return Reply("", Usage(10, 5), "m", "tool_calls", wanted)


async def test_the_agent_does_the_tasks_it_chooses_and_hands_in_a_reply() -> None:
    script = [
        call("look_up_order", order_id="ord-1029"),
        call("classify", text="Where is ORD-1029?"),
        Label(category="order"),
        call("draft_reply", message="Where?", facts="Delayed."),
        "It is on its way.",
        call("finish", **DONE),
    ]
    trace, model = await run_scripted("agent-workflow", script, "Where is ORD-1029?")
    assert trace.status == "completed"
    assert trace.result.reply == "It is on its way."
    assert trace.result.used == ["look_up_order", "classify", "draft_reply"]
    assert trace.result.turns == 4
    assert model.requests[1].messages[-1].text.startswith("Order ORD-1029 is delayed with DPD")
    assert model.requests[-1].messages[-1].text == "It is on its way."


async def test_every_turn_and_task_is_a_step_in_the_agents_group() -> None:
    script = [call("classify", text="Hm"), Label(category="other"), call("finish", **DONE)]
    trace, _ = await run_scripted("agent-workflow", script, "Hm")
    assert parents(trace) == {
        "think": [[], ["classify"]],
        "classify": [["think"]],
        "finish": [["think"]],
        "finished": [["finish"]],
    }
    assert [one.place for one in trace.steps.values()] == [
        "clerk/think",
        "clerk/classify",
        "clerk/think",
        "clerk/finish",
        "finished",
    ]
    assert [one.kind for one in trace.steps.values()] == ["llm", "llm", "llm", "tool", "gate"]


async def test_what_no_model_may_choose_is_not_offered_to_it() -> None:
    _, model = await run_scripted("agent-workflow", [call("finish", **DONE)], "Hm")
    offered = {tool.name: set(tool.parameters["properties"]) for tool in model.requests[0].tools}
    assert offered["draft_reply"] == {"message", "facts"}
    assert offered["finish"] == {"category", "summary", "reply"}


async def test_an_invalid_finish_is_told_to_the_model_which_can_mend_it() -> None:
    script = [call("finish", category="parcel", summary="", reply=""), call("finish", **DONE)]
    trace, model = await run_scripted("agent-workflow", script, "Hm")
    assert trace.status == "completed"
    told = model.requests[1].messages[-1].text
    assert "category: Input should be 'order'" in told
    assert "reply: String should have at least 1 character" in told
    assert [one.status for one in trace.steps.values() if one.node == "finish"] == ["failed", "completed"]


async def test_a_task_that_cannot_be_done_is_told_to_the_model() -> None:
    script = [call("look_up_order", order_id="ORD-9"), call("finish", **DONE)]
    trace, model = await run_scripted("agent-workflow", script, "Where is ORD-9?")
    assert "There is no order 'ORD-9'" in model.requests[1].messages[-1].text
    assert trace.result.used == []


async def test_an_agent_that_calls_unknown_tools_for_ever_ends_with_the_reason() -> None:
    def lost(request: Request) -> Answer:
        return call(f"tool_{len(request.messages)}", x=1)

    trace, model = await run_scripted("agent-workflow", lost, "Hm", max_turns=50, tool_budget=100)
    assert trace.status == "rejected"
    assert "5 calls in a row that failed" in trace.reason
    assert "There is no tool" in trace.reason
    assert len(model.requests) == 5
    assert nodes(trace) == [*(["think", "unknown_tool"] * 5), "finished"]


async def test_hostile_arguments_change_nothing_and_are_told_to_the_model() -> None:
    hostile = calls(
        ("look_up_order", {"order_id": {"$ne": None}}),
        ("look_up_order", {"order_id": "'; DROP TABLE orders; --" + "x" * 10_000}),
        ("search_help", {"question": "<script>alert(1)</script>", "p": "overwritten", "llm": None}),
    )
    trace, model = await run_scripted("agent-workflow", [hostile, call("finish", **DONE)], "Hm")
    assert trace.status == "completed"
    answers = [one.text for one in model.requests[1].messages if one.role == "tool"]
    assert answers[0].startswith("Error: The arguments of look_up_order do not fit")
    assert answers[1].startswith("Error: There is no order \"'; DROP TABLE")
    assert len(answers[1]) < 200


async def test_the_turn_limit_ends_the_run_with_the_reason() -> None:
    trace, model = await run_scripted("agent-workflow", ["Let me think.", "Well."], "Hm", max_turns=2)
    assert (trace.status, trace.reason) == (
        "rejected",
        "The agent clerk did not finish within 2 turns; allow it more turns.",
    )
    assert "call finish" in model.requests[1].messages[-1].text


async def test_the_budget_is_met_exactly_on_both_sides() -> None:
    look_up = call("look_up_order", order_id="ORD-1001")
    other = call("look_up_order", order_id="ORD-1002")
    within, _ = await run_scripted("agent-workflow", [look_up, other, call("finish", **DONE)], "Hm", tool_budget=2)
    beyond, _ = await run_scripted("agent-workflow", [look_up, other], "Hm", tool_budget=1)
    assert within.status == "completed"
    assert beyond.status == "rejected"
    assert beyond.reason == "The agent clerk used up its budget of 1 tool call; allow it more calls."
    assert beyond.result.used == ["look_up_order"]


async def test_the_gate_shows_the_limits_that_decided() -> None:
    trace, _ = await run_scripted("agent-workflow", ["Hm."], "Hm", max_turns=1)
    decided = list(trace.steps.values())[-1]
    assert (decided.output, dict(decided.input)) == (False, {"turns": 1, "max_turns": 1, "tool_budget": 8})
