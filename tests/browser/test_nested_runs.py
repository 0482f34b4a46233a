"""Groups in a real browser: opened and folded, live and afterwards, and with names that a model might invent."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import ROOT, serve
from tests.browser.sink import listening
from tests.browser.test_workflow_page import LONG, open_workflow, part, press, see
from tests.browser.watch import Watch

HERE = ROOT / "tests" / "browser"


def test_a_group_is_folded_while_its_steps_run_and_opened_again(page: Page, server: str, watch: Watch) -> None:
    open_workflow(page, server, "research-quality")
    press(page, "run")
    see(page, "timeline", "decompose")
    page.locator("[class*=st-key-group-] label", has_text="research").click()
    see(page, "timeline", "research (")
    expect(part(page, "timeline")).not_to_contain_text("decompose", timeout=LONG)
    see(page, "status", "completed")
    expect(part(page, "diagram").locator("svg text", has_text="decompose")).to_have_count(0)
    expect(part(page, "diagram").locator("svg text", has_text="6 steps")).to_have_count(1)
    page.locator("[class*=st-key-group-] label", has_text="research").click()
    see(page, "timeline", "decompose")
    see(page, "steps", "synthesize")
    assert watch.errors == []


def test_what_the_model_decides_appears_beside_the_declared_shape(page: Page, server: str) -> None:
    open_workflow(page, server, "website-agents", speed="0")
    expect(part(page, "diagram").locator("svg text", has_text="think")).to_have_count(0)
    press(page, "run")
    see(page, "status", "completed")
    expect(part(page, "diagram").locator("svg text", has_text="think").first).to_be_visible(timeout=LONG)
    expect(part(page, "diagram").locator("svg .cluster").nth(1)).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_a_model_invents_are_only_ever_text(page: Page, watch: Watch, tmp_path: Path, scheme: str) -> None:
    with listening() as sink, serve(HERE / "nested_page.py", tmp_path / "server", SINK=sink.address) as address:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address)
        expect(page.get_by_text("everything is drawn")).to_be_visible(timeout=60_000)
        expect(page.locator("svg .node").nth(20)).to_be_attached(timeout=LONG)
        page.wait_for_load_state("networkidle")
        assert sink.asked == []
        assert watch.errors == []
        main = page.get_by_test_id("stMain")
        for forbidden in ("iframe", "form", "object", "embed", "script", "svg image", "svg a[*|href]", "img"):
            expect(main.locator(forbidden)).to_have_count(0)
