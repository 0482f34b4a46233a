"""That a measured call finds its SDK loaded. Each in a process of its own, because a module is imported only once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.providers.fault_server import DONE, FaultServer, gemini_text, openai_text, stream

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60.0
FIRST_CALL = """
import asyncio, sys
from core.runtime.first_calls import warm_up
from core.providers.gemini.provider import GeminiProvider
from core.providers.keys import Key
from core.providers.openai.provider import OpenAIProvider
from core.providers.protocol import Message, Request

name, url = sys.argv[1:]
warm_up([name])
there = set(sys.modules)

async def ask():
    opened = GeminiProvider(Key("test"), base_url=url) if name == "gemini" else OpenAIProvider(None, url)
    reply = await opened.ask(Request("m", (Message("user", "Hello"),)), lambda text: None)
    await opened.close()
    return reply.text

print(asyncio.run(ask()), sorted(set(sys.modules) - there))
"""


@pytest.mark.parametrize(
    ("name", "answer"), [("openai", [openai_text("Good day"), DONE]), ("gemini", [gemini_text("Good day")])]
)
def test_after_warming_up_a_first_call_loads_nothing(server: FaultServer, name: str, answer: list[bytes]) -> None:
    server.plays(stream(*answer))
    argv = [sys.executable, "-c", FIRST_CALL, name, server.url]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.stdout, done.stderr) == ("Good day []\n", "")
    assert len(server.requests) == 1
