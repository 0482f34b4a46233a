"""Agents on the simulated model: which tools they use, in which order, and what they hand in."""

import json
from collections.abc import Callable
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from core.agents.tools import Tool
from core.providers.protocol import Message, Request, ToolCall, ToolSpec
from core.simulated.agent_turn import open_questions, with_context
from core.simulated.answering import Answering


class Done(BaseModel):
    reply: str = Field(min_length=1)


def look_up_parcel(parcel_id: str) -> str:
    """Look up a parcel by its id such as PAR-12."""
    return f"Parcel {parcel_id} is in Ghent."


def tag(text: str) -> str:
    """Tag a message with a colour."""
    return "red"


def draft_reply(message: str, facts: str) -> str:
    """Draft a reply to a message, from facts."""
    return f"Dear customer. {facts}"


def check_draft(text: str) -> str:
    """Check a draft."""
    return f"{text} (checked)"


def translate(text: str, language: str) -> str:
    """Translate a text into another language."""
    return f"{language}: {text}"


def calculate(expression: str) -> str:
    """Work out arithmetic such as 12.5 * (3 + 4)."""
    return "8"


ALL = (look_up_parcel, tag, draft_reply, check_draft, translate, calculate)
RULES = (
    "Look up every parcel that the message names, tag the message and draft a reply with what you found. "
    "Translate only if asked to. Then check the draft and call finish."
)


def work(
    system: str, task: str, tools: tuple[Callable[..., Any], ...] = ALL, form: type[BaseModel] = Done, turns: int = 12
) -> list[tuple[str, dict[str, Any]]]:
    """The calls that the simulated model makes until it finishes, its tools being run for it."""
    messages = [Message("system", system), Message("user", task)]
    box = {one.__name__: Tool(one) for one in tools}
    specs = (*(one.spec for one in box.values()), ToolSpec("finish", "Hand in.", form.model_json_schema()))
    made: list[tuple[str, dict[str, Any]]] = []
    for _ in range(turns):
        said = Answering(0).answer(Request("", tuple(messages), tools=specs))
        messages.append(Message("assistant", said.text, said.tool_calls))
        for call in said.tool_calls:
            given = json.loads(call.arguments)
            made.append((call.name, given))
            if call.name == "finish":
                return made
            messages.append(Message("tool", box[call.name].function(**given), tool_call_id=call.id))
    return made


def names(made: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [name for name, _ in made]


def test_it_does_what_the_instructions_say_in_their_order() -> None:
    made = work(RULES, "Where is PAR-7?")
    assert names(made) == ["look_up_parcel", "tag", "draft_reply", "check_draft", "finish"]


def test_it_looks_up_every_number_once() -> None:
    made = work(RULES, "Where are PAR-7, par-8 and again PAR-7?")
    assert [given["parcel_id"] for name, given in made if name == "look_up_parcel"] == ["PAR-7", "PAR-8"]


def test_it_looks_nothing_up_where_nothing_is_named() -> None:
    assert names(work(RULES, "Thank you!")) == ["tag", "draft_reply", "check_draft", "finish"]


def test_a_tool_on_condition_is_used_when_the_task_meets_it() -> None:
    made = work(RULES, "Please translate this into German: Good morning.")
    assert ("translate", {"text": "Good morning.", "language": "German"}) in made
    assert "translate" not in names(work(RULES, "Good morning."))


def test_a_forbidden_tool_is_left_alone() -> None:
    assert "tag" not in names(
        work(f"{RULES} Do not tag anything.".replace("tag the message and ", ""), "Where is PAR-7?")
    )


def test_other_instructions_change_what_it_does() -> None:
    assert names(work("Tag the message, then call finish.", "Thank you!")) == ["tag", "finish"]


def test_what_it_found_goes_into_what_it_makes_and_hands_in() -> None:
    made = dict(work(RULES, "Where is PAR-7?"))
    assert made["draft_reply"]["facts"] == "Parcel PAR-7 is in Ghent."
    assert made["check_draft"]["text"] == "Dear customer. Parcel PAR-7 is in Ghent."
    assert made["finish"]["reply"] == "Dear customer. Parcel PAR-7 is in Ghent. (checked)"


def test_facts_that_come_with_the_task_are_used_and_not_looked_up_again() -> None:
    made = work("Draft a reply from the facts in the task.", "Where is it?\n\nFacts:\n- It is in PAR-9, in Rome.")
    assert dict(made)["draft_reply"] == {"message": "Where is it?", "facts": "It is in PAR-9, in Rome."}
    assert names(made) == ["draft_reply", "finish"]


def test_a_tool_that_failed_is_not_asked_the_same_again() -> None:
    def look_up_parcel(parcel_id: str) -> str:
        """Look up a parcel by its id such as PAR-12."""
        return "Error: There is no such parcel."

    made = work("Look up every parcel. Then finish.", "Where is PAR-7?", (look_up_parcel,))
    assert names(made) == ["look_up_parcel", "finish"]


def test_without_a_word_on_tools_it_takes_those_that_fit_the_task() -> None:
    assert names(work("Be of use.", "What is 3 + 5?", (tag, calculate))) == ["calculate", "finish"]


class Everything(BaseModel):
    colour: Literal["green", "red"]
    facts: list[str] = Field(min_length=1)
    solved: bool
    count: int = Field(ge=3, le=9)
    note: str = Field(min_length=5, max_length=40)


@pytest.mark.parametrize("task", ["Where is PAR-7?", "x", "?", "Thank you! " * 3000, "\u202e\x00 [PAR-1] {json}"])
def test_what_it_hands_in_fits_the_form_whatever_the_task(task: str) -> None:
    made = work("Look up every parcel, tag the message, then finish.", task, form=Everything)
    assert names(made)[-1] == "finish"
    handed_in = Everything.model_validate(made[-1][1])
    assert handed_in.colour == "red"


def test_several_tools_are_called_at_once_where_the_instructions_say_so() -> None:
    specs = (*(Tool(one).spec for one in (look_up_parcel, tag)), ToolSpec("finish", "", Done.model_json_schema()))
    system = "Look up every parcel and tag the message, both in the same turn. Then call finish."
    request = Request("", (Message("system", system), Message("user", "PAR-7?")), tools=specs)
    assert [one.name for one in Answering(0).answer(request).tool_calls] == ["look_up_parcel", "tag"]


def test_answers_it_cannot_read_do_no_harm() -> None:
    calls = (ToolCall("1", "tag", "{"), ToolCall("2", "tag", "[1]"))
    messages = (Message("user", "Hm"), Message("assistant", "", calls), Message("tool", "{", tool_call_id="1"))
    specs = (Tool(tag).spec, ToolSpec("finish", "", Done.model_json_schema()))
    assert Answering(0).answer(Request("", messages, tools=specs)).tool_calls


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Where is ORD-1001?", []),
        ("Can I cancel ORD-1001?", ["Can I cancel ORD-1001?"]),
        ("ORD-1001 was cancelled, when do I get the money?", ["when do I get the money?"]),
        ("How do I wash it? And do you mend zips?", ["How do I wash it?", "do you mend zips?"]),
        ("Can you translate this for me?", []),
    ],
)
def test_a_question_is_open_that_neither_a_number_nor_a_task_answers(text: str, asked: list[str]) -> None:
    assert open_questions(text) == asked


def test_a_question_that_says_little_is_asked_with_what_stands_before_it() -> None:
    assert with_context("how do I clean it?", "My red boots are muddy, how do I clean it?") == (
        "My red boots are muddy, how do I clean it?"
    )
    assert with_context("do you mend zips?", "It is torn. do you mend zips?") == "do you mend zips?"
