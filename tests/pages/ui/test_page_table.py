"""The table of pages: a row is all that a page needs besides its script. tests/pages/server/test_preloading.py visits
each page of the table to see that the server had loaded what it imports."""

import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from pages.ui.page_table import PAGES, AppPage

ROOT = Path(__file__).parents[3]


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppPage:
    """A page that has been put into the table."""
    script = tmp_path / "lessons.py"
    script.write_text("import streamlit as st\nst.title('Lessons')")
    page = AppPage("Lessons", ":material/school:", str(script), "lessons")
    monkeypatch.setattr("pages.ui.PAGES", (*PAGES, page))
    return page


def test_a_page_in_the_table_is_in_the_menu_and_is_drawn(
    app: AppTest, added: AppPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu: list[Any] = []
    navigation = st.navigation

    def listed(pages: Sequence[Any], **settings: Any) -> Any:
        menu[:] = pages
        return navigation(pages, **settings)

    monkeypatch.setattr(st, "navigation", listed)
    app.switch_page(added.script).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Lessons"]
    assert [(entry.title, entry.icon, entry.url_path) for entry in menu] == [
        (page.title, page.icon, page.url_path) for page in (*PAGES, added)
    ]


def test_a_page_in_the_table_can_be_reached_by_a_deep_link(added: AppPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "App", lambda _script, routes, **_: Starlette(routes=routes))
    server = TestClient(runpy.run_path(str(ROOT / "app.py"))["app"])
    for page in (*PAGES, added):
        assert "window.__streamlit" in server.get(f"{page.address}?workflow=faq-chain").text
    assert server.get("/elsewhere").status_code == 404


def test_every_page_script_is_in_the_table_once() -> None:
    scripts = sorted(f"scripts/{path.name}" for path in (ROOT / "pages" / "scripts").glob("*.py"))
    assert sorted(page.script for page in PAGES) == scripts
    assert len({page.url_path for page in PAGES}) == len(PAGES)
