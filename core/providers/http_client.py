"""The HTTP client under both SDKs: follows no redirect, unpacks nothing, reads no more than a cap.

Imports httpx2, so import this module where it is used.
"""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx2

from core.errors import ModelUnavailable, SetupError
from core.providers.exchange import LONGEST_TEXT, Deadlines, current_exchange, too_large

LONGEST_LINE = 4 * LONGEST_TEXT
"""Bytes without a line end; JSON escapes make a line longer than its text."""
LONGEST_BODY = 4 * LONGEST_TEXT
"""Bytes of an answer that is no event stream."""
LONGEST_STREAM = 128 * LONGEST_TEXT
"""Bytes of an event stream, which wraps every few characters in JSON."""

HEADERS = frozenset(
    "accept accept-encoding authorization connection content-length content-type host idempotency-key "
    "transfer-encoding user-agent x-goog-api-key x-goog-api-client x-server-timeout".split()
)
"""All that is ever sent; what else an SDK adds (its machine, an organisation, cookies) is nobody's business."""


MOST_CONNECTIONS = 100
"""At once, to one server."""
MOST_IDLE = 20
"""Connections kept for the next request."""


def open_client(base_url: str, deadlines: Deadlines, *, environment_proxies: bool) -> httpx2.AsyncClient:
    """A client for one server and one event loop. `environment_proxies`: go through HTTPS_PROXY and the like.

    Connections are kept for the next request where that saves the handshakes of TLS. A server may promise to keep one
    and close it all the same, as llama.cpp does after each stream, and a request sent at that moment is lost; so none
    is kept where opening one costs nothing.
    """
    idle = MOST_IDLE if urlsplit(base_url).scheme == "https" else 0
    timeout = httpx2.Timeout(deadlines.total, connect=deadlines.connect)

    async def tidy(request: httpx2.Request) -> None:
        """SDKs set a time-out for each request, with none to connect, and take headers from the environment."""
        request.extensions = {**request.extensions, "timeout": timeout.as_dict()}
        for name in [name for name in request.headers if name.lower() not in HEADERS]:
            del request.headers[name]

    return httpx2.AsyncClient(
        follow_redirects=False,
        trust_env=environment_proxies,
        timeout=timeout,
        limits=httpx2.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=idle),
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [tidy], "response": [_guard]},
    )


async def _guard(response: httpx2.Response) -> None:
    """Refuse what no model server answers, and count the rest while it is read."""
    exchange = current_exchange.get()
    if exchange is not None:
        exchange.response = response
    server = exchange.server if exchange else "The server"
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.is_redirect:
        raise SetupError(
            f"{server} redirects requests (HTTP {response.status_code}), which is not followed. Check the base URL.",
            kind="protocol",
        )
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise ModelUnavailable(
            f"{server} compressed its answer although it was asked not to. Check the base URL.", kind="protocol"
        )
    if response.is_success and content_type == "text/html":
        raise SetupError(
            f"{server} answered with a web page, so it is no model server. Check the base URL.", kind="protocol"
        )
    longest = LONGEST_STREAM if content_type == "text/event-stream" else LONGEST_BODY
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _Capped(response.stream, longest)


class _Capped(httpx2.AsyncByteStream):
    """Bytes as they come, until there are too many, in all or without a line end. Raises ModelMisbehaved then."""

    def __init__(self, inner: httpx2.AsyncByteStream, longest: int) -> None:
        self._inner = inner
        self._longest = longest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = line = 0
        async for chunk in self._inner:
            total += len(chunk)
            line_end = chunk.rfind(b"\n")
            line = line + len(chunk) if line_end < 0 else len(chunk) - line_end - 1
            if total > self._longest or line > LONGEST_LINE:
                raise too_large()
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
