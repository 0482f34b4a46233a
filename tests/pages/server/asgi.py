"""One HTTP request to an ASGI app, without a server."""

from typing import Any

from starlette.types import ASGIApp, Message


async def headers_of(app: ASGIApp, *, path: str = "/", scheme: str = "http", **headers: str) -> list[tuple[str, str]]:
    """The answer's headers, names in lower case, in order."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "scheme": scheme,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    return [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
