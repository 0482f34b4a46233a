"""Loading ahead what the first visitor's page needs: on the server its modules, in the browser Streamlit's widgets."""

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

WIDGETS = ("Html", "Selectbox", "TextInput", "TextArea", "ButtonGroup", "Button", "GraphVizChart")
HEAD = 5_000  # characters of a script in which its imports stand
_IMPORT = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


def load() -> None:
    """Import what the pages import while they are drawn.

    Streamlit looks at the stack once, before the first element: then `inspect` asks for the file of every module.
    """
    import graphviz  # noqa: F401
    import numpy  # noqa: F401
    import PIL.Image  # noqa: F401
    import PIL.ImageFile  # noqa: F401

    from core.history import database, reader, writer  # noqa: F401
    from core.workflow import find_workflows

    find_workflows()
    inspect.stack(0)


class Preloads:
    """Names, with each page, the scripts that the browser will ask for next, so that it fetches them meanwhile.

    HTML under `apart` is no page of the app.
    """

    def __init__(self, app: ASGIApp, *, index_page: Path, apart: str) -> None:
        self.app = app
        self.apart = f"{apart}/"
        scripts = scripts_of(index_page.parent / "static" / "js", WIDGETS, index_page.read_text(encoding="utf-8"))
        links = ", ".join(
            f"<./static/js/{name}>; rel=modulepreload; crossorigin; fetchpriority=low" for name in scripts
        )
        self.header = (b"link", links.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message.get("headers", [])):
                message = {**message, "headers": [*message["headers"], self.header]}
            await send(message)

        ours = scope["type"] == "http" and not scope["path"].startswith(self.apart)
        await self.app(scope, receive, send_with_links if ours else send)


def scripts_of(folder: Path, widgets: Iterable[str], index_page: str) -> list[str]:
    """The files of these widgets and what they import, without those that the index page names itself."""
    first = [path.name for widget in widgets for path in folder.glob(f"{widget}.*.js")]
    found: dict[str, None] = {}
    waiting = first[::-1]
    while waiting:
        name = waiting.pop()
        path = folder / name
        if name in found or name in index_page or not path.is_file():
            continue
        found[name] = None
        waiting += _IMPORT.findall(path.read_text(encoding="utf-8")[:HEAD])
    return list(found)


def _is_html(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
