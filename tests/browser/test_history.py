"""Runs found again, kept, shared and deleted, in a real browser."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import ROOT, serve
from tests.browser.test_workflow_page import LONG, open_workflow, part, press, run_id, see
from tests.browser.watch import Watch

EVENT = "Tea with Priya and Tomasz on Thursday at half past three."


def open_history(page: Page) -> None:
    page.get_by_role("link", name="History").first.click()
    expect(page.get_by_text("newest first")).to_be_visible(timeout=LONG)


def rows(page: Page) -> Locator:
    return page.locator(".pw-run")


def pick(page: Page, place: int) -> None:
    page.locator("[class*='st-key-pick-'] label").nth(place).click()
    expect(page.get_by_text("1 selected")).to_be_visible(timeout=LONG)


def a_run(page: Page, server: str, request: str = EVENT) -> str:
    open_workflow(page, server, "calendar-chain", request=request, speed="0")
    press(page, "run")
    see(page, "status", "completed")
    return run_id(page)


def another_visitor(page: Page) -> Page:
    browser = page.context.browser
    assert browser is not None
    return browser.new_context().new_page()


def test_a_run_is_found_opened_starred_deleted_and_brought_back(page: Page, server: str, watch: Watch) -> None:
    started = a_run(page, server)
    open_history(page)
    expect(rows(page)).to_have_count(1, timeout=LONG)
    for words in ("Calendar chain", EVENT, "completed", "simulated:demo", "just now", "→", "$"):
        expect(rows(page).first).to_contain_text(words)
    page.get_by_role("link", name="Open").first.click()
    see(page, "status", "completed")
    see(page, "steps", "confirm")
    assert run_id(page) == started
    open_history(page)
    page.locator("[class*='st-key-star-'] button").first.click()
    expect(page.locator("[class*='st-key-starred-']")).to_have_count(1, timeout=LONG)
    pick(page, 0)
    press(page, "delete")
    expect(rows(page)).to_have_count(0, timeout=LONG)
    expect(page.get_by_text("1 run is deleted")).to_be_visible(timeout=LONG)
    press(page, "undo")
    expect(rows(page)).to_have_count(1, timeout=LONG)
    expect(page.locator("[class*='st-key-starred-']")).to_have_count(1, timeout=LONG)
    assert watch.errors == []


def test_a_name_is_given_and_found_by_a_search(page: Page, server: str) -> None:
    a_run(page, server)
    a_run(page, server, "Lunch with Ada on Friday at noon.")
    open_history(page)
    expect(rows(page)).to_have_count(2, timeout=LONG)
    pick(page, 1)
    part(page, "name").locator("button").first.click()
    field = page.get_by_label("Name of the run")
    field.fill("The one with <b>tea</b>")
    field.press("Enter")
    expect(rows(page).nth(1)).to_contain_text("The one with <b>tea</b>", timeout=LONG)
    page.keyboard.press("Escape")
    search = part(page, "history-search").locator("input")
    search.fill("WITH <B>TEA")
    search.press("Enter")
    expect(rows(page)).to_have_count(1, timeout=LONG)
    expect(rows(page).first).to_contain_text(EVENT)


def test_another_visitor_sees_nothing_of_it_until_it_is_shared(page: Page, server: str) -> None:
    a_run(page, server)
    address = page.url
    stranger = another_visitor(page)
    stranger.goto(f"{server}/history")
    expect(stranger.get_by_text("No runs yet")).to_be_visible(timeout=LONG)
    stranger.goto(address)
    expect(stranger.get_by_text("That run is not here")).to_be_visible(timeout=LONG)
    part(page, "share").locator("button").first.click()
    part(page, "share-link").locator("label").click()
    expect(part(page, "run-link")).to_contain_text("run=", timeout=LONG)
    stranger.goto(part(page, "run-link").locator("code").inner_text().replace("\n", ""))
    expect(stranger.get_by_text("shared with you")).to_be_visible(timeout=LONG)
    see(stranger, "status", "completed")
    stranger.goto(f"{server}/history")
    expect(stranger.get_by_text("No runs yet")).to_be_visible(timeout=LONG)
    stranger.context.close()


def test_deleting_a_run_that_is_being_watched_stops_it_and_the_page_says_so(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", mode="sequential", profile="slow")
    press(page, "run")
    see(page, "status", "running")
    started = run_id(page)
    other = page.context.new_page()
    other.goto(f"{server}/history")
    expect(rows(other)).to_have_count(1, timeout=LONG)
    expect(rows(other).first).to_contain_text("running")
    pick(other, 0)
    press(other, "delete")
    expect(rows(other)).to_have_count(0, timeout=LONG)
    expect(page.get_by_text("That run has been deleted")).to_be_visible(timeout=LONG)
    expect(part(page, "run").locator("button")).to_be_enabled(timeout=LONG)
    press(other, "undo")
    expect(rows(other).first).to_contain_text("cancelled", timeout=LONG)
    other.get_by_role("link", name="Open").first.click()
    see(other, "status", "cancelled")
    see(other, "steps", "questions")
    assert run_id(other) == started


def test_the_list_follows_a_run_to_its_end(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", count="2")
    press(page, "run")
    see(page, "status", "running")
    open_history(page)
    expect(rows(page).first).to_contain_text("completed", timeout=LONG)


def test_a_run_goes_into_a_file_and_comes_back_to_another_visitor(page: Page, server: str, tmp_path: Path) -> None:
    a_run(page, server)
    part(page, "share").locator("button").first.click()
    with page.expect_download() as downloading:
        part(page, "share-run").locator("button").click()
    saved = tmp_path / "run.json"
    downloading.value.save_as(saved)
    assert json.loads(saved.read_text())["format"] == "llm-workflow-playground"
    stranger = another_visitor(page)
    stranger.goto(f"{server}/history")
    part(stranger, "import").locator("button").first.click()
    part(stranger, "import-file").locator("input[type=file]").set_input_files(saved)
    expect(stranger.get_by_text("imported from a file")).to_be_visible(timeout=LONG)
    see(stranger, "status", "completed")
    see(stranger, "result", "Priya")
    stranger.goto(f"{server}/history")
    expect(rows(stranger)).to_have_count(1, timeout=LONG)
    expect(rows(stranger).first).to_contain_text("imported")
    stranger.context.close()


def test_a_file_of_something_else_is_refused_in_a_sentence(page: Page, server: str, tmp_path: Path) -> None:
    other = tmp_path / "flow.json"
    other.write_text('{"nodes": [{"html": "<img src=x onerror=alert(1)>"}], "version": "1.2"}')
    page.goto(f"{server}/history")
    part(page, "import").locator("button").first.click()
    part(page, "import-file").locator("input[type=file]").set_input_files(other)
    expect(page.get_by_text("it was not written by this playground")).to_be_visible(timeout=LONG)


def test_a_run_cut_off_with_its_server_is_interrupted_and_shows_what_had_finished(
    page: Page, tmp_path: Path, watch: Watch
) -> None:
    home = tmp_path / "home"
    with serve(ROOT / "app.py", home) as address:
        open_workflow(page, address, "faq-chain", mode="sequential", profile="slow")
        press(page, "run")
        see(page, "status", "running")
        expect(part(page, "steps").locator("tr", has_text="questions")).to_contain_text("completed", timeout=LONG)
    with serve(ROOT / "app.py", home) as address:
        watch.own.add(urlsplit(address).netloc)
        again = page.context.new_page()
        again.goto(f"{address}/history")
        expect(rows(again).first).to_contain_text("interrupted", timeout=LONG)
        again.get_by_role("link", name="Open").first.click()
        see(again, "status", "interrupted")
        expect(part(again, "steps").locator("tr", has_text="questions")).to_contain_text("completed", timeout=LONG)
        again.close()


def test_two_selected_runs_are_compared_under_an_address_of_their_own(page: Page, server: str) -> None:
    a_run(page, server)
    a_run(page, server, "Lunch with Ada on Friday at noon.")
    open_history(page)
    expect(rows(page)).to_have_count(2, timeout=LONG)
    pick(page, 0)
    page.locator("[class*='st-key-pick-'] label").nth(1).click()
    expect(page.get_by_text("2 selected")).to_be_visible(timeout=LONG)
    press(page, "compare")
    expect(page.get_by_text("They first part")).to_be_visible(timeout=LONG)
    page.reload()
    expect(page.get_by_text("They first part")).to_be_visible(timeout=LONG)
    press(page, "all-runs")
    expect(rows(page)).to_have_count(2, timeout=LONG)
    assert "compare" not in page.url
