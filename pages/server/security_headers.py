"""Headers that keep the browser from fetching, framing or sending anything beyond this server."""

import base64
import hashlib
from html.parser import HTMLParser

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecurityHeaders:
    """Adds the headers to every HTTP answer; `index_page` is the HTML page whose inline scripts may run.

    Answers under `stricter` have headers of their own.
    """

    def __init__(self, app: ASGIApp, *, index_page: str, stricter: str) -> None:
        self.app = app
        self.stricter = stricter
        self.headers = [(name.encode(), value.encode()) for name, value in headers_for(index_page).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self.headers}
                theirs = [pair for pair in message.get("headers", []) if pair[0].lower() not in ours]
                message = {**message, "headers": [*theirs, *self.headers]}
            await send(message)

        ours = scope["type"] == "http" and not scope["path"].startswith(f"{self.stricter}/")
        await self.app(scope, receive, send_guarded if ours else send)


def headers_for(index_page: str) -> dict[str, str]:
    return {
        "content-security-policy": content_security_policy(inline_scripts(index_page)),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
    }


def content_security_policy(scripts: list[str]) -> str:
    """Own origin only, its WebSocket included; of inline scripts, those whose text is given.

    Streamlit's charts and diagrams need WebAssembly, workers from blobs and inline styles.
    """
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def inline_scripts(page: str) -> list[str]:
    """The texts of the page's `<script>` elements that have no `src`."""
    collector = _InlineScripts()
    collector.feed(page)
    return collector.texts


class _InlineScripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and "src" not in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts.append(data)
