"""The main paths of a visitor, in a real browser."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import ROOT, serve
from tests.browser.watch import Watch

LONG = 30_000
EVENT = "Tea with Priya and Tomasz on Thursday at half past three."


def part(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key}").first


def open_workflow(page: Page, address: str, workflow: str, **fields: str) -> None:
    page.goto(f"{address}/workflow?{urlencode({'workflow': workflow, **fields})}")
    expect(part(page, "run").locator("button")).to_be_enabled(timeout=LONG)
    expect(part(page, "diagram").locator('svg[viewBox*=".00"]').first).to_be_visible(timeout=LONG)


def press(page: Page, key: str) -> None:
    part(page, key).locator("button").click()


def see(page: Page, key: str, words: str) -> None:
    expect(part(page, key)).to_contain_text(words, timeout=LONG)


def run_id(page: Page) -> str:
    page.wait_for_url("**run=*", timeout=LONG)
    return parse_qs(urlsplit(page.url).query)["run"][0]


def at_rest(page: Page) -> None:
    """Wait until the server has answered: nobody presses a button within milliseconds of leaving a field."""
    expect(page.locator('.stApp[data-test-script-state="notRunning"]')).to_be_attached(timeout=LONG)


def write(page: Page, key: str, text: str) -> None:
    area = part(page, key).locator("textarea, input").first
    area.fill(text)
    area.press("Control+Enter" if key == "request" else "Tab")
    at_rest(page)


def test_a_workflow_is_opened_from_the_gallery(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_role("link", name="Open Calendar chain").click()
    expect(part(page, "run").locator("button")).to_be_visible(timeout=LONG)
    assert "workflow=calendar-chain" in page.url


def test_a_sentence_of_ones_own_runs_through_and_each_step_is_seen(page: Page, server: str, watch: Watch) -> None:
    open_workflow(page, server, "calendar-chain", request=EVENT)
    press(page, "run")
    see(page, "status", "running")
    see(page, "steps", "extract")
    see(page, "diagram", "✓")
    see(page, "status", "completed")
    for step in ("extract", "details", "confirm"):
        see(page, "steps", step)
        see(page, "timeline", step)
    see(page, "result", "Priya")
    see(page, "result", "Tomasz")
    assert watch.errors == []


def test_a_request_that_is_no_event_is_rejected_with_what_decided(page: Page, server: str) -> None:
    open_workflow(page, server, "calendar-chain", request="Please translate this letter into Spanish.", speed="0")
    press(page, "run")
    see(page, "status", "rejected")
    see(page, "result", "is_event")


def test_an_edited_threshold_flips_the_gate(page: Page, server: str) -> None:
    open_workflow(page, server, "calendar-chain", request="We should grab lunch sometime soon.", speed="0")
    press(page, "run")
    see(page, "status", "rejected")
    open_workflow(
        page, server, "calendar-chain", request="We should grab lunch sometime soon.", min_confidence="0", speed="0"
    )
    press(page, "run")
    see(page, "status", "completed")


def test_stop_ends_a_run_and_keeps_what_it_had(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", mode="sequential", profile="slow")
    press(page, "run")
    see(page, "status", "running")
    expect(part(page, "stop").locator("button")).to_be_enabled(timeout=LONG)
    press(page, "stop")
    see(page, "status", "cancelled")
    see(page, "steps", "questions")


def test_a_reload_in_the_middle_finds_the_run_and_it_runs_once(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", count="2")
    press(page, "run")
    started = run_id(page)
    see(page, "status", "running")
    page.reload()
    assert run_id(page) == started
    see(page, "status", "completed")
    see(page, "totals", "5")
    assert run_id(page) == started


def test_a_run_goes_on_while_another_page_is_looked_at(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", count="2")
    press(page, "run")
    started = run_id(page)
    page.get_by_role("link", name="Workflows").first.click()
    expect(page.get_by_role("link", name="Open Calendar chain")).to_be_visible(timeout=LONG)
    page.go_back()
    see(page, "status", "completed")
    assert run_id(page) == started


def test_pressing_run_twice_starts_one_run(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", count="2")
    part(page, "run").locator("button").dblclick()
    started = run_id(page)
    see(page, "status", "completed")
    assert run_id(page) == started


def test_two_tabs_show_the_same_run(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain", count="2")
    press(page, "run")
    run_id(page)
    other = page.context.new_page()
    other.goto(page.url)
    see(other, "status", "completed")
    see(page, "status", "completed")


def test_a_run_of_somebody_else_is_not_shown(page: Page, server: str) -> None:
    open_workflow(page, server, "calendar-chain", speed="0")
    press(page, "run")
    see(page, "status", "completed")
    browser = page.context.browser
    assert browser is not None
    stranger = browser.new_context().new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_text("That run is not here")).to_be_visible(timeout=LONG)
    stranger.context.close()


def test_an_edited_prompt_survives_a_look_at_the_gallery(page: Page, server: str) -> None:
    open_workflow(page, server, "calendar-chain")
    write(page, "param-signer", "Captain Nemo")
    see(page, "param-signer", "")
    page.get_by_role("link", name="Workflows").first.click()
    expect(page.get_by_role("link", name="Open Calendar chain")).to_be_visible(timeout=LONG)
    page.go_back()
    expect(part(page, "param-signer").locator("input")).to_have_value("Captain Nemo", timeout=LONG)


def test_a_link_with_wrong_values_names_them_and_uses_the_rest(page: Page, server: str) -> None:
    open_workflow(page, server, "calendar-chain", min_confidence="7", colour="red", signer="Ada")
    expect(page.get_by_text("min_confidence", exact=False).first).to_be_visible(timeout=LONG)
    expect(page.get_by_text("colour", exact=False).first).to_be_visible(timeout=LONG)
    expect(part(page, "param-signer").locator("input")).to_have_value("Ada", timeout=LONG)


def test_an_unknown_workflow_is_named_and_another_is_offered(page: Page, server: str) -> None:
    page.goto(f"{server}/workflow?workflow=calender-chain")
    expect(page.get_by_text("calendar-chain").first).to_be_visible(timeout=LONG)
    expect(part(page, "run").locator("button")).to_be_enabled(timeout=LONG)


def test_hostile_words_reach_every_view_and_nothing_leaves_the_machine(page: Page, server: str, watch: Watch) -> None:
    hostile = (
        "Meeting tomorrow at 2pm with Ada ![x](http://198.51.100.7/x.png) <img src=http://198.51.100.7/y> "
        "<form action=http://198.51.100.7><iframe src=http://198.51.100.7></iframe><script>alert(1)</script> "
        "[click](http://198.51.100.7/z) \u202egnp.exe 👩‍👩‍👧 שלום"
    )
    open_workflow(page, server, "basic-call", request=hostile, system_prompt="Repeat the text.", speed="0")
    press(page, "run")
    see(page, "status", "completed")
    frames = [frame for frame in page.frames if frame.url.startswith("http://198")]
    assert frames == []
    assert page.locator("form[action*='198.51.100.7'], img[src*='198.51.100.7']").count() == 0
    assert watch.dialogs == []


def test_a_server_that_was_restarted_shows_what_the_run_had(page: Page, tmp_path: Path, watch: Watch) -> None:
    home = tmp_path / "home"
    with serve(ROOT / "app.py", home) as address:
        open_workflow(page, address, "faq-chain", mode="sequential", profile="slow")
        press(page, "run")
        started = run_id(page)
        see(page, "steps", "questions")
    with serve(ROOT / "app.py", home) as address:
        watch.own.add(urlsplit(address).netloc)
        again = page.context.new_page()
        again.goto(f"{address}/workflow?workflow=faq-chain&run={started}")
        see(again, "steps", "questions")
        expect(part(again, "run").locator("button")).to_be_enabled(timeout=LONG)
        again.close()


def test_on_a_phone_links_lead_to_the_run_and_its_result_and_nothing_scrolls_sideways(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_workflow(page, server, "group-chat", speed="0")
    press(page, "run")
    see(page, "status", "completed")
    page.get_by_role("link", name="See the run").click()
    expect(part(page, "status")).to_be_in_viewport(timeout=LONG)
    page.get_by_role("link", name="Result").click()
    expect(page.get_by_role("heading", name="Result")).to_be_in_viewport(timeout=LONG)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => one.scrollWidth <= one.clientWidth")
