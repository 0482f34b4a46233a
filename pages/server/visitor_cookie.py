"""Giving each browser the visitor's cookie."""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.session import COOKIE, new_visitor, visitor_in

_YEAR = 365 * 24 * 3600


class VisitorCookie:
    """Gives the cookie with the first page, before the browser opens the WebSocket that shows it to the script.

    A frame under `shut_off` sends no cookie and gets none, or it would replace the visitor's own.
    """

    def __init__(self, app: ASGIApp, *, shut_off: str, make: Callable[[], str] = new_visitor) -> None:
        self.app = app
        self.shut_off = shut_off
        self.make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = scope["type"] == "http" and not scope["path"].startswith(f"{self.shut_off}/")
        if not page or visitor_in(_cookies(scope)):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page the browser has cached is answered 304, without a content type.
                if "text/html" in headers.get("content-type", Headers(scope=scope).get("accept", "")):
                    headers.append("set-cookie", self._cookie(secure=scope["scheme"] == "https"))
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _cookie(self, *, secure: bool) -> str:
        value = f"{COOKIE}={self.make()}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
        return f"{value}; Secure" if secure else value


def _cookies(scope: Scope) -> dict[str, str]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return cookie_parser("; ".join(lines))
