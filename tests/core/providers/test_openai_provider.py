"""What goes over the wire to an OpenAI-compatible server, and what its answers become."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import BaseModel, Field

from core.errors import ModelMisbehaved
from core.providers.exchange import Deadlines
from core.providers.http_client import HEADERS
from core.providers.keys import Key
from core.providers.openai.messages import COMPATIBLE, NO_TOOLS, OPENAI_ITSELF, Dialect
from core.providers.openai.provider import OpenAIProvider
from core.providers.protocol import Message, Request, ToolCall, ToolSpec, Usage
from tests.core.providers.fault_server import (
    DONE,
    FaultServer,
    event,
    openai_chunk,
    openai_text,
    openai_usage,
    silence,
    stream,
    stream_then,
)

Ask = Callable[..., Any]
WEATHER = ToolSpec(
    "get_weather",
    "The weather of a city.",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)


class City(BaseModel):
    name: str
    people: int


class Counts(BaseModel):
    words: dict[str, int]


class Note(BaseModel):
    weight: float = Field(ge=-1, le=1)


class Sure(BaseModel):
    surety: float = Field(ge=0, le=1, description="How sure.")
    count: int = Field(ge=1, le=3)
    notes: list[Note]


def request(**changes: Any) -> Request:
    values: dict[str, Any] = {"model": "m", "messages": (Message("system", "Be brief."), Message("user", "Hello"))}
    return Request(**{**values, **changes})


def quiet(_text: str) -> None:
    pass


@pytest.fixture
async def ask(server: FaultServer) -> AsyncIterator[Ask]:
    opened: list[OpenAIProvider] = []

    async def asking(asked: Request, on_text: Callable[[str], None] = quiet, dialect: Dialect | None = None) -> Any:
        provider = OpenAIProvider(
            Key("sk-test-12345678"), server.url + "/v1", dialect=dialect, deadlines=Deadlines(1, 5, 5, 10)
        )
        opened.append(provider)
        return await provider.ask(asked, on_text)

    yield asking
    for provider in opened:
        await provider.close()


async def test_text_arrives_piece_by_piece_and_then_whole(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("Good ", "day", "!")))
    pieces: list[str] = []
    reply = await ask(request(), pieces.append)
    assert pieces == ["Good ", "day", "!"]
    assert (reply.text, reply.finish, reply.model) == ("Good day!", "stop", "m")
    assert reply.usage == Usage(11, 7)


async def test_the_request_says_what_was_asked(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("ok")))
    await ask(request(temperature=0.5, max_tokens=9, seed=2**40 + 3), dialect=OPENAI_ITSELF)
    (asked,) = server.requests
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer sk-test-12345678"
    assert asked.body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
    ]
    assert {name: asked.body[name] for name in ("temperature", "max_completion_tokens", "seed", "stream_options")} == {
        "temperature": 0.5,
        "max_completion_tokens": 9,
        "seed": 3,
        "stream_options": {"include_usage": True},
    }


async def test_a_server_is_only_sent_what_it_understands(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("ok")))
    await ask(request(max_tokens=9), dialect=Dialect(stream_usage=False))
    body = server.requests[0].body
    assert body["max_tokens"] == 9
    assert {"max_completion_tokens", "stream_options", "temperature", "seed", "tools", "response_format"}.isdisjoint(
        body
    )


async def test_a_schema_is_sent_strictly_and_the_answer_comes_back_as_written(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text('{"name": "Oslo",', ' "people": "many"}')))
    reply = await ask(request(schema=City))
    assert reply.text == '{"name": "Oslo", "people": "many"}'
    sent = server.requests[0].body["response_format"]["json_schema"]
    assert (sent["name"], sent["strict"]) == ("City", True)
    assert sent["schema"]["additionalProperties"] is False
    assert sent["schema"]["required"] == ["name", "people"]


async def test_a_schema_with_free_keys_is_not_called_strict(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text('{"words": {}}')))
    await ask(request(schema=Counts))
    assert server.requests[0].body["response_format"]["json_schema"]["strict"] is False


@pytest.mark.parametrize(("dialect", "bounded"), [(OPENAI_ITSELF, True), (COMPATIBLE, False)])
async def test_a_fraction_is_offered_as_a_scale_to_servers_that_keep_no_bounds(
    server: FaultServer, ask: Ask, dialect: Dialect, bounded: bool
) -> None:
    server.plays(stream(openai_text('{"surety": 0.5, "count": 2, "notes": []}')))
    await ask(request(schema=Sure), dialect=dialect)
    sent = server.requests[0].body["response_format"]["json_schema"]["schema"]
    surety, count = (sent["properties"][name] for name in ("surety", "count"))
    assert ("maximum" in surety) is bounded
    assert ("enum" in surety) is not bounded
    assert surety["description"] == "How sure."
    assert count["maximum"] == 3
    if not bounded:
        assert surety["enum"][::10] == [0.0, 0.5, 1.0]
        assert len(surety["enum"]) == 21
        assert len(sent["$defs"]["Note"]["properties"]["weight"]["enum"]) == 21


async def test_cached_and_reasoning_tokens_are_counted(server: FaultServer, ask: Ask) -> None:
    usage = openai_usage(
        100, 50, prompt_tokens_details={"cached_tokens": 80}, completion_tokens_details={"reasoning_tokens": 40}
    )
    server.plays(stream(openai_text("ok", usage=usage)))
    assert (await ask(request())).usage == Usage(100, 50, 80, 40)


@pytest.mark.parametrize("usage", [b"", openai_usage(0, 0), openai_usage(-5, 3)], ids=["missing", "zero", "negative"])
async def test_usage_that_cannot_be_right_is_estimated_and_marked(server: FaultServer, ask: Ask, usage: bytes) -> None:
    server.plays(stream(openai_text("twelve chars", usage=usage)))
    assert (await ask(request())).usage == Usage(4, 3, estimated=True)


async def test_tool_calls_are_put_together_from_their_fragments(server: FaultServer, ask: Ask) -> None:
    def part(index: int, arguments: str, **more: Any) -> bytes:
        name = more.pop("name", None)
        return openai_chunk(
            {"tool_calls": [{"index": index, "function": {"name": name, "arguments": arguments}, **more}]}
        )

    server.plays(
        stream(
            part(0, "", id="a", name="get_weather"),
            part(0, '{"city":'),
            part(1, '{"city": "Rome"}', name="get_weather"),
            part(0, ' "Paris"}'),
            openai_chunk({}, "tool_calls"),
            openai_usage(5, 5),
            DONE,
        )
    )
    reply = await ask(request(tools=(WEATHER,)))
    assert reply.finish == "tool_calls"
    assert reply.tool_calls == (
        ToolCall("a", "get_weather", '{"city": "Paris"}'),
        ToolCall("call_1", "get_weather", '{"city": "Rome"}'),
    )
    assert server.requests[0].body["tool_choice"] == "auto"
    assert server.requests[0].body["tools"][0]["function"]["name"] == "get_weather"


async def test_a_conversation_with_tools_is_sent_in_the_servers_form(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("It is sunny.")))
    called = Message("assistant", "", (ToolCall("a", "get_weather", '{"city": "Paris"}'),))
    await ask(request(messages=(Message("user", "Paris?"), called, Message("tool", "sunny", tool_call_id="a"))))
    _, assistant, tool = server.requests[0].body["messages"]
    assert assistant["content"] is None
    assert assistant["tool_calls"][0]["function"] == {"name": "get_weather", "arguments": '{"city": "Paris"}'}
    assert tool == {"role": "tool", "content": "sunny", "tool_call_id": "a"}


async def test_openai_is_told_which_tool_to_call(server: FaultServer, ask: Ask) -> None:
    call = {"index": 0, "id": "a", "function": {"name": "get_weather", "arguments": "{}"}}
    server.plays(stream(openai_chunk({"tool_calls": [call]}), openai_chunk({}, "stop"), openai_usage(1, 1), DONE))
    reply = await ask(request(tools=(WEATHER,), force_tool="get_weather"), dialect=OPENAI_ITSELF)
    assert reply.tool_calls[0].name == "get_weather"
    assert server.requests[0].body["tool_choice"] == {"type": "function", "function": {"name": "get_weather"}}


async def test_a_server_that_ignores_a_forced_tool_is_found_out(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("No, I would rather talk.")))
    with pytest.raises(ModelMisbehaved, match="did not call the tool 'get_weather'"):
        await ask(request(tools=(WEATHER,), force_tool="get_weather"), dialect=OPENAI_ITSELF)


async def test_a_tool_is_forced_by_the_schema_of_its_arguments(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text('{"city": "Paris"}')))
    pieces: list[str] = []
    reply = await ask(request(tools=(WEATHER,), force_tool="get_weather"), pieces.append)
    assert reply.tool_calls == (ToolCall("call_1", "get_weather", '{"city": "Paris"}'),)
    assert (reply.text, reply.finish, pieces) == ("", "tool_calls", [])
    body = server.requests[0].body
    assert body["response_format"]["json_schema"]["schema"] == WEATHER.parameters
    assert "The weather of a city." in body["messages"][0]["content"]
    assert "Be brief." in body["messages"][0]["content"]
    assert "tools" not in body


async def test_a_server_that_keeps_to_no_schema_is_said_to_have_no_tools(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("Paris, I think")))
    with pytest.raises(ModelMisbehaved, match="cannot be made to use a tool"):
        await ask(request(tools=(WEATHER,), force_tool="get_weather"))


@pytest.mark.parametrize(
    ("said", "text", "calls"),
    [
        ('{"tool": "get_weather", "arguments": {"city": "Rome"}}', "", ("get_weather",)),
        ('{"answer": "It is sunny."}', "It is sunny.", ()),
    ],
)
async def test_a_server_without_tools_chooses_by_schema(
    server: FaultServer, ask: Ask, said: str, text: str, calls: tuple[str, ...]
) -> None:
    server.plays(stream(openai_text(said)))
    pieces: list[str] = []
    called = Message("assistant", "", (ToolCall("call_1", "get_weather", '{"city": "Paris"}'),))
    history = (*request().messages, called, Message("tool", "rain", tool_call_id="call_1"))
    reply = await ask(request(messages=history, tools=(WEATHER,)), pieces.append, dialect=NO_TOOLS)
    assert reply.text == text == "".join(pieces)
    assert tuple(call.name for call in reply.tool_calls) == calls
    assert all(call.id == "call_2" for call in reply.tool_calls)
    roles = [message["role"] for message in server.requests[0].body["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert server.requests[0].body["messages"][-1]["content"] == "Result of get_weather:\nrain"


async def test_an_answer_at_the_token_limit_says_so_and_keeps_its_usage(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_text("half an ans", finish="length")))
    reply = await ask(request(max_tokens=3))
    assert (reply.finish, reply.usage) == ("length", Usage(11, 7))


async def test_a_stream_may_be_cut_into_bytes_and_written_in_any_line_ends(server: FaultServer, ask: Ask) -> None:
    text = "naïve 😀 \u2028 end"
    server.plays(stream(b"\xef\xbb\xbf" + openai_text(text).replace(b"\n", b"\r\n"), split=True))
    assert (await ask(request())).text == text


async def test_a_cancelled_call_closes_its_connection(server: FaultServer, ask: Ask) -> None:
    server.plays(stream_then(silence, openai_chunk({"content": "Once upon"})))
    begun = asyncio.Event()
    asking = asyncio.create_task(ask(request(), lambda _text: begun.set()))
    await asyncio.wait_for(begun.wait(), 5)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(server.client_gone.wait, 5)


async def test_reasoning_is_no_answer_and_keeps_the_call_alive(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(openai_chunk({"reasoning_content": "Hmm."}), openai_text("Yes.")))
    assert (await ask(request())).text == "Yes."


async def test_the_environment_adds_nothing_to_a_request(
    server: FaultServer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-of-the-server")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-secret-of-the-admin")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Gateway: secret\nCookie: secret")
    server.plays(stream(openai_text("ok")))
    await ask(request())
    headers = server.requests[0].headers
    assert not any("secret" in value for value in headers.values())
    assert headers["authorization"] == "Bearer sk-test-12345678"
    assert set(headers) <= HEADERS


async def test_the_environment_does_not_redirect_openai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    provider = OpenAIProvider(Key("sk-test-12345678"))
    client = await provider._connected()
    assert str(client.base_url) == "https://api.openai.com/v1/"
    await provider.close()


async def test_many_events_of_no_content_are_no_answer(server: FaultServer, ask: Ask) -> None:
    server.plays(stream(event({"choices": []}) * 3 + openai_text("fine")))
    assert (await ask(request())).text == "fine"
