"""The HTML page that a browser opens first: Streamlit's own, told where its server is and what it will need."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from core.text import Pattern
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
IMPORTED = Pattern(r"""(?:from|import)\s*["']\./[\w.-]+\.js["']""")


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

    def show(_request: Request) -> Response:
        return HTMLResponse(html, headers={"cache-control": "no-cache"})

    return [Route(page.address, show) for page in pages]
