from typing import Any

import pytest

from core.errors import InputError
from core.runtime.plans import plan
from tests.scripted import run_scripted
from tests.workflows.talk import uses
from tests.workflows.unprepared.case import Case, simulate

PROGRAM = ("write_file", {"name": "sums.py", "content": "def add(a, b):\n    return a + b\n"})
WRONG = ("write_file", {"name": "sums.py", "content": "def add(a, b):\n    return a - b\n"})
TEST = (
    "write_file",
    {"name": "test_sums.py", "content": "from sums import add\n\ndef test_add():\n    assert add(1, 2) == 3\n"},
)
RUN = ("run_tests", "{}")
CONTENT = uses(("finish", {"verdict": "It adds."}))


async def test_the_user_asks_the_assistant_works_and_the_user_finishes() -> None:
    script = ["Please add two numbers.", uses(PROGRAM, TEST), uses(RUN), "It adds; the test passes.", CONTENT]
    trace, model = await run_scripted("pair", script, "Addition")
    assert trace.status == "completed"
    assert [file.name for file in trace.result.files] == ["sums.py", "test_sums.py"]
    assert trace.result.tests == "1 of 1 tests passed."
    assert [(line.speaker, line.text) for line in trace.result.messages] == [
        ("user", "Please add two numbers."),
        ("assistant", "It adds; the test passes."),
    ]
    assert [step.place for step in trace.steps.values()] == [
        "user/think", "goal_reached",
        "assistant/think", "assistant/write_file", "assistant/write_file",
        "assistant/think", "assistant/run_tests", "assistant/think", "may_go_on",
        "user/think", "user/finish", "goal_reached", "tests_pass",
    ]  # fmt: skip


async def test_only_the_user_knows_the_goal_and_only_the_assistant_has_tools() -> None:
    script = ["Please add.", "What shall I add?", CONTENT]
    _, model = await run_scripted("pair", script, "A secret goal about addition")
    users, assistants = model.requests[0], model.requests[1]
    assert "A secret goal" in users.messages[0].text
    assert [tool.name for tool in users.tools] == ["finish"]
    assert not any("secret goal" in message.text for message in assistants.messages)
    assert [tool.name for tool in assistants.tools] == ["write_file", "replace_in_file", "run_tests"]
    assert model.requests[2].messages[-1].text == "What shall I add?"


async def test_tests_that_fail_go_back_to_the_assistant_with_the_reason() -> None:
    script = ["Add.", uses(WRONG, TEST, RUN), uses(PROGRAM, RUN), "Mended.", CONTENT]
    trace, model = await run_scripted("pair", script, "Addition")
    assert (
        "0 of 1 tests passed.\ntest_add failed: AssertionError: assert -1 == 3" in model.requests[2].messages[-1].text
    )
    assert trace.status == "completed"


async def test_a_user_who_is_content_with_failing_tests_has_not_reached_the_goal() -> None:
    trace, _ = await run_scripted("pair", ["Add.", uses(WRONG, TEST, RUN), "Done!", CONTENT], "Addition")
    assert trace.status == "rejected"
    assert trace.reason.startswith("The user is content, but the tests do not pass.")


async def test_a_change_after_the_tests_makes_them_unknown_again() -> None:
    trace, _ = await run_scripted("pair", ["Add.", uses(PROGRAM, TEST, RUN, WRONG), "Done!", CONTENT], "Addition")
    assert trace.status == "rejected"
    assert trace.result.tests == "The tests have not been run."


@pytest.mark.parametrize(("most", "lines"), [(2, 2), (3, 4), (4, 4)])
async def test_politeness_without_end_is_stopped(most: int, lines: int) -> None:
    script = ["Thank you!", "You're welcome!"] * (lines // 2)
    trace, _ = await run_scripted("pair", script, "Addition", most_politeness=most)
    assert trace.status == "rejected"
    assert (
        trace.reason
        == f"The last {lines} lines were nothing but politeness. Tell the user in its prompt when to finish."
    )
    assert len(trace.result.messages) == lines


async def test_a_wish_among_the_thanks_counts_from_anew() -> None:
    script = ["Thank you!", "You're welcome!", "Thanks! Now subtract, too.", "My pleasure!", "Thanks.", "Bye!"]
    trace, _ = await run_scripted("pair", script, "Addition", most_politeness=3)
    assert trace.reason.startswith("The last 3 lines were nothing but politeness.")
    assert len(trace.result.messages) == 6


async def test_it_stops_at_the_turn_limit_and_says_which() -> None:
    trace, _ = await run_scripted("pair", ["Add.", "How?", "Well.", "Hm?"], "Addition", max_turns=2)
    assert trace.status == "rejected"
    assert trace.reason == "The limit of 2 turns is reached. Raise max_turns to let them go on."
    last = list(trace.steps.values())[-1]
    assert (last.node, last.output, last.input["turn"], last.input["max_turns"]) == ("may_go_on", False, 2, 2)


async def test_the_same_words_over_and_over_are_stopped() -> None:
    trace, _ = await run_scripted("pair", ["Add!", "No."] * 3, "Addition")
    assert trace.reason.startswith("They repeat themselves: “No.” Make the goal clearer")


async def test_an_assistant_who_only_uses_tools_is_stopped() -> None:
    def reply(request: object) -> object:
        names = [tool.name for tool in request.tools]  # type: ignore[attr-defined]
        return "Add." if names == ["finish"] else uses(RUN)

    trace, _ = await run_scripted("pair", reply, "Addition")  # type: ignore[arg-type]
    assert "The agent assistant" in trace.reason
    assert trace.status == "rejected"


@pytest.mark.parametrize(("field", "value", "said"), [
    ("max_steps", 2, "did not finish within 2 turns"),
    ("max_tool_calls", 2, "budget of 2 tool calls"),
])  # fmt: skip
async def test_the_assistants_limits_stop_it_with_a_reason(field: str, value: Any, said: str) -> None:
    turns = [uses(PROGRAM), uses(TEST), uses(RUN)]
    script = ["Add.", *turns[: 2 if field == "max_steps" else 3]]
    trace, _ = await run_scripted("pair", script, "Addition", **{field: value})
    assert said in trace.reason
    assert [file.name for file in trace.result.files] == ["sums.py", "test_sums.py"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "../../etc/passwd", "content": "x"}, "is no name for a file"),
        ({"name": "a.py", "content": "def ("}, "is not Python"),
        ({"name": "a.py", "content": "#" * 20_001}, "at most 20,000"),
        ({"name": "a.py"}, "content: Field required"),
        ("not json", "do not fit"),
    ],
)
async def test_a_file_that_cannot_be_written_goes_back_as_an_error(given: object, said: str) -> None:
    script = ["Add.", uses(("write_file", given)), "Sorry.", "Never mind.", "Fine."]
    trace, model = await run_scripted("pair", script, "Addition", max_turns=2)
    assert said in model.requests[2].messages[-1].text
    assert trace.result.files == []


async def test_code_can_reach_nothing_outside_the_sandbox() -> None:
    evil = {"name": "evil.py", "content": "def read():\n    return open('/etc/passwd').read()\n"}
    test = {"name": "test_evil.py", "content": "from evil import read\n\ndef test_read():\n    read()\n"}
    script = ["Go.", uses(("write_file", evil), ("write_file", test), RUN), "Well.", CONTENT]
    trace, _ = await run_scripted("pair", script, "x")
    assert "test_read failed: PermissionError" in trace.result.tests


def test_a_prompt_without_a_known_placeholder_and_numbers_out_of_bounds_are_refused() -> None:
    with pytest.raises(InputError, match="user_prompt"):
        plan("pair", "x", {"user_prompt": "Talk about {weather}"})
    with pytest.raises(InputError, match="max_turns"):
        plan("pair", "x", {"max_turns": 0})


@pytest.mark.parametrize(
    ("goal", "command"),
    [
        ("a unit converter", "convert"),
        ("Password generator", "password"),
        ("A shopping list where I can search things", "find"),
        ("A program to convert celsius to fahrenheit", "convert"),
        ("a vocabulary trainer", "card"),
        ("something that splits the bill and adds a tip", "tip"),
    ],
)
async def test_without_a_key_a_goal_that_nobody_prepared_becomes_a_program_that_runs(goal: str, command: str) -> None:
    trace = await simulate(Case("pair", goal))
    assert trace.status == "completed", trace.reason
    assert any(f"def {command}(" in file.content for file in trace.result.files)
    assert "failed" not in trace.result.tests


async def test_without_a_key_what_the_model_cannot_write_is_said_and_the_circle_is_noticed() -> None:
    trace = await simulate(Case("pair", "a flight simulator"))
    assert trace.status == "rejected"
    assert "I am a simulated model" in trace.result.messages[1].text
    assert trace.reason.startswith("They repeat themselves: “I am a simulated model")
    assert trace.reason.endswith("or choose another model.")


async def test_without_a_key_the_samples_tests_find_a_slip_that_is_then_mended() -> None:
    trace = await simulate(Case("pair", "a to-do list"))
    reports = [step.output for step in trace.steps.values() if step.node == "run_tests"]
    assert "failed" in reports[0]
    assert "failed" not in reports[-1]


async def test_without_a_key_a_wish_that_was_not_met_is_not_declared_met() -> None:
    trace = await simulate(Case("pair", "A hangman game that sends e-mails"))
    assert trace.status == "rejected"
    first = trace.result.messages[1].text
    assert "hangman_game.py knows these commands" in first
    assert "have not learnt to write that: “it sends e-mails”" in first


@pytest.mark.parametrize("goal", ["Hello", "make", "!!!", "a program"])
async def test_without_a_key_a_goal_that_says_nothing_is_asked_about(goal: str) -> None:
    trace = await simulate(Case("pair", goal))
    assert trace.status == "rejected"
    assert trace.result.messages[1].text == "Gladly. What should the program do?"
