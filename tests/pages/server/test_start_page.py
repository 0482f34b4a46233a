from pathlib import Path

import streamlit
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server.security_headers import headers_for, inline_scripts
from pages.server.start_page import SCRIPT, start_page, start_routes

INDEX = (Path(streamlit.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")


def test_our_script_comes_before_any_of_streamlits_and_nothing_else_changes() -> None:
    page = start_page(INDEX)
    assert inline_scripts(page) == [SCRIPT, *inline_scripts(INDEX)]
    assert page.index(SCRIPT) < page.index('src="./static/js/')
    assert page.replace(f"\n    <script>{SCRIPT}</script>", "") == INDEX


def test_the_policy_lets_our_script_run() -> None:
    count = headers_for(INDEX)["content-security-policy"].count("'sha256-")
    assert headers_for(start_page(INDEX))["content-security-policy"].count("'sha256-") == count + 1


def test_it_is_served_at_the_root_and_under_each_name_and_never_kept_by_the_browser() -> None:
    client = TestClient(Starlette(routes=start_routes(start_page(INDEX), ("workflow",))))
    for address in ("/", "/workflow?workflow=faq-chain"):
        answer = client.get(address)
        assert SCRIPT in answer.text
        assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/elsewhere").status_code == 404
