"""The running server, with the app's own settings."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

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


@pytest.mark.parametrize("origin", ["http://127.0.0.1:{port}", "http://localhost:{port}"])
def test_our_own_page_gets_a_session(server: str, origin: str) -> None:
    assert handshake(server, origin=origin) == 101


@pytest.mark.parametrize(
    "origin", ["http://evil.test", "http://evil.test:{port}", "https://127.0.0.1.evil.test", "null"]
)
def test_a_page_of_another_site_gets_no_session(server: str, origin: str) -> None:
    assert handshake(server, origin=origin) == 403


def test_a_foreign_name_that_points_here_gets_no_session(server: str) -> None:
    assert handshake(server, host="evil.test", origin="http://evil.test:{port}") == 403


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
