"""The HTML page that a browser opens first: Streamlit's own, told where its server is."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

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


def start_page(index_page: str) -> str:
    """Streamlit's page with our script before any of its own."""
    before, head, after = index_page.partition("<head>")
    return f"{before}{head}\n    <script>{SCRIPT}</script>{after}"


def start_routes(page: str, names: Iterable[str]) -> list[Route]:
    """Serve `page` at the root and under each of the names."""

    def show(_request: Request) -> Response:
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    return [Route(f"/{name}", show) for name in ("", *names)]
