"""Earlier versions of a prompt, found and brought back in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_workflow_page import LONG, open_workflow, part, write
from tests.browser.watch import Watch

PROMPT = "param-questions_prompt"


def test_an_earlier_version_of_a_prompt_is_brought_back_and_that_undone(page: Page, server: str, watch: Watch) -> None:
    open_workflow(page, server, "faq-chain")
    area = part(page, PROMPT).locator("textarea")
    default = area.input_value()
    for text in ("Ask {count} things.", "Ask {count} short things."):
        write(page, PROMPT, text)
        expect(page.get_by_text("edited", exact=True).first).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Versions").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("+Ask {count} short things.", timeout=LONG)
    dialog.get_by_role("combobox", name="with version").click()
    page.get_by_role("option", name="0", exact=True).click()
    dialog.get_by_role("button", name="Put version 0 into the form").click()
    expect(area).to_have_value(default, timeout=LONG)
    page.get_by_role("button", name="Undo").first.click()
    expect(area).to_have_value("Ask {count} short things.", timeout=LONG)
    page.reload()
    expect(area).to_have_value("Ask {count} short things.", timeout=LONG)
    assert watch.errors == []


def test_the_button_is_not_pushed_from_under_a_click_by_the_edit_before_it(page: Page, server: str) -> None:
    open_workflow(page, server, "faq-chain")
    versions = page.get_by_role("button", name="Versions").first
    before = versions.bounding_box()
    write(page, PROMPT, "Ask {count} short things.")
    expect(page.get_by_text("edited", exact=True).first).to_be_visible(timeout=LONG)
    after = versions.bounding_box()
    assert before is not None
    assert after is not None
    assert (after["x"], after["width"]) == (before["x"], before["width"])
