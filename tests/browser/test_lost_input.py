"""What is written and chosen in quick succession, and on a slow line: nothing is lost, and nothing snaps back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.lost_input import EXAMPLES, TALL, WORKFLOW, play
from bench.slow_line import Line, slow_line
from pages.form.workflow_form import OWN_TEXT
from tests.browser.test_workflow_page import LONG, open_workflow, part, press, see

_, SECOND = EXAMPLES
LATENCY_S = 0.4  # in each direction
SEED = 20_261_128


@pytest.fixture
def line(server: str) -> Iterator[Line]:
    with slow_line(server) as opened:
        yield opened


@pytest.fixture
def slow_page(page: Page, line: Line) -> Page:
    """The form, on a line that is slow from now on."""
    page.set_viewport_size(TALL)
    open_workflow(page, line.address, WORKFLOW.id, speed="0")
    line.latency_s = LATENCY_S
    return page


def request(page: Page) -> Locator:
    return part(page, "request").locator("textarea")


def example(page: Page) -> Locator:
    return part(page, "example").get_by_role("combobox")


def test_nothing_is_lost_or_snaps_back_when_all_is_done_at_once(page: Page, server: str) -> None:
    page.set_viewport_size(TALL)
    open_workflow(page, server, WORKFLOW.id, speed="0")
    faults, expected = play(page, times=8, seed=SEED, longest_pause_s=0.6)
    assert faults == []
    assert expected.ran


def test_what_is_being_typed_when_an_example_arrives_is_not_lost(slow_page: Page) -> None:
    example(slow_page).click()
    slow_page.get_by_role("option", name=SECOND, exact=True).click()
    request(slow_page).click()
    slow_page.keyboard.press("Control+a")
    request(slow_page).press_sequentially("My own words.", delay=150)
    expect(part(slow_page, "param-must_include").locator("input")).to_have_value("mist", timeout=LONG)
    expect(request(slow_page)).to_have_value("My own words.")
    expect(request(slow_page)).to_be_focused()
    slow_page.keyboard.press("Tab")
    expect(part(slow_page, "param-must_include").locator("input")).to_have_value("", timeout=LONG)
    expect(example(slow_page)).to_have_value(OWN_TEXT)
    expect(request(slow_page)).to_have_value("My own words.")
    press(slow_page, "run")
    see(slow_page, "status", "completed")
    expect(request(slow_page)).to_have_value("My own words.")
