"""Who may come in, by the host name that was asked for, the page that a browser says is asking, and the address.

A cookie is sent to every port of a host, so that a page from another port could act in a visitor's name. With all that
acts, a WebSocket above all, browsers say where the page is from (Origin), and no page can change that; what comes
without it is from no browser. What only reads is let through: other pages do not get to see the answer.
"""

import logging
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from core.text import visible

OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
STREAMLIT = "/_stcore/"
NEEDED = ("health", "host-config", "stream", "upload_file/", "bidi-components/")
"""Of Streamlit's own addresses, those that its pages ask for. The others tell about the server or drive the app."""
DEFAULT_PORTS = {"http": 80, "https": 443}
ONLY_READS = ("GET", "HEAD")
REFUSED, NOT_FOUND = 403, 404
POLICY_VIOLATION = 1008
LONGEST_SHOWN = 100
CLOSED = "There is nothing here for visitors."

_log = logging.getLogger("playground.server")


class FrontDoor:
    """Refuses hosts that are neither this machine nor allowed, and what other origins' pages send.

    `allowed_hosts` are names without port, `*.example.com` for all names below one, `*` for any. In `public` what
    Streamlit tells about the server is shut. Only the Host header counts: what a proxy says besides could be forged.
    """

    def __init__(self, app: ASGIApp, *, allowed_hosts: Iterable[str], public: bool) -> None:
        self.app = app
        self.public = public
        self._allowed = [name.lower().rstrip(".") for name in (*OWN_MACHINE, *allowed_hosts)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        answer: ASGIApp = self.app
        if refusal is not None:
            _log.warning("refused %s: %s", visible(scope["path"])[:LONGEST_SHOWN], refusal)
            socket = scope["type"] == "websocket"
            status = NOT_FOUND if refusal == CLOSED else REFUSED
            answer = WebSocketClose(POLICY_VIOLATION) if socket else PlainTextResponse(f"{refusal}\n", status)
        await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        """Why this request is not let in, in a sentence."""
        headers = Headers(scope=scope)
        names = headers.getlist("host")
        host = read_host(names[0]) if len(names) == 1 else None
        if host is None or not self._allows(host.name):
            return unknown_host(", ".join(names))
        secure = scope["scheme"] in ("https", "wss")
        for origin in headers.getlist("origin"):
            if scope.get("method") not in ONLY_READS and not same_origin(origin, host, secure=secure):
                return foreign_origin(origin, names[0])
        return CLOSED if self.public and _is_shut(scope["path"]) else None

    def _allows(self, name: str) -> bool:
        return any(
            allowed in ("*", name) or (allowed.startswith("*.") and name.endswith(allowed[1:]))
            for allowed in self._allowed
        )


class Host(NamedTuple):
    """A host's name in lower case, an IPv6 address without brackets; `port` is None where it was left out."""

    name: str
    port: int | None


def read_host(text: str) -> Host | None:
    """What a Host header says, None for anything that is not a host with or without a port."""
    try:
        parts = urlsplit(f"//{text}")
        port = parts.port
    except ValueError:
        return None
    if parts.netloc != text or "@" in text or not parts.hostname:
        return None
    return Host(parts.hostname.rstrip("."), port)


def same_origin(origin: str, host: Host, *, secure: bool) -> bool:
    """Whether a page of `origin` came from this server, which was asked as `host`.

    A port that was left out is the default one of the page's scheme: the browser's address is what both were made
    from. A page that came in the clear is no part of a server that was asked through TLS (`secure`); the other way
    round it is, behind a proxy that ends TLS.
    """
    scheme, colon, rest = origin.partition("://")
    default = DEFAULT_PORTS.get(scheme)
    page = read_host(rest)
    if not colon or default is None or page is None or (secure and scheme != "https"):
        return False
    return page.name == host.name and _port(page, default) == _port(host, default)


def _port(host: Host, default: int) -> int:
    return default if host.port is None else host.port


def _is_shut(path: str) -> bool:
    _, streamlits, rest = path.partition(STREAMLIT)
    return bool(streamlits) and not any(
        rest.startswith(needed) if needed.endswith("/") else rest == needed for needed in NEEDED
    )


def unknown_host(name: str) -> str:
    """What a person reads who came by a name that is not on the list."""
    return (
        f"This server does not answer to the name {_shown(name)}. Use the name it is known by; "
        "who runs the server adds names to PLAYGROUND_ALLOWED_HOSTS."
    )


def foreign_origin(origin: str, host: str) -> str:
    """What stands in the log, and what a proxy's owner has to know."""
    return (
        f"A page of {_shown(origin)} may not use this server, which was asked as {_shown(host)}. Open the app at its "
        "own address; a reverse proxy in front of it has to pass the Host header on unchanged."
    )


def _shown(text: str) -> str:
    return repr(visible(text)[:LONGEST_SHOWN])
