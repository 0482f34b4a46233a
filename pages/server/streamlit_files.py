"""Streamlit's own page and the files that it loads: what the browser is told first, and serving them from memory."""

import gzip
import mimetypes
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from core.text import LinearPattern
from pages.ui import AppPage

SCRIPT = """
window.__streamlit = {
  BACKEND_BASE_URL: new URL(".", location.href).href,
  HOST_CONFIG: {allowedOrigins: [location.origin], useExternalAuthToken: false, metricsUrl: ""},
}
"""
"""Without it Streamlit asks below the address of the page first, hears that nothing is there, and asks again.

Pages stand one level deep, so the server is at the page's folder, behind a proxy too. The settings are those that it
would fetch, but for `allowedOrigins`: only this server's own pages may send the app messages.
"""
FIRST_ELEMENTS = ("Html", "Selectbox", "TextArea", "ButtonGroup", "Button")
"""What the Run button and the fields above it are drawn with. Streamlit loads each when it first meets one."""
IMPORTED = LinearPattern(r"""(?:from|import)\s*["']\./[\w.-]+\.js["']""")
PACKABLE = frozenset({".js", ".css", ".svg", ".json"})
PREFIX = "/static"
UNCHANGED = {"cache-control": "public, immutable, max-age=31536000", "vary": "accept-encoding"}  # names hold a hash


def start_page(index: Path) -> str:
    """Streamlit's page with our script before any of its own, and the first elements loaded from the beginning."""
    page = index.read_text(encoding="utf-8")
    scripts = index.parent / "static" / "js"
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{escape(name)}">\n    '
        for name in needed_scripts(scripts, FIRST_ELEMENTS, page)
    )
    page = page.replace("<head>", f"<head>\n    <script>{SCRIPT}</script>", 1)
    return page.replace("</head>", f"{links}</head>", 1)


def needed_scripts(folder: Path, elements: Iterable[str], page: str = "") -> Iterator[str]:
    """The files that draw these elements, and all that those import, but for those that the page loads by itself.

    An element that has no file is left out.
    """
    waiting = [path.name for name in elements for path in folder.glob(f"{name}.*.js")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name in page or not (folder / name).is_file():
            continue
        seen.add(name)
        imported = IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
        waiting += [statement[:-1].partition("./")[2] for statement in imported]
        yield name


def start_routes(html: str, pages: Iterable[AppPage]) -> list[Route]:
    """Serve `html`, from which the browser draws any page, at the address of each of them."""

    def answer(_request: Request) -> Response:
        return HTMLResponse(html, headers={"cache-control": "no-cache"})

    return [Route(page.address, answer) for page in pages]


class StaticFiles:
    """Serves the files below `folder`, each read once, and packed when it is asked for a second time.

    A classroom that opens the page at once asks for some 150 files and 8 MB each. Packing them all the first time would
    hold up the first visitor of a cold server. What is no such file is left to Streamlit.
    """

    def __init__(self, app: ASGIApp, *, folder: Path) -> None:
        self.app = app
        self._paths = {f"{PREFIX}/{path.relative_to(folder).as_posix()}": path for path in folder.glob("*/*")}
        self._raw: dict[str, bytes] = {}
        self._packed: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self._paths
        answer = await self._answer(scope["path"], Headers(scope=scope)) if known else self.app
        await answer(scope, receive, send)

    async def _answer(self, name: str, headers: Headers) -> Response:
        path = self._paths[name]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if name not in self._raw:
            self._raw[name] = path.read_bytes()
        elif path.suffix in PACKABLE and "gzip" in headers.get("accept-encoding", ""):
            if name not in self._packed:
                self._packed[name] = await run_in_threadpool(gzip.compress, self._raw[name], 6)
            return Response(self._packed[name], media_type=kind, headers={**UNCHANGED, "content-encoding": "gzip"})
        return Response(self._raw[name], media_type=kind, headers=UNCHANGED)
