"""Models of OpenAI and of every server that speaks its Chat Completions API."""

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.errors import PlaygroundError
from core.providers.exchange import Deadlines, Exchange
from core.providers.keys import Key
from core.providers.openai.messages import COMPATIBLE, OPENAI_ITSELF, Answer, ChatCall, Dialect, chat_call
from core.providers.protocol import OnText, Reply, Request

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk

OPENAI_URL = "https://api.openai.com/v1"
NO_KEY = "no-key-needed"


class OpenAIProvider:
    """Implements `Provider` over the `openai` SDK. One attempt a call; an instance belongs to one event loop.

    `key` None is for servers that want none. `base_url` None is OpenAI itself, whose address is fixed here, so that
    the environment cannot send a key elsewhere.
    """

    def __init__(
        self,
        key: Key | None,
        base_url: str | None = None,
        *,
        dialect: Dialect | None = None,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._key = key
        self._base_url = base_url or OPENAI_URL
        self._dialect = dialect or (OPENAI_ITSELF if base_url in (None, OPENAI_URL) else COMPATIBLE)
        self._deadlines = deadlines or Deadlines()
        self._server = "OpenAI" if base_url in (None, OPENAI_URL) else _shown(self._base_url)
        self._client: AsyncOpenAI | None = None
        self._opening = asyncio.Lock()

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        """Answer `request`, streaming its text. Raises only errors of `core.errors`."""
        client = await self._connected()
        sent = chat_call(request, self._dialect)
        answer = Answer()
        try:
            async with Exchange(self._deadlines, self._server) as exchange:
                await _read(client, sent, answer, exchange, on_text)
        except Exception as error:
            raise _translated(error, self._server, request.model) from None
        reply = answer.reply(request, sent, self._server)
        if sent.choice is not None and reply.text:
            on_text(reply.text)
        return reply

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _connected(self) -> "AsyncOpenAI":
        """The client, opened once, in a thread of its own: importing the SDK takes seconds, which are no waiting."""
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(self._open)
            return self._client

    def _open(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI

        import core.providers.openai.errors  # noqa: F401
        from core.providers.http_client import open_client

        return AsyncOpenAI(
            api_key=self._key.reveal() if self._key else NO_KEY,
            base_url=self._base_url,
            max_retries=0,
            timeout=self._deadlines.total,
            http_client=open_client(self._base_url, self._deadlines, environment_proxies=self._base_url == OPENAI_URL),
        )


def _translated(error: Exception, server: str, model: str) -> PlaygroundError:
    from core.providers.openai.errors import openai_error

    return openai_error(error, server, model)


async def _read(client: "AsyncOpenAI", sent: ChatCall, answer: Answer, exchange: Exchange, on_text: OnText) -> None:
    parameters: Any = sent.parameters
    stream: AsyncStream[ChatCompletionChunk] = await client.chat.completions.create(**parameters)
    async for chunk in stream:
        text, heard = answer.add(_checked(chunk))
        exchange.heard(heard)
        if text and sent.choice is None:
            on_text(text)


def _checked(chunk: "ChatCompletionChunk") -> "ChatCompletionChunk":
    """The SDK builds chunks without validating them: what is not one of its shape shows here, as a ValueError."""
    from openai.types.chat import ChatCompletionChunk

    if not isinstance(chunk, ChatCompletionChunk) or not isinstance(chunk.choices, list):
        raise ValueError("not a chunk")
    return chunk


def _shown(base_url: str) -> str:
    parts = urlsplit(base_url)
    return (parts.hostname or "the model server") + (f":{parts.port}" if parts.port else "")
