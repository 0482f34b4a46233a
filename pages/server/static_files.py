"""Streamlit's own scripts, styles and fonts, served from memory and packed.

A classroom that opens the page at once asks for some 150 files and 8 MB each.
"""

import gzip
import mimetypes
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

PACKABLE = frozenset({".js", ".css", ".svg", ".json"})
PREFIX = "/static"
UNCHANGED = {"cache-control": "public, immutable, max-age=31536000", "vary": "accept-encoding"}  # names hold a hash


class StaticFiles:
    """Serves the files below `folder`, each read once, and packed when it is asked for a second time.

    Not the first time: packing them all would hold up the first visitor of a cold server. What is no such file is
    left to Streamlit.
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
