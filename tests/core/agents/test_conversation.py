import pytest

from core.agents.conversation import Line, goes_in_circles, handed_over, in_a_row, polite_in_a_row, transcript
from core.providers.protocol import Message, ToolCall
from core.text.politeness import only_politeness


@pytest.mark.parametrize(
    "text",
    [
        "Thank you!",
        "Thanks a lot, you're very kind.",
        "You're welcome! Have a great day.",
        "My pleasure, and thank you too.",
        "It was a pleasure working with you. Goodbye!",
        "Great work, well done!",
        "Thank you for your kind help.",
        "I appreciate it very much. All the best!",
    ],
)
def test_nothing_but_courtesy_is_politeness(text: str) -> None:
    assert only_politeness(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes.",
        "Thanks! Can you add division?",
        "Thank you. Now subtract, too.",
        "The program adds; all 3 tests pass. You're welcome!",
        "It is done.",
        "Thank you. " * 40,
    ],
)
def test_a_wish_a_question_or_news_is_more_than_politeness(text: str) -> None:
    assert not only_politeness(text)


def lines(*texts: str) -> list[Line]:
    return [Line(speaker="ab"[place % 2], text=text) for place, text in enumerate(texts)]


def test_polite_lines_are_counted_from_the_end() -> None:
    assert polite_in_a_row(lines("Thanks!", "Do it.", "Thank you!", "You're welcome!")) == 2
    assert polite_in_a_row([]) == 0


def test_words_said_three_times_in_turn_are_a_circle() -> None:
    assert not goes_in_circles(lines("x", "y", "x", "y"))
    assert goes_in_circles(lines("x", "y", "x", "y", "x", "y"))
    assert not goes_in_circles(lines("x", "y", "x", "z", "x", "y"))


def test_a_transcript_names_each_speaker() -> None:
    assert transcript(lines("Hello.", "Hi.")) == "a: Hello.\n\nb: Hi."
    assert transcript([]) == "(Nobody has spoken yet.)"


def test_how_often_the_last_name_came_in_a_row() -> None:
    assert [in_a_row(names) for names in ([], ["a"], ["a", "a"], ["a", "b"], ["b", "a", "a"])] == [0, 1, 2, 1, 2]


def test_what_a_manager_handed_over_is_read_from_its_conversation() -> None:
    conversation = [
        Message("system", "Lead."),
        Message("assistant", "", (ToolCall("1", "agent_2", '{"task": "Boil eggs"}'),)),
        Message("tool", '{"result": "Boiled."}', tool_call_id="1"),
        Message("assistant", "", (ToolCall("1", "Waiter", '{"task": "Serve"}'), ToolCall("2", "finish", '{"a": 1}'))),
        Message("tool", "Error: there is no tool “Waiter”.", tool_call_id="1"),
        Message("assistant", "", (ToolCall("3", "agent_2", "not json"),)),
    ]
    assert [(line.speaker, line.text) for line in handed_over(conversation, "chef", {"agent_2": "Cook"})] == [
        ("chef", "Cook, Boil eggs"),
        ("Cook", "Boiled."),
        ("chef", "Waiter, Serve"),
        ("Waiter", "Error: there is no tool “Waiter”."),
    ]
