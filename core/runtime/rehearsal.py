"""One call of each SDK to a server of our own, so that no measured call is the one that loads it.

Importing an SDK, building its client and reading the first answer take seconds, once in a process. Nothing leaves the
machine and nobody is paid: the server listens on loopback for this one call and knows one answer.
"""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress

from core.providers.keys import Key
from core.providers.protocol import Message, Provider, Request

SECONDS = 30.0
ASKED = Request("rehearsal", (Message("user", "Say a word."),), max_tokens=1)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
OPENAI_ANSWER = (
    b'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "rehearsal", '
    b'"choices": [{"index": 0, "delta": {"content": "Word"}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
)
GEMINI_ANSWER = (
    b'data: {"candidates": [{"content": {"role": "model", "parts": [{"text": "Word"}]}, "finishReason": "STOP"}]}\n\n'
)


async def rehearse(providers: Collection[str]) -> None:
    """Load what the first call of these providers would. One that cannot be loaded says so when it is asked."""
    for open_provider, answer in {SDKS[name] for name in providers if name in SDKS}:
        with suppress(Exception):
            async with asyncio.timeout(SECONDS):
                await _call(open_provider, answer)


async def _call(open_provider: Callable[[str], Provider], answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
        writer.write(HEAD + answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        provider = open_provider(f"http://{host}:{port}")
        try:
            await provider.ask(ASKED, lambda _text: None)
        finally:
            await provider.close()


def _openai(url: str) -> Provider:
    from core.providers.openai.provider import OpenAIProvider

    return OpenAIProvider(None, url)


def _gemini(url: str) -> Provider:
    from core.providers.gemini.provider import GeminiProvider

    return GeminiProvider(Key("rehearsal"), base_url=url)


OPENAI, GEMINI = (_openai, OPENAI_ANSWER), (_gemini, GEMINI_ANSWER)
SDKS = {"openai": OPENAI, "local": OPENAI, "gemini": GEMINI}
"""The providers that load an SDK, and what is asked of it."""
