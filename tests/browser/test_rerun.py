"""Running again from a step and comparing with the parent, in a real browser."""

from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.test_workflow_page import LONG, at_rest, open_workflow, part, press, run_id, see

MOST_TRIES = 5


def choose_step(page: Page, name: str) -> None:
    choose(page, part(page, "inspect").get_by_role("combobox"), name)


def choose(page: Page, box: Locator, name: str) -> None:
    """Open the list until it stays open: one that opens while the page scrolls or is drawn anew closes again."""
    at_rest(page)
    box.scroll_into_view_if_needed()
    for _ in range(MOST_TRIES):
        box.click()
        with suppress(TimeoutError):
            return page.get_by_role("option", name=name).click(timeout=2_000)
    raise AssertionError(f"The list did not stay open, or has no {name!r}.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_another_route_is_tried_compared_and_left_again(page: Page, server: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_workflow(page, server, "calendar-router", speed="0")
    press(page, "run")
    see(page, "status", "completed")
    parent = run_id(page)
    choose_step(page, "2 · kind")
    again = page.get_by_text("Run again from here")
    expect(again).to_have_count(1)  # while the page is drawn anew, the old one may still stand beside it
    again.click()
    page.get_by_text("Edit its output first").click()
    choose(page, page.get_by_label("It should say"), "modify_event")
    expect(page.get_by_text("1 step is taken from this run at no cost")).to_be_visible(timeout=LONG)
    press(page, "rerun")
    see(page, "origin", "Re-run of an earlier run from step kind, whose output was edited; 1 step was reused.")
    see(page, "status", "completed")
    see(page, "steps", "reused")
    see(page, "steps", "modify_event")
    see(page, "diagram", "✓ edited modify_event")
    page.get_by_text("Compare with its parent").click()
    expect(page.get_by_text("They first part at kind: the output was edited in the second run.")).to_be_visible()
    expect(page.locator(".pw-words ins").first).to_be_visible()
    page.go_back()
    see(page, "origin", "Re-run of an earlier run")
    press(page, "parent")
    page.wait_for_url(f"**run={parent}*", timeout=LONG)
    see(page, "steps", "new_event")
    expect(part(page, "origin")).to_have_count(0)


def test_the_words_of_a_prompt_name_their_sources(page: Page, server: str) -> None:
    open_workflow(page, server, "blog-orchestrator", speed="0")
    press(page, "run")
    see(page, "status", "completed")
    choose_step(page, "2 · write")
    source = page.locator(".pw-words .pw-src-step").first
    expect(source).to_be_visible(timeout=LONG)
    expect(source).to_have_attribute("title", "earlier step: step plan → audience")
    number = source.get_attribute("data-n")
    assert number is not None
    expect(page.locator(f'.pw-sources [data-n="{number}"]')).to_have_text("earlier step: step plan → audience")
