"""Models of Google's Gemini API."""

import asyncio
from typing import TYPE_CHECKING

from core.errors import PlaygroundError
from core.providers.exchange import Deadlines, Exchange
from core.providers.keys import Key
from core.providers.protocol import OnText, Reply, Request

if TYPE_CHECKING:
    import httpx2
    from google.genai import Client

GEMINI_URL = "https://generativelanguage.googleapis.com/"
SERVER = "Gemini"
MOST_SIGNATURES = 1000


class GeminiProvider:
    """Implements `Provider` over the `google-genai` SDK. One attempt a call; an instance belongs to one event loop.

    Some models sign their tool calls and refuse the conversation unless the signature comes back with the call. The
    signatures of this instance's calls are kept by the calls' ids.
    """

    def __init__(self, key: Key, *, base_url: str = GEMINI_URL, deadlines: Deadlines | None = None) -> None:
        self._key = key
        self._base_url = base_url
        self._deadlines = deadlines or Deadlines()
        self._opened: tuple[Client, httpx2.AsyncClient] | None = None
        self._opening = asyncio.Lock()
        self._calls = 0
        self._signatures: dict[str, bytes] = {}

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        """Answer `request`, streaming its text. Raises only errors of `core.errors`."""
        client = await self._connected()
        try:
            async with Exchange(self._deadlines, SERVER) as exchange:
                return await self._read(client, request, exchange, on_text)
        except Exception as error:
            raise _translated(error, request.model) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            client, http = self._opened
            self._opened = None
            await client.aio.aclose()
            client.close()
            await http.aclose()

    async def _read(self, client: "Client", request: Request, exchange: Exchange, on_text: OnText) -> Reply:
        from core.providers.gemini.messages import MOST_TOOL_CALLS, GeminiAnswer, config, contents

        self._calls += MOST_TOOL_CALLS
        answer = GeminiAnswer(first_id=self._calls - MOST_TOOL_CALLS + 1)
        chunks = await client.aio.models.generate_content_stream(
            model=request.model, contents=contents(request.messages, self._signatures), config=config(request)
        )
        async for chunk in chunks:
            text, heard = answer.add(chunk)
            exchange.heard(heard)
            if text:
                on_text(text)
        self._remember(answer.signatures)
        return answer.reply(request, SERVER)

    def _remember(self, signatures: dict[str, bytes]) -> None:
        self._signatures |= signatures
        while len(self._signatures) > MOST_SIGNATURES:
            del self._signatures[next(iter(self._signatures))]

    async def _connected(self) -> "Client":
        """The client, opened once, in a thread of its own: importing the SDK takes seconds, which are no waiting."""
        async with self._opening:
            if self._opened is None:
                self._opened = await asyncio.to_thread(self._open)
            return self._opened[0]

    def _open(self) -> "tuple[Client, httpx2.AsyncClient]":
        from google.genai import Client, types

        import core.providers.gemini.errors
        import core.providers.gemini.messages  # noqa: F401
        from core.providers.http_client import open_client

        http = open_client(self._base_url, self._deadlines, environment_proxies=self._base_url == GEMINI_URL)
        options = types.HttpOptions(
            base_url=self._base_url, timeout=round(self._deadlines.total * 1000), httpx_async_client=http
        )
        return Client(vertexai=False, api_key=self._key.reveal(), http_options=options), http


def _translated(error: Exception, model: str) -> PlaygroundError:
    from core.providers.gemini.errors import gemini_error

    return gemini_error(error, SERVER, model)
