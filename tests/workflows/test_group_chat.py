from typing import Any

import pytest

from core.errors import InputError
from core.providers.protocol import Request
from core.runtime.plans import plan
from core.workflows.group_chat import Choice
from tests.scripted import Answer, run_scripted
from tests.workflows.unprepared.case import Case, simulate

ROLES = "Planner: makes plans\nCritic: doubts them"


def picks(speaker: str, *, done: bool = False) -> Choice:
    return Choice(goal_reached=done, speaker=speaker, request="please speak.", result="A plan.")


async def chat(script: Any, **params: Any) -> Any:
    return await run_scripted("group-chat", script, "Plan a walk.", roles=ROLES, **params)


async def test_the_manager_picks_speakers_until_it_declares_the_goal_reached() -> None:
    script = [picks("Planner"), "Let us go north.", picks("Critic"), "It rains there.", picks("Planner", done=True)]
    trace, model = await chat(script)
    assert trace.status == "completed"
    assert trace.result.result == "A plan."
    assert [(line.speaker, line.text) for line in trace.result.messages] == [
        ("manager", "Planner, please speak."),
        ("Planner", "Let us go north."),
        ("manager", "Critic, please speak."),
        ("Critic", "It rains there."),
    ]
    assert [step.place for step in trace.steps.values()] == [
        "manager", "goal_reached", "may_speak", "speakers/Planner/think",
        "manager", "goal_reached", "may_speak", "speakers/Critic/think",
        "manager", "goal_reached",
    ]  # fmt: skip


async def test_everybody_hears_what_is_said_and_knows_only_the_own_role() -> None:
    script = [picks("Planner"), "Let us go north.", picks("Critic"), "It rains.", picks("Planner", done=True)]
    _, model = await chat(script)
    critic = model.requests[3]
    assert "You are: Critic\nYour part: doubts them" in critic.messages[0].text
    assert "Planner: Let us go north." in critic.messages[-1].text
    assert (
        "Planner: Let us go north.\n\nmanager: Critic" in model.requests[4].messages[-1].text + critic.messages[-1].text
    )


async def test_a_speaker_who_does_not_exist_goes_back_to_the_manager() -> None:
    script = [picks("Nobody"), picks("Planner"), "North.", picks("Planner", done=True)]
    trace, model = await chat(script)
    assert trace.status == "completed"
    assert "'Planner' or 'Critic'" in model.requests[1].messages[-1].text


@pytest.mark.parametrize("most", [1, 2])
async def test_the_same_speaker_too_often_in_a_row_is_stopped(most: int) -> None:
    script = [answer for number in range(most) for answer in (picks("Planner"), f"Idea {number}.")]
    trace, _ = await chat([*script, picks("Planner")], most_in_a_row=most)
    assert trace.status == "rejected"
    assert trace.reason.startswith(f"The manager picked Planner {most + 1} times in a row.")
    assert len(trace.result.messages) == 2 * most


async def test_another_speaker_in_between_starts_the_count_anew() -> None:
    names = ["Planner", "Critic", "Planner", "Planner"]
    script = [answer for number, name in enumerate(names) for answer in (picks(name), f"Line {number}.")]
    trace, _ = await chat([*script, picks("Critic", done=True)], most_in_a_row=2)
    assert trace.status == "completed"


async def test_it_stops_at_the_turn_limit_with_what_there_was() -> None:
    script = [picks("Planner"), "One.", picks("Critic"), "Two.", picks("Planner")]
    trace, _ = await chat(script, max_turns=2)
    assert trace.status == "rejected"
    assert trace.reason == "The limit of 2 turns is reached. Raise max_turns to go on."
    assert trace.result.messages[-1].text == "Two."
    last = list(trace.steps.values())[-1]
    assert (last.node, last.output, last.input["turn"], last.input["max_turns"]) == ("may_speak", False, 3, 2)


async def test_a_group_that_only_repeats_itself_is_stopped() -> None:
    def reply(request: Request) -> Answer:
        if request.schema is None:
            return "Yes."
        return picks("Critic" if request.messages[1].text.rstrip().endswith("Planner: Yes.") else "Planner")

    trace, _ = await chat(reply)
    assert trace.status == "rejected"
    assert "only repeats itself" in trace.reason


async def test_a_limit_of_calls_ends_the_run_and_says_so() -> None:
    trace, _ = await run_scripted(
        "group-chat", [picks("Planner"), "One."], "Plan.", {"limits": {"calls": 2}}, roles=ROLES
    )
    assert trace.status == "failed"
    assert trace.error is not None
    assert trace.error.kind == "limit"


@pytest.mark.parametrize("roles", ["", "Only: one", "A: x\nA: y", "A: x\nno role"])
def test_roles_that_are_none_are_refused_before_anything_runs(roles: str) -> None:
    with pytest.raises(InputError, match="roles"):
        plan("group-chat", "x", {"roles": roles})


async def test_without_a_key_every_role_is_heard_and_the_figures_of_the_goal_come_up() -> None:
    trace = await simulate(
        Case("group-chat", "Plan a school trip for 40 children with 900 euros: bus, museum, and lunch.")
    )
    assert trace.status == "completed"
    assert {"Organizer", "Treasurer", "Host", "Writer"} <= {line.speaker for line in trace.result.messages}
    treasurer = next(line.text for line in trace.result.messages if line.speaker == "Treasurer")
    assert "“40 children” and “900 euros”" in treasurer
    assert "museum" in trace.result.result


async def test_without_a_key_roles_of_your_own_speak() -> None:
    roles = "Captain: suggests a course\nNavigator: checks the risks\nClerk: sums up"
    trace = await simulate(Case("group-chat", "Sail to Iceland: provisions, and weather.", params={"roles": roles}))
    assert trace.status == "completed"
    assert {line.speaker for line in trace.result.messages} == {"manager", "Captain", "Navigator", "Clerk"}
