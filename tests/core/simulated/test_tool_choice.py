import json
from typing import Any

import pytest
from pydantic import BaseModel

from core.providers.protocol import Message, Reply, Request, ToolCall, ToolSpec
from tests.core.simulated.asking import instant, tool

WEATHER = tool("weather", "The weather in a city.", city="string")
CALCULATE = tool("calculate", "Work out arithmetic such as 2 * (3 + 4).", expression="string")
CLOCK = tool("time_in", "The time now in a place, given as a time zone or a city.", timezone="string")
ORDER = tool("look_up_order", "Look an order up: where it is and when it comes.", order_id="string")
SUMMARIZE = tool("summarize", "Write a short summary of a text.", text="string")
REPLY = tool("draft_reply", "Draft a reply to the customer.", message="string")
SAVE = tool("save_restaurant", "Save a restaurant.", ("name",), name="string", address="string", phone="string")
ALL = (WEATHER, CALCULATE, CLOCK, ORDER)


class Result(BaseModel):
    result: str


FINISH = ToolSpec("finish", "Call this when the task is done, with the result.", Result.model_json_schema())


async def turn(user: str, tools: tuple[ToolSpec, ...] = ALL, *after: Message, force: str | None = None) -> Reply:
    messages = (Message("system", "You have tools. Use them."), Message("user", user), *after)
    return await instant().ask(Request("demo", messages, tools=tools, force_tool=force), lambda _: None)


def called(reply: Reply) -> list[tuple[str, Any]]:
    return [(call.name, json.loads(call.arguments)) for call in reply.tool_calls]


@pytest.mark.parametrize(
    ("user", "name", "arguments"),
    [
        ("How is the weather in Lisbon?", "weather", {"city": "Lisbon"}),
        ("Will I need an umbrella in Oslo today?", "weather", {"city": "Oslo"}),
        ("What is (12 + 8) / 5?", "calculate", {"expression": "(12 + 8) / 5"}),
        ("How much is 7 times 6?", "calculate", {"expression": "7 * 6"}),
        ("Please tell me the time in Nairobi.", "time_in", {"timezone": "Nairobi"}),
        ("What time is it in Europe/Paris?", "time_in", {"timezone": "Europe/Paris"}),
        ("Where is my order ORD-1042?", "look_up_order", {"order_id": "ORD-1042"}),
    ],
)
async def test_the_tool_that_fits_is_called_with_what_the_text_says(user: str, name: str, arguments: object) -> None:
    reply = await turn(user)
    assert called(reply) == [(name, arguments)]
    assert reply.finish == "tool_calls"


async def test_two_wishes_are_two_calls() -> None:
    assert called(await turn("What is the weather in Rome and what is 3 * 4?")) == [
        ("weather", {"city": "Rome"}),
        ("calculate", {"expression": "3 * 4"}),
    ]


@pytest.mark.parametrize("user", ["Say hello to the class.", "Thank you!", "Where is my order?"])
async def test_without_a_tool_that_fits_the_answer_is_text(user: str) -> None:
    reply = await turn(user)
    assert not reply.tool_calls
    assert reply.text


async def test_results_are_told_and_no_call_is_made_twice() -> None:
    asked = await turn("What is 3 * 4?")
    result = Message("tool", "12", tool_call_id=asked.tool_calls[0].id)
    reply = await turn("What is 3 * 4?", ALL, Message("assistant", "", asked.tool_calls), result)
    assert not reply.tool_calls
    assert "3 * 4 is 12" in reply.text


async def test_an_error_of_a_tool_is_told_as_it_is() -> None:
    calls = (ToolCall("1", "weather", '{"city": "Atlantis"}'),)
    after = (Message("assistant", "", calls), Message("tool", "Error: There is no such city.", tool_call_id="1"))
    assert "no such city" in (await turn("How is the weather in Atlantis?", ALL, *after)).text


async def test_a_forced_tool_is_called_with_what_can_be_found() -> None:
    page = "Café Mistral\nFresh fish every day\n14 Harbour Street, Bristol BS1 4ST\nCall us: 0117 496 0823"
    assert called(await turn(page, (SAVE,), force="save_restaurant")) == [
        (
            "save_restaurant",
            {"name": "Café Mistral", "address": "14 Harbour Street, Bristol BS1 4ST", "phone": "0117 496 0823"},
        )
    ]


async def test_an_agent_works_tool_by_tool_and_then_finishes() -> None:
    task = "Please summarize this message and draft a reply: my order A-1001 never came."
    tools = (SUMMARIZE, REPLY, FINISH)
    said: list[Message] = []
    names = []
    for number in range(6):
        reply = await turn(task, tools, *said)
        names.append(reply.tool_calls[0].name)
        if names[-1] == "finish":
            break
        said += [
            Message("assistant", "", reply.tool_calls),
            Message("tool", f"Done, part {number}.", tool_call_id=reply.tool_calls[0].id),
        ]
    assert names == ["summarize", "draft_reply", "finish"] or names == ["draft_reply", "summarize", "finish"]
    assert Result.model_validate_json(reply.tool_calls[0].arguments).result
