"""Approving e-mails in a real browser: the run waits, survives a reload, and shows its items as they go."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_workflow_page import LONG, open_workflow, press, run_id, see
from tests.browser.watch import Watch

TWO = "bumblebox\nclackwork"
REMAINING = re.compile(r"Without an answer in \d+ min \d\d s")


def forms(page: Page) -> Locator:
    return page.locator('.st-key-asking [data-testid="stForm"]')


def form_about(page: Page, store: str) -> Locator:
    return forms(page).filter(has_text=f"Send this e-mail to {store}?")


def click(inside: Locator, name: str) -> None:
    inside.get_by_role("button", name=name, exact=True).click()


def look_again(asked: Locator) -> None:
    """Wait until the page has looked at the run again: the time that remains has changed."""
    found = REMAINING.search(asked.inner_text())
    assert found is not None
    expect(asked).not_to_contain_text(found[0], timeout=LONG)


def test_an_email_is_edited_and_approved_after_a_reload_while_the_other_store_goes_on(
    page: Page, server: str, watch: Watch
) -> None:
    open_workflow(page, server, "storefront-pipeline", request=TWO, speed="0")
    press(page, "run")
    started = run_id(page)
    see(page, "status", "waiting")
    expect(forms(page)).to_have_count(3, timeout=LONG)
    click(form_about(page, "clackwork"), "Approve")
    expect(form_about(page, "clackwork")).to_have_count(0, timeout=LONG)
    see(page, "items", "1 waiting, 1 done")
    page.reload()
    assert run_id(page) == started
    asked = form_about(page, "bumblebox")
    expect(asked).to_be_visible(timeout=LONG)
    expect(asked).to_contain_text(REMAINING)
    subject = asked.get_by_label("Subject")
    subject.fill("A subject of my own")
    look_again(asked)
    expect(subject).to_have_value("A subject of my own")
    click(asked, "Approve")
    see(page, "status", "completed")
    see(page, "result", "sent: 2")
    see(page, "result", "bumblebox: A subject of my own")
    see(page, "items", "2 done")
    assert watch.errors == []


def test_an_email_edited_to_be_empty_is_refused_until_it_is_written_or_rejected(page: Page, server: str) -> None:
    open_workflow(page, server, "storefront-pipeline", request="bumblebox", speed="0")
    press(page, "run")
    asked = form_about(page, "bumblebox")
    expect(asked).to_be_visible(timeout=LONG)
    asked.get_by_label("Body").fill("   ")
    click(asked, "Approve")
    see(page, "asking", "body: It is empty. Write it, or reject the e-mail.")
    look_again(asked)
    see(page, "asking", "body: It is empty.")
    see(page, "status", "waiting")
    asked.get_by_role("textbox", name="Note").fill("nothing to say")
    click(asked, "Reject")
    see(page, "status", "completed")
    see(page, "items", "Rejected: nothing to say")


def test_all_that_wait_are_answered_at_once(page: Page, server: str) -> None:
    open_workflow(page, server, "storefront-pipeline", request=TWO, speed="0")
    press(page, "run")
    expect(forms(page)).to_have_count(3, timeout=LONG)
    click(forms(page).first, "Approve all 2")
    see(page, "status", "completed")
    see(page, "result", "sent: 2")


def test_one_approval_for_all_shows_every_email(page: Page, server: str) -> None:
    open_workflow(page, server, "storefront-pipeline", request=TWO, speed="0", approval="once")
    press(page, "run")
    asked = forms(page).filter(has_text="Send these 2 e-mails?")
    expect(asked).to_contain_text("bumblebox", timeout=LONG)
    expect(asked).to_contain_text("clackwork")
    click(asked, "Approve")
    see(page, "status", "completed")
    see(page, "result", "sent: 2")
