"""A visitor's small website, shown in a frame that is shut off: no script runs, nothing is fetched from elsewhere.

The address holds a token that nobody can guess, because a shut-off frame sends no cookie when its links are followed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PREFIX = "/site-preview"
MOST_VISITORS = 10_000
TYPES = {"html": "text/html", "css": "text/css"}
HEADERS = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}

ReadFile = Callable[[str, str], str | None]


class PreviewTokens:
    """Which visitor's site a token shows; a token holds as long as the server."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._owners: dict[str, str] = {}

    def token(self, owner: str) -> str:
        """The owner's token, always the same."""
        token = hmac.new(self._key, owner.encode(), hashlib.sha256).hexdigest()
        self._owners[token] = owner
        while len(self._owners) > MOST_VISITORS:
            del self._owners[next(iter(self._owners))]
        return token

    def owner(self, token: str) -> str | None:
        """Whose token this is."""
        return self._owners.get(token)


def preview_route(read: ReadFile) -> Route:
    """Serves `read(token, file)`; a file that is not there is said so."""

    def show(request: Request) -> Response:
        name = request.path_params["name"]
        text = read(request.path_params["token"], name)
        if text is None:
            said = "There is no such file. Close this frame and open the preview again."
            return PlainTextResponse(said, status_code=404, headers=HEADERS)
        kind = TYPES.get(name.rpartition(".")[2], "text/plain")
        return Response(text, media_type=kind, headers=HEADERS)

    return Route(PREFIX + "/{token}/{name}", show)
