"""The running server, with the app's own settings."""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.browser.relay import relay
from tests.browser.server import ROOT, serve


def handshake(server: str, *, origin: str | None = None, host: str | None = None) -> int:
    """The status with which the server answers a WebSocket's opening; 101 is a session."""
    port = urlsplit(server).port
    address = f"ws://{host or '127.0.0.1'}:{port}/_stcore/stream"
    claimed = Origin(origin.format(port=port)) if origin else None
    try:
        here = socket.create_connection(("127.0.0.1", port), timeout=10)
        with here, connect(address, sock=here, origin=claimed, open_timeout=10) as session:
            return session.response.status_code if session.response else 0
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_our_own_page_gets_a_session(server: str, host: str) -> None:
    assert handshake(server, host=host, origin=f"http://{host}:{{port}}") == 101


def test_a_client_that_is_no_browser_gets_a_session(server: str) -> None:
    assert handshake(server) == 101


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:9", "http://127.0.0.1", "https://127.0.0.1", "http://localhost:9"]
)
def test_a_page_from_another_port_of_this_machine_gets_no_session(server: str, origin: str) -> None:
    assert handshake(server, origin=origin) == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.test", "http://evil.test:{port}", "https://127.0.0.1.evil.test", "null"]
)
def test_a_page_of_another_site_gets_no_session(server: str, origin: str) -> None:
    assert handshake(server, origin=origin) == 403


def test_a_foreign_name_that_points_here_gets_no_session(server: str) -> None:
    assert handshake(server, host="evil.test", origin="http://evil.test:{port}") == 403


def asked(server: str, path: str, **headers: str) -> int:
    """The status of one HTTP request with these headers, as they are."""
    request = http.client.HTTPConnection("127.0.0.1", urlsplit(server).port or 80, timeout=10)
    try:
        request.request("GET", path, headers=headers)
        return request.getresponse().status
    finally:
        request.close()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for strangers, who know it as play.localhost."""
    environment = {"PLAYGROUND_PUBLIC": "1", "PLAYGROUND_ALLOWED_HOSTS": "play.localhost"}
    with serve(ROOT / "app.py", tmp_path_factory.mktemp("public"), **environment) as address:
        yield address


@pytest.mark.parametrize(("host", "status"), [("play.localhost", 200), ("evil.test", 403), ("a.play.localhost", 403)])
def test_a_public_server_answers_to_its_own_names_alone(public: str, host: str, status: int) -> None:
    assert {asked(public, path, Host=host) for path in ("/", "/_stcore/health")} == {status}
    assert handshake(public, host=host, origin=f"http://{host}:{{port}}") == (101 if status == 200 else 403)


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics?families=x", "/_stcore/script-health-check", "/_stcore/agent/mcp"]
)
def test_a_public_server_tells_strangers_nothing_about_itself(server: str, public: str, path: str) -> None:
    assert asked(public, path, Host="play.localhost") == 404
    if "metrics" in path:
        assert asked(server, path) == 200


def test_the_app_works_behind_a_proxy_that_keeps_the_host(page: Page, public: str) -> None:
    with relay(urlsplit(public).port or 80) as port:
        page.goto(f"http://play.localhost:{port}/workflow?workflow=basic-call")
        page.locator(".st-key-run button").click()
        expect(page.locator(".st-key-status")).to_contain_text("completed")


def test_nothing_is_asked_and_no_other_address_is_offered_at_the_start(tmp_path: Path) -> None:
    with serve(ROOT / "app.py", tmp_path / "server"):
        said = (tmp_path / "server" / "server.log").read_text()
    assert "http://127.0.0.1:" in said
    for unwanted in ("email", "Network URL", "External URL", "skills", "arning", "not a valid config"):
        assert unwanted not in said


def test_a_page_that_fails_says_so_in_plain_words(page: Page, tmp_path: Path) -> None:
    with serve(ROOT / "tests" / "browser" / "failing_app.py", tmp_path / "server") as address:
        page.goto(address)
        expect(page.get_by_text("This page failed to draw")).to_be_visible()
        shown = page.content()
    for unwanted in ("sk-TESTSECRET", "RuntimeError", "Traceback", "Ask Google", "Ask ChatGPT"):
        assert unwanted not in shown
    assert "RuntimeError" in (tmp_path / "server" / "server.log").read_text()
