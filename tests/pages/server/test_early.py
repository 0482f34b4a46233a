from pathlib import Path

import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.server.early import WIDGETS, Preloads, scripts_of

INDEX_PAGE = Path(st.__file__).with_name("static") / "index.html"
SCRIPTS = INDEX_PAGE.parent / "static" / "js"


def test_every_widget_of_the_first_page_is_a_script_of_this_streamlit() -> None:
    found = scripts_of(SCRIPTS, WIDGETS, INDEX_PAGE.read_text())
    for widget in WIDGETS:
        assert any(name.startswith(f"{widget}.") for name in found), widget
    assert all((SCRIPTS / name).is_file() for name in found)


def test_what_a_script_imports_comes_too_but_not_what_the_page_names(tmp_path: Path) -> None:
    (tmp_path / "Button.1.js").write_text('import{a}from"./base.2.js";import"./style.3.js";import{b}from"./main.4.js";')
    (tmp_path / "base.2.js").write_text('import{c}from"./deep.5.js";')
    for name in ("style.3.js", "main.4.js", "deep.5.js", "Slider.6.js"):
        (tmp_path / name).write_text("")
    found = scripts_of(tmp_path, ["Button", "Gone"], '<script src="./static/js/main.4.js">')
    assert sorted(found) == ["Button.1.js", "base.2.js", "deep.5.js", "style.3.js"]


def test_only_pages_of_the_app_name_scripts() -> None:
    async def page(_request: object) -> HTMLResponse:
        return HTMLResponse("<p>")

    async def text(_request: object) -> PlainTextResponse:
        return PlainTextResponse("ok")

    routes = [Route("/workflow", page), Route("/apart/site", page), Route("/health", text)]
    preloads = Middleware(Preloads, index_page=INDEX_PAGE, apart="/apart")
    client = TestClient(Starlette(routes=routes, middleware=[preloads]))
    link = client.get("/workflow").headers["link"]
    assert "<./static/js/Button." in link
    assert link.count("rel=modulepreload") == link.count("<")
    assert "link" not in client.get("/apart/site").headers
    assert "link" not in client.get("/health").headers
