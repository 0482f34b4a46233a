"""The small website that agents keep, in a real browser."""

from playwright.sync_api import Browser, Page, expect

from tests.browser import sink
from tests.browser.test_workflow_page import LONG, open_workflow, part, press, see
from tests.browser.watch import Watch


def see_in_preview(page: Page, words: str) -> None:
    expect(page.frame_locator("iframe").locator("body")).to_contain_text(words, timeout=LONG)


def test_agents_change_the_site_and_its_versions_can_be_compared_and_undone(
    page: Page, server: str, watch: Watch
) -> None:
    request = "Change the heading on the about page to 'Who we are'"
    open_workflow(page, server, "website-agents", request=request, speed="0")
    see_in_preview(page, "Look up with us")
    press(page, "run")
    see(page, "status", "completed")
    see(page, "result", "version 1")
    page.frame_locator("iframe").get_by_role("link", name="About").click()
    see_in_preview(page, "Who we are")
    page.get_by_role("tab", name="Files and versions").click()
    see(page, "site", "+    <h1>Who we are</h1>")
    press(page, "site-undo")
    see(page, "site", "+    <h1>About the observatory</h1>")
    page.reload()
    page.get_by_role("tab", name="Files and versions").click(timeout=LONG)
    see(page, "site", "+    <h1>About the observatory</h1>")
    assert [error for error in watch.errors if "sandbox" not in error] == []


def test_what_an_agent_writes_can_run_nothing_and_fetch_nothing(browser: Browser, server: str) -> None:
    with sink.listening() as outside, browser.new_context() as context:
        page = context.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        hostile = f"<img src={outside.address}/x onerror=alert(1)><script>alert(2)</script><b>bold</b>"
        open_workflow(
            page, server, "website-agents", request=f"@index.html Replace 'Look up with us' with '{hostile}'", speed="0"
        )
        press(page, "run")
        see(page, "status", "completed")
        expect(page.frame_locator("iframe").locator("b")).to_have_text("bold", timeout=LONG)
        assert part(page, "result").locator("img").count() == 0
        assert outside.asked == []
        assert dialogs == []
