from typing import Any

import pytest

from core.errors import InputError
from core.providers.protocol import Reply
from core.runtime.plans import plan
from tests.scripted import run_scripted
from tests.workflows.talk import uses
from tests.workflows.unprepared.case import Case, simulate

ROLES = "Reader: reads. Backstory: wears glasses.\nWriter: writes"
TASKS = "Reader: Read about {topic}\nWriter: Write about {topic}"


def done(result: str) -> Reply:
    return uses(("finish", {"result": result}))


async def crew(script: Any, **params: Any) -> Any:
    return await run_scripted("crew", script, "owls", roles=ROLES, tasks_prompt=TASKS, **params)


async def test_the_tasks_are_done_in_their_order_each_with_the_results_before() -> None:
    search = uses(("search_documents", {"question": "wind"}))
    trace, model = await crew([search, done("Owls fly."), done("A text on owls.")])
    assert trace.status == "completed"
    assert trace.result.result == "A text on owls."
    assert [(line.speaker, line.text) for line in trace.result.messages] == [
        ("Reader", "Owls fly."),
        ("Writer", "A text on owls."),
    ]
    reader, writer = model.requests[0], model.requests[2]
    assert "Role: Reader\nYour goal: reads.\nYour backstory: wears glasses." in reader.messages[0].text
    assert reader.messages[1].text == "Read about owls"
    assert writer.messages[1].text == "Write about owls\n\nFacts:\n- Owls fly."
    assert [step.place for step in trace.steps.values()] == [
        "process",
        "crew/Reader/think", "crew/Reader/search_documents", "crew/Reader/think", "crew/Reader/finish",
        "crew/Writer/think", "crew/Writer/finish",
        "finished",
    ]  # fmt: skip


async def test_a_manager_delegates_and_hands_in_the_whole() -> None:
    script = [
        uses(("Reader", {"task": "Read about owls"})), done("Owls fly."),
        uses(("Writer", {"task": "Write it down"})), done("A text."),
        done("A text on owls."),
    ]  # fmt: skip
    trace, model = await crew(script, process="hierarchical")
    assert trace.status == "completed"
    assert [(line.speaker, line.text) for line in trace.result.messages] == [
        ("manager", "Reader, Read about owls"),
        ("Reader", "Owls fly."),
        ("manager", "Writer, Write it down"),
        ("Writer", "A text."),
        ("manager", "A text on owls."),
    ]
    manager = model.requests[0]
    assert "1. Read about owls\n2. Write about owls" in manager.messages[0].text
    assert [(tool.name, tool.description) for tool in manager.tools[:2]] == [
        ("Reader", "Reader: reads."),
        ("Writer", "Writer: writes"),
    ]
    assert [step.place for step in trace.steps.values()] == [
        "process", "manager/think", "manager/Reader/think", "manager/Reader/finish",
        "manager/think", "manager/Writer/think", "manager/Writer/finish",
        "manager/think", "manager/finish", "finished",
    ]  # fmt: skip


async def test_an_agent_that_does_not_finish_stops_the_sequence_and_what_was_done_is_kept() -> None:
    script = [done("Owls fly."), "Hm.", "Well."]
    trace, _ = await crew(script, max_turns=2)
    assert trace.status == "rejected"
    assert trace.reason == "The agent Writer did not finish within 2 turns; allow it more turns."
    assert [line.text for line in trace.result.messages] == ["Owls fly."]


async def test_a_manager_is_told_that_an_agent_was_stopped_and_can_go_on() -> None:
    script = [uses(("Reader", {"task": "Read"})), "Hm.", done("I did it myself.")]
    trace, model = await crew(script, process="hierarchical", max_turns=1)
    assert trace.status == "completed"
    assert "did not finish within 1 turn" in model.requests[2].messages[-1].text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("max_manager_turns", 2, "did not finish within 2 turns"), ("tool_budget", 2, "budget of 2 tool calls")],
)
async def test_the_managers_limits_stop_it_with_a_reason(field: str, value: Any, said: str) -> None:
    ask = [uses(("Reader", {"task": f"Read {number}"})) for number in range(3)]
    script = [ask[0], done("One."), ask[1], done("Two.")]
    if field == "tool_budget":
        script.append(ask[2])
    trace, _ = await crew(script, process="hierarchical", **{field: value})
    assert trace.status == "rejected"
    assert said in trace.reason
    assert "Two." in [line.text for line in trace.result.messages]
    last = list(trace.steps.values())[-1]
    assert (last.node, last.output) == ("finished", False)
    assert trace.result.result == ""


async def test_the_budget_is_one_for_all_agents() -> None:
    search = uses(("calculate", {"expression": "1 + 1"}))
    trace, _ = await crew([search, done("2"), uses(("calculate", {"expression": "2 + 2"}))], tool_budget=1)
    assert trace.reason == "The agent Writer used up its budget of 1 tool call; allow it more calls."


async def test_a_coworker_who_does_not_exist_goes_back_to_the_manager() -> None:
    trace, model = await crew([uses(("Painter", {"task": "Paint"})), done("Nothing.")], process="hierarchical")
    assert trace.status == "completed"
    assert "There is no tool 'Painter'" in model.requests[1].messages[-1].text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tasks_prompt": "Painter: paint {topic}"}, "Begin it with one of: Researcher, Analyst, Writer"),
        ({"tasks_prompt": "no task here"}, "is no task"),
        ({"tasks_prompt": "Writer: write about {weather}"}, "weather"),
        ({"tasks_prompt": ""}, "Give 1 to 12 tasks.*here are 0"),
        ({"tasks_prompt": "Writer: x\n" * 13}, "here are 13"),
        ({"roles": "One: alone"}, "here are 1"),
        ({"process": "anarchic"}, "process"),
        ({"max_turns": 0}, "max_turns"),
    ],
)
def test_crews_and_tasks_that_do_not_fit_are_refused_before_anything_runs(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        plan("crew", "owls", given)


@pytest.mark.parametrize("process", ["sequential", "hierarchical"])
async def test_without_a_key_everyone_does_the_own_task(process: str) -> None:
    trace = await simulate(Case("crew", "Heat stored in molten salt", params={"process": process}))
    assert trace.status == "completed"
    speakers = [line.speaker for line in trace.result.messages if line.speaker != "manager"]
    assert speakers == ["Researcher", "Analyst", "Writer"]
    assert trace.result.result.startswith("# Heat stored in molten salt")
    assert "hot water tanks or molten salt" in trace.result.result


async def test_without_a_key_what_the_documents_do_not_hold_is_said() -> None:
    trace = await simulate(Case("crew", "Beekeeping in cities"))
    assert trace.status == "completed"
    assert "The documents say nothing on that" in trace.result.messages[0].text


async def test_without_a_key_a_crew_of_your_own_works() -> None:
    roles = "Scout: looks for facts. Backstory: x.\nJudge: compares them. Backstory: y."
    tasks = "Scout: Collect facts on {topic}\nJudge: Compare the facts on {topic}"
    for process in ("sequential", "hierarchical"):
        case = Case("crew", "batteries", params={"roles": roles, "tasks_prompt": tasks, "process": process})
        trace = await simulate(case)
        assert trace.status == "completed"
        assert [line.speaker for line in trace.result.messages if line.speaker != "manager"] == ["Scout", "Judge"]


async def test_without_a_key_nobody_weighs_or_writes_up_that_nothing_was_found() -> None:
    trace = await simulate(Case("crew", "The rules of badminton"))
    assert trace.status == "completed"
    said = [one.text for one in trace.result.messages]
    assert all("say nothing on that" in one and "simulated model" in one for one in said)
    assert not any("What speaks for it" in one for one in said)
