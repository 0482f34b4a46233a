"""A page that is reloaded over and over finds its run again, which is executed once."""

import random

from playwright.sync_api import Page, expect

from tests.browser.test_workflow_page import LONG, open_workflow, press, run_id, see

RELOADS = 20
LONGEST_PAUSE_MS = 500


def test_twenty_reloads_at_random_moments_find_the_run_and_it_is_executed_once(page: Page, server: str) -> None:
    chance = random.Random(20_261_121)
    open_workflow(page, server, "faq-chain", count="8", mode="sequential")
    press(page, "run")
    started = run_id(page)
    for _ in range(RELOADS):
        page.wait_for_timeout(chance.uniform(0, LONGEST_PAUSE_MS))
        page.reload(wait_until="commit")
        assert run_id(page) == started
    see(page, "status", "completed")
    see(page, "totals", "17")
    page.goto(f"{server}/history")
    expect(page.get_by_role("checkbox", name="Select FAQ chain")).to_have_count(1, timeout=LONG)
