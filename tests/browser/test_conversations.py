"""Workflows in which several agents talk, in a real browser: who speaks is seen as it happens, and read as a chat."""

from playwright.sync_api import Page, expect

from tests.browser.test_workflow_page import LONG, open_workflow, part, press, see
from tests.browser.watch import Watch


def test_a_group_chat_shows_who_speaks_while_it_runs_and_the_conversation_at_the_end(
    page: Page, server: str, watch: Watch
) -> None:
    open_workflow(page, server, "group-chat", request="Plan a walk for 9 people: route, and lunch.", speed="2")
    press(page, "run")
    see(page, "diagram", "Organizer")
    see(page, "status", "running")
    see(page, "timeline", "Treasurer")
    see(page, "status", "completed")
    said = part(page, "result").locator('[data-testid="stChatMessage"]')
    expect(said.filter(has_text="Treasurer").filter(has_text="“9 people”").first).to_be_visible(timeout=LONG)
    expect(said.last).to_contain_text("This is what we agreed on")
    assert watch.errors == []


def test_endless_politeness_is_stopped_and_what_was_written_can_be_read(page: Page, server: str, watch: Watch) -> None:
    open_workflow(page, server, "pair", speed="0")
    part(page, "example").locator("input").click()
    page.get_by_role("option", name="Endless politeness").click()
    expect(part(page, "request").locator("textarea")).to_have_value("A command-line tip calculator.", timeout=LONG)
    press(page, "run")
    see(page, "status", "rejected")
    see(page, "result", "The last 4 lines were nothing but politeness.")
    see(page, "result", "5 of 5 tests passed.")
    part(page, "result").get_by_text("tip_calculator.py (").first.click()
    see(page, "result", "def tip(bill, percent):")
    assert watch.errors == []
