from typing import Any

import pytest

from core.providers.protocol import Reply, Request
from tests.scripted import Answer, run_scripted
from tests.workflows.test_agent_workflow import call, calls

REQUEST = "Where is ORD-1029? How do I return it?"
REPLY = {"reply": "It comes on 24 November."}


def team_at_work(request: Request) -> Answer:
    """A script by role: each agent knows its own next turn from what it has been told."""
    role = request.messages[0].text
    turn = sum(one.role == "assistant" for one in request.messages)
    if not request.tools:
        return "It comes on 24 November."
    if role.startswith("You lead"):
        both = calls(("records_clerk", {"task": REQUEST}), ("help_reader", {"task": REQUEST}))
        return [both, call("writer", task="Write."), call("finish", facts=["Delayed."], **REPLY)][turn]
    if role.startswith("You are the records"):
        return [call("look_up_order", order_id="ORD-1029"), call("finish", facts=["Delayed."])][turn]
    if role.startswith("You are the help"):
        return [call("search_help", question="return"), call("finish", facts=["Fourteen days."])][turn]
    return [call("draft_reply", message="Where?", facts="Delayed."), call("finish", **REPLY)][turn]


async def test_each_agent_works_with_its_own_tools_and_its_own_finish() -> None:
    trace, model = await run_scripted("agent-of-agents", team_at_work, REQUEST)
    assert trace.status == "completed"
    assert trace.result.reply == "It comes on 24 November."
    assert trace.result.used == ["records_clerk", "help_reader", "writer"]
    offered = {one.messages[0].text[:15]: {tool.name for tool in one.tools} for one in model.requests if one.tools}
    assert offered["You lead a team"] == {"records_clerk", "help_reader", "writer", "finish"}
    assert offered["You are the rec"] == {"look_up_order", "look_up_invoice", "finish"}
    assert offered["You are the wri"] == {"draft_reply", "check_draft", "finish"}


async def test_the_steps_of_an_agent_stand_in_its_group_within_the_leads() -> None:
    trace, _ = await run_scripted("agent-of-agents", team_at_work, REQUEST, {"mode": "sequential"})
    assert [one.place for one in trace.steps.values()] == [
        "lead/think",
        "lead/records_clerk/think",
        "lead/records_clerk/look_up_order",
        "lead/records_clerk/think",
        "lead/records_clerk/finish",
        "lead/help_reader/think",
        "lead/help_reader/search_help",
        "lead/help_reader/think",
        "lead/help_reader/finish",
        "lead/think",
        "lead/writer/think",
        "lead/writer/draft_reply",
        "lead/writer/think",
        "lead/writer/finish",
        "lead/think",
        "lead/finish",
        "finished",
    ]


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_agents_asked_in_one_turn_do_not_wait_for_each_other(mode: str) -> None:
    trace, _ = await run_scripted("agent-of-agents", team_at_work, REQUEST, {"mode": mode})
    steps = list(trace.steps.values())
    firsts = {one.group[-1]: one for one in reversed(steps) if one.node == "think"}
    assert firsts["records_clerk"].parents == firsts["help_reader"].parents == (1,)
    second = [one for one in steps if one.place == "lead/think"][1]
    assert {trace.steps[parent].place for parent in second.parents} == {
        "lead/records_clerk/finish",
        "lead/help_reader/finish",
    }


async def test_an_agent_that_is_stopped_does_not_stop_the_lead() -> None:
    def clerk_is_lost(request: Request) -> Answer:
        lost = request.messages[0].text.startswith("You are the records")
        return call(f"tool_{len(request.messages)}") if lost else team_at_work(request)

    trace, model = await run_scripted("agent-of-agents", clerk_is_lost, REQUEST)
    assert trace.status == "completed"
    assert trace.result.used == ["help_reader", "writer"]
    told = [one.text for request in model.requests for one in request.messages if one.role == "tool"]
    assert any(one.startswith("Error: The agent records_clerk made 5 calls in a row that failed") for one in told)


async def test_an_agents_own_turn_limit_is_told_to_the_lead() -> None:
    trace, model = await run_scripted("agent-of-agents", team_at_work, REQUEST, max_turns_each=1)
    told = [one.text for one in model.requests[-1].messages if one.role == "tool"]
    assert told == [
        f"Error: The agent {name} did not finish within 1 turn; allow it more turns."
        for name in ("records_clerk", "help_reader", "writer")
    ]
    assert trace.result.used == []


@pytest.mark.parametrize(("budget", "status"), [(6, "completed"), (5, "rejected")])
async def test_all_agents_draw_on_one_budget(budget: int, status: str) -> None:
    trace, _ = await run_scripted("agent-of-agents", team_at_work, REQUEST, tool_budget=budget)
    assert trace.status == status
    if status == "rejected":
        assert trace.reason == "The agent lead used up its budget of 5 tool calls; allow it more calls."


async def test_a_lead_that_asks_the_same_agent_the_same_thing_for_ever_is_stopped() -> None:
    def stuck(request: Request) -> Answer:
        lead = request.messages[0].text.startswith("You lead")
        return call("help_reader", task="Hm") if lead else call("finish", facts=["Nothing."])

    trace, _ = await run_scripted("agent-of-agents", stuck, REQUEST, max_turns=40)
    assert trace.status == "rejected"
    assert "it called help_reader with the same arguments 3 times" in trace.reason


@pytest.mark.parametrize("arguments", [{}, {"task": 5}, {"task": None}])
async def test_a_task_that_is_no_text_is_told_to_the_lead(arguments: dict[str, Any]) -> None:
    def careless(request: Request) -> Reply:
        first = len(request.messages) == 2
        return call("writer", **arguments) if first else call("finish", facts=[], **REPLY)

    trace, model = await run_scripted("agent-of-agents", careless, REQUEST)
    assert trace.status == "completed"
    assert "The arguments of writer do not fit: task" in model.requests[1].messages[-1].text
