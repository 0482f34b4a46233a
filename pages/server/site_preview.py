"""A visitor's small website, shown in a frame that is shut off: no script runs, nothing is fetched from elsewhere."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pages.session import PREVIEW_PREFIX

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


def preview_route(read: ReadFile) -> Route:
    """Serves `read(token, file)`; a file that is not there is said so."""

    def answer(request: Request) -> Response:
        name = request.path_params["name"]
        text = read(request.path_params["token"], name)
        if text is None:
            message = "There is no such file. Close this frame and open the preview again."
            return PlainTextResponse(message, status_code=404, headers=HEADERS)
        kind = TYPES.get(name.rpartition(".")[2], "text/plain")
        return Response(text, media_type=kind, headers=HEADERS)

    return Route(PREVIEW_PREFIX + "/{token}/{name}", answer)
