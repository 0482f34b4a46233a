from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server.security_headers import headers_for, inline_scripts
from pages.server.streamlit_files import FIRST_ELEMENTS, SCRIPT, needed_scripts, start_page, start_routes
from pages.ui.page_table import GALLERY_PAGE, RUN_PAGE

INDEX = Path(streamlit.__file__).with_name("static") / "index.html"
PAGE = INDEX.read_text(encoding="utf-8")
SCRIPTS = INDEX.parent / "static" / "js"


def test_our_script_comes_before_any_of_streamlits() -> None:
    page = start_page(INDEX)
    assert inline_scripts(page) == [SCRIPT, *inline_scripts(PAGE)]
    assert page.index(SCRIPT) < page.index('src="./static/js/')


def test_nothing_of_streamlits_page_is_lost() -> None:
    lines = set(start_page(INDEX).replace("<head>", "<head>\n").splitlines())
    assert [line for line in PAGE.replace("<head>", "<head>\n").splitlines() if line not in lines] in (
        [],
        ["  </head>"],
    )


def test_the_policy_lets_our_script_run() -> None:
    count = headers_for(PAGE)["content-security-policy"].count("'sha256-")
    assert headers_for(start_page(INDEX))["content-security-policy"].count("'sha256-") == count + 1


@pytest.mark.parametrize("element", FIRST_ELEMENTS)
def test_every_first_element_has_a_file_in_the_installed_streamlit(element: str) -> None:
    assert any(name.startswith(f"{element}.") for name in needed_scripts(SCRIPTS, [element]))


def test_a_script_is_needed_with_all_that_it_imports_and_once(tmp_path: Path) -> None:
    files = {
        "One.h1.js": 'import{a}from"./two.h2.js";import"./three.h3.js"',
        "two.h2.js": 'import {b} from "./three.h3.js"',
        "three.h3.js": 'import{a}from"./two.h2.js";import("./later.h4.js");import"./gone.h5.js"',
        "later.h4.js": "",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert sorted(needed_scripts(tmp_path, ["One", "Missing"])) == ["One.h1.js", "three.h3.js", "two.h2.js"]


def test_each_needed_script_is_named_once_in_the_page() -> None:
    page = start_page(INDEX)
    assert all(page.count(f"/{name}") == 1 for name in needed_scripts(SCRIPTS, FIRST_ELEMENTS))


def test_it_is_served_at_the_address_of_each_page_and_never_kept_by_the_browser() -> None:
    client = TestClient(Starlette(routes=start_routes(start_page(INDEX), (GALLERY_PAGE, RUN_PAGE))))
    for address in ("/", "/workflow?workflow=faq-chain"):
        answer = client.get(address)
        assert SCRIPT in answer.text
        assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/elsewhere").status_code == 404
