"""The real SDKs through our adapters against a real model: llama.cpp in this process with a model of 135M parameters.

The tests look at shapes, usage and the wire, not at cleverness.
"""

import asyncio
import json
import os
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from core.errors import InputError, SetupError
from core.providers.gemini.provider import GeminiProvider
from core.providers.keys import Key
from core.providers.local.files import SMALL, installed, runtime_installed, small_command, small_model
from core.providers.local.provider import SLOW, LocalProvider, LocalServer
from core.providers.openai.messages import NO_TOOLS
from core.providers.openai.provider import OpenAIProvider
from core.providers.protocol import Message, Provider, Request, ToolSpec
from tests.core.providers.gemini_bridge import BRIDGE_KEY, gemini_bridge

WEATHER = ToolSpec(
    "get_weather",
    "The weather of a city.",
    {"type": "object", "properties": {"city": {"type": "string", "maxLength": 20}}, "required": ["city"]},
)


class City(BaseModel):
    name: str = Field(max_length=20)
    people: int
    capital: bool


def start_llama() -> Iterator[LocalServer]:
    """A server with the small model; skips the test where it is not installed, except in CI."""
    path = small_model()
    if path is None or not runtime_installed():
        missing = f"needs a real model: pip install -r requirements-local.txt, then {small_command()}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    server = LocalServer(path, SMALL, threads=1)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def llama() -> Iterator[LocalServer]:
    yield from start_llama()


@pytest.fixture(params=["openai", "gemini"])
async def model(request: pytest.FixtureRequest, llama: LocalServer) -> AsyncIterator[Provider]:
    """The same real model behind each SDK."""
    direct = OpenAIProvider(llama.key, llama.url, dialect=NO_TOOLS, deadlines=SLOW)
    if request.param == "openai":
        yield direct
    else:
        async with gemini_bridge(direct) as url:
            behind = GeminiProvider(BRIDGE_KEY, base_url=url, deadlines=SLOW)
            yield behind
            await behind.close()
    await direct.close()


def asking(text: str, **more: object) -> Request:
    messages = (Message("system", "You are a helpful assistant."), Message("user", text))
    return Request(SMALL, messages, **{"temperature": 0.0, "max_tokens": 60, **more})  # type: ignore[arg-type]


def quiet(_text: str) -> None:
    pass


async def test_text_is_streamed_and_counted(model: Provider) -> None:
    pieces: list[str] = []
    reply = await model.ask(asking("Name three colours."), pieces.append)
    assert "".join(pieces) == reply.text
    assert len(pieces) > 3
    assert reply.usage.input_tokens > 10
    assert 3 < reply.usage.output_tokens <= 60
    assert not reply.usage.estimated
    assert reply.model == SMALL


async def test_a_token_limit_cuts_the_answer_and_says_so(model: Provider) -> None:
    reply = await model.ask(asking("Tell me a long story.", max_tokens=5), quiet)
    assert reply.finish == "length"
    assert reply.usage.output_tokens == 5


async def test_an_answer_fits_its_schema(model: Provider) -> None:
    reply = await model.ask(asking("Describe Oslo.", schema=City, max_tokens=200), quiet)
    assert City.model_validate_json(reply.text).name


async def test_a_tool_is_called_when_it_must_be(model: Provider) -> None:
    reply = await model.ask(asking("What is the weather in Paris?", tools=(WEATHER,), force_tool="get_weather"), quiet)
    (call,) = reply.tool_calls
    assert call.name == "get_weather"
    assert isinstance(json.loads(call.arguments)["city"], str)
    assert reply.finish == "tool_calls"


async def test_a_tool_may_be_called_and_its_result_is_read(model: Provider) -> None:
    first = asking("What is the weather in Paris?", tools=(WEATHER,), max_tokens=100)
    reply = await model.ask(first, quiet)
    assert bool(reply.tool_calls) != bool(reply.text)
    results = [Message("tool", "sunny, 21 degrees", tool_call_id=call.id) for call in reply.tool_calls]
    history = (*first.messages, Message("assistant", reply.text, reply.tool_calls), *results)
    second = await model.ask(Request(SMALL, (*history, Message("user", "So?")), temperature=0, max_tokens=40), quiet)
    assert second.text


async def test_a_request_that_is_too_long_is_named(model: Provider) -> None:
    with pytest.raises((InputError, SetupError)) as caught:
        await model.ask(asking("word " * 12_000), quiet)
    assert caught.value.kind == "bad_request"


async def test_calls_at_once_are_all_answered(model: Provider) -> None:
    replies = await asyncio.gather(*(model.ask(asking(f"Say {i}.", max_tokens=8), quiet) for i in range(6)))
    assert all(reply.text for reply in replies)


async def test_a_wrong_key_is_refused(llama: LocalServer) -> None:
    stranger = OpenAIProvider(Key("another-key-123"), llama.url, deadlines=SLOW)
    with pytest.raises(SetupError) as caught:
        await stranger.ask(asking("Hello"), quiet)
    assert caught.value.kind == "auth"
    await stranger.close()


def test_no_web_page_may_ask_the_model(llama: LocalServer) -> None:
    asked = urllib.request.Request(f"{llama.url}/models", headers={"Origin": "https://evil.test"})
    with pytest.raises(urllib.error.HTTPError) as caught, urllib.request.urlopen(asked, timeout=10):
        pass
    with caught.value as answer:
        assert answer.code == 401
        assert answer.headers.get("Access-Control-Allow-Origin") in (None, "")
    assert llama.url.startswith("http://127.0.0.1:")


async def test_a_local_model_is_loaded_by_name_when_asked(llama: LocalServer, tmp_path: Path) -> None:
    assert [one.name for one in installed(tmp_path)] == [SMALL]
    provider = LocalProvider(tmp_path, threads=1)
    assert (await provider.ask(asking("Hi", max_tokens=3), quiet)).text
    await provider.close()
