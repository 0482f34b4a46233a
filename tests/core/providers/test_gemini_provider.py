"""What goes over the wire to the Gemini API, and what its answers become."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import BaseModel

from core.errors import ModelMisbehaved, ModelUnavailable
from core.providers.exchange import Deadlines
from core.providers.gemini.provider import GeminiProvider
from core.providers.keys import Key
from core.providers.protocol import Message, Request, ToolCall, ToolSpec, Usage
from tests.core.providers.fault_server import FaultServer, gemini_chunk, gemini_text, silence, stream, stream_then

WEATHER = ToolSpec(
    "get_weather",
    "The weather of a city.",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)
STOP = gemini_chunk(None, "STOP")


class City(BaseModel):
    name: str
    people: int


def request(**changes: Any) -> Request:
    values: dict[str, Any] = {
        "model": "gemini-x",
        "messages": (Message("system", "Be brief."), Message("user", "Hello")),
    }
    return Request(**{**values, **changes})


def called(city: str, **more: Any) -> dict[str, Any]:
    return {"functionCall": {"name": "get_weather", "args": {"city": city}}, **more}


@pytest.fixture
async def provider(server: FaultServer) -> AsyncIterator[GeminiProvider]:
    opened = GeminiProvider(Key("AIza-test-12345678"), base_url=server.url, deadlines=Deadlines(5, 20, 20, 40))
    yield opened
    await opened.close()


def quiet(_text: str) -> None:
    pass


async def test_text_arrives_piece_by_piece_and_then_whole(server: FaultServer, provider: GeminiProvider) -> None:
    server.plays(stream(gemini_text("Good ", "day", "!")))
    pieces: list[str] = []
    reply = await provider.ask(request(), pieces.append)
    assert pieces == ["Good ", "day", "!"]
    assert (reply.text, reply.finish, reply.model, reply.usage) == ("Good day!", "stop", "m", Usage(11, 7))


async def test_the_request_says_what_was_asked(server: FaultServer, provider: GeminiProvider) -> None:
    server.plays(stream(gemini_text("ok")))
    await provider.ask(request(temperature=0.5, max_tokens=9, seed=2**40 + 3), quiet)
    (asked,) = server.requests
    assert asked.path.startswith("/v1/models/gemini-x:streamGenerateContent")
    assert asked.headers["x-goog-api-key"] == "AIza-test-12345678"
    assert "AIza" not in asked.path
    assert asked.body["contents"] == [{"role": "user", "parts": [{"text": "Hello"}]}]
    assert asked.body["systemInstruction"]["parts"] == [{"text": "Be brief."}]
    settings = asked.body["generationConfig"]
    assert (settings["temperature"], settings["maxOutputTokens"], settings["seed"]) == (0.5, 9, 3)
    assert "tools" not in asked.body


async def test_a_schema_is_sent_and_the_answer_comes_back_as_written(
    server: FaultServer, provider: GeminiProvider
) -> None:
    server.plays(stream(gemini_text('{"name": "Oslo",', ' "people": "many"}')))
    reply = await provider.ask(request(schema=City), quiet)
    assert reply.text == '{"name": "Oslo", "people": "many"}'
    settings = server.requests[0].body["generationConfig"]
    assert settings["responseMimeType"] == "application/json"
    assert settings["responseJsonSchema"] == City.model_json_schema()


async def test_thoughts_are_counted_and_no_answer(server: FaultServer, provider: GeminiProvider) -> None:
    usage = {
        "promptTokenCount": 100,
        "candidatesTokenCount": 10,
        "thoughtsTokenCount": 40,
        "cachedContentTokenCount": 80,
        "toolUsePromptTokenCount": 5,
    }
    thought = gemini_chunk(parts=[{"text": "Hmm.", "thought": True}])
    server.plays(stream(thought, gemini_text("Yes.", usageMetadata=usage)))
    reply = await provider.ask(request(), quiet)
    assert (reply.text, reply.usage) == ("Yes.", Usage(105, 50, 80, 40))


async def test_thoughts_that_used_up_the_tokens_leave_an_answer_that_is_cut(
    server: FaultServer, provider: GeminiProvider
) -> None:
    usage = {"promptTokenCount": 9, "thoughtsTokenCount": 40}
    server.plays(stream(gemini_text(finish="MAX_TOKENS", usageMetadata=usage)))
    reply = await provider.ask(request(max_tokens=40), quiet)
    assert (reply.text, reply.finish, reply.usage) == ("", "length", Usage(9, 40, 0, 40))


@pytest.mark.parametrize("usage", [None, {}, {"promptTokenCount": 0}], ids=["missing", "empty", "zero"])
async def test_usage_that_cannot_be_right_is_estimated_and_marked(
    server: FaultServer, provider: GeminiProvider, usage: dict[str, int] | None
) -> None:
    server.plays(stream(gemini_text("twelve chars", usageMetadata=usage)))
    assert (await provider.ask(request(), quiet)).usage == Usage(4, 3, estimated=True)


async def test_tools_are_offered_and_calls_come_back(server: FaultServer, provider: GeminiProvider) -> None:
    server.plays(stream(gemini_chunk("Let me see. "), gemini_chunk(parts=[called("Paris"), called("Rome")]), STOP))
    reply = await provider.ask(request(tools=(WEATHER,)), quiet)
    assert (reply.text, reply.finish) == ("Let me see. ", "tool_calls")
    assert [(call.name, call.arguments) for call in reply.tool_calls] == [
        ("get_weather", '{"city": "Paris"}'),
        ("get_weather", '{"city": "Rome"}'),
    ]
    (tools,) = server.requests[0].body["tools"]
    (declared,) = tools["functionDeclarations"]
    assert declared["name"] == "get_weather"
    assert WEATHER.parameters in declared.values()


async def test_a_tool_can_be_forced(server: FaultServer, provider: GeminiProvider) -> None:
    server.plays(stream(gemini_chunk(parts=[called("Paris")]), STOP), stream(gemini_text("No.")))
    reply = await provider.ask(request(tools=(WEATHER,), force_tool="get_weather"), quiet)
    assert reply.tool_calls[0].name == "get_weather"
    choice = server.requests[0].body["toolConfig"]["functionCallingConfig"]
    assert choice == {"mode": "ANY", "allowedFunctionNames": ["get_weather"]}
    with pytest.raises(ModelMisbehaved, match="did not call the tool"):
        await provider.ask(request(tools=(WEATHER,), force_tool="get_weather"), quiet)


async def test_results_of_calls_go_back_together_with_the_calls_signatures(
    server: FaultServer, provider: GeminiProvider
) -> None:
    parts = [called("Paris", thoughtSignature="c2lnbmVk"), called("Rome")]
    server.plays(stream(gemini_chunk(parts=parts), STOP), stream(gemini_text("Sunny and wet.")))
    first = await provider.ask(request(tools=(WEATHER,)), quiet)
    results = tuple(
        Message("tool", text, tool_call_id=call.id)
        for text, call in zip(("sun", "rain"), first.tool_calls, strict=True)
    )
    history = (*request().messages, Message("assistant", "", first.tool_calls), *results)
    assert (await provider.ask(request(messages=history, tools=(WEATHER,)), quiet)).text == "Sunny and wet."
    user, model, answers = server.requests[1].body["contents"]
    assert (user["role"], model["role"], answers["role"]) == ("user", "model", "user")
    assert [part["functionCall"]["args"] for part in model["parts"]] == [{"city": "Paris"}, {"city": "Rome"}]
    assert [part.get("thoughtSignature") for part in model["parts"]] == ["c2lnbmVk", None]
    assert [part["functionResponse"]["response"] for part in answers["parts"]] == [
        {"result": "sun"},
        {"result": "rain"},
    ]
    assert len({call.id for call in first.tool_calls}) == 2


async def test_a_badly_written_call_in_the_history_is_still_sent(server: FaultServer, provider: GeminiProvider) -> None:
    server.plays(stream(gemini_text("Sorry.")))
    wrong = Message("assistant", "", (ToolCall("a", "get_weather", '{"city": '),))
    await provider.ask(request(messages=(Message("user", "Hi"), wrong, Message("tool", "no", tool_call_id="a"))), quiet)
    assert server.requests[0].body["contents"][1]["parts"][0]["functionCall"]["args"] == {"malformed": '{"city": '}


async def test_text_may_be_cut_into_bytes(server: FaultServer, provider: GeminiProvider) -> None:
    text = "naïve 😀 \u2028 end"
    server.plays(stream(gemini_text(text).replace(b"\n", b"\r\n"), split=True))
    assert (await provider.ask(request(), quiet)).text == text


async def test_a_cancelled_call_closes_its_connection(server: FaultServer, provider: GeminiProvider) -> None:
    server.plays(stream_then(silence, gemini_chunk("Once upon")))
    begun = asyncio.Event()
    asking = asyncio.create_task(provider.ask(request(), lambda _text: begun.set()))
    await asyncio.wait_for(begun.wait(), 20)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(server.client_gone.wait, 5)


async def test_the_environment_does_not_redirect_a_key(monkeypatch: pytest.MonkeyPatch, server: FaultServer) -> None:
    for name, value in {
        "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:9",
        "GOOGLE_API_KEY": "another-key",
        "GOOGLE_GENAI_USE_VERTEXAI": "true",
        "GOOGLE_GENAI_API_VERSION": "beta",
    }.items():
        monkeypatch.setenv(name, value)
    server.plays(stream(gemini_text("ok")))
    opened = GeminiProvider(Key("AIza-test-12345678"), base_url=server.url)
    await opened.ask(request(), quiet)
    await opened.close()
    assert server.requests[0].headers["x-goog-api-key"] == "AIza-test-12345678"


async def test_a_connection_is_not_waited_for_longer_than_said(server: FaultServer) -> None:
    server.plays(silence)
    opened = GeminiProvider(Key("AIza-test-12345678"), base_url=server.url, deadlines=Deadlines(1, 0.3, 0.3, 1))
    with pytest.raises(ModelUnavailable, match=r"Gemini did not begin to answer within 0\.3 s"):
        await opened.ask(request(), quiet)
    await opened.close()
