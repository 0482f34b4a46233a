from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.server.security_headers import SecurityHeaders
from pages.server.site_preview import preview_route
from pages.server.visitor_cookie import VisitorCookie
from pages.session.visitors import PREVIEW_PREFIX, PreviewTokens

FILES = {"index.html": "<script>alert(1)</script>", "style.css": "p {}", "app.js": "alert(1)"}


def client(tokens: PreviewTokens) -> TestClient:
    def read(token: str, name: str) -> str | None:
        return FILES.get(name) if tokens.owner(token) == "me" else None

    app = Starlette(routes=[preview_route(read), Route("/page", lambda _: HTMLResponse("<html>"))])
    app.add_middleware(VisitorCookie, shut_off=PREVIEW_PREFIX)
    app.add_middleware(SecurityHeaders, index_page="", stricter=PREVIEW_PREFIX)
    return TestClient(app)


def test_a_page_is_served_shut_off_and_gives_no_cookie() -> None:
    tokens = PreviewTokens()
    answer = client(tokens).get(f"{PREVIEW_PREFIX}/{tokens.token('me')}/index.html")
    assert answer.status_code == 200
    assert answer.text == FILES["index.html"]
    policy = answer.headers["content-security-policy"].split("; ")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "set-cookie" not in answer.headers


def test_a_script_is_served_as_text() -> None:
    tokens = PreviewTokens()
    answer = client(tokens).get(f"{PREVIEW_PREFIX}/{tokens.token('me')}/app.js")
    assert answer.headers["content-type"].startswith("text/plain")


def test_nobody_without_the_token_sees_a_file() -> None:
    tokens = PreviewTokens()
    mine = tokens.token("me")
    assert tokens.token("me") == mine
    assert PreviewTokens().token("me") != mine
    assert client(tokens).get(f"{PREVIEW_PREFIX}/{'0' * 64}/index.html").status_code == 404
    assert client(tokens).get(f"{PREVIEW_PREFIX}/{mine}/other.html").status_code == 404


def test_a_cookie_is_not_given_under_the_preview_but_elsewhere() -> None:
    visitor = client(PreviewTokens())
    assert "set-cookie" not in visitor.get(f"{PREVIEW_PREFIX}/x/index.html").headers
    assert "set-cookie" in visitor.get("/page").headers
