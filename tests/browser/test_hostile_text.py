"""Two layers, each tested alone: the renderer without a policy, and the policy without a renderer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import ROOT, serve
from tests.browser.sink import Sink, listening
from tests.browser.watch import Watch

HERE = ROOT / "tests" / "browser"
MANY = 90_000  # milliseconds for a page of a thousand elements on a busy machine


@pytest.fixture
def sink() -> Iterator[Sink]:
    with listening() as opened:
        yield opened


@pytest.fixture
def careless(browser: Browser) -> Iterator[Page]:
    """A page that may try to reach other servers."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def drawn(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("everything is drawn")).to_be_visible(timeout=MANY)
    page.wait_for_load_state("networkidle")


def test_the_renderer_alone_lets_nothing_out(page: Page, watch: Watch, sink: Sink, tmp_path: Path) -> None:
    with serve(HERE / "renderer_page.py", tmp_path / "server", SINK=sink.address) as address:
        drawn(page, address)
        main = page.get_by_test_id("stMain")
        assert sink.asked == []
        assert watch.errors == []
        for forbidden in ("iframe", "form", "object", "embed", "script", "meta", "base", "link", "video", ".katex"):
            expect(main.locator(forbidden)).to_have_count(0)
        targets = main.locator("a[href]:not([href^='#'])").evaluate_all(
            "links => links.map(link => [link.href, link.rel])"
        )
        assert targets
        assert all(href.startswith(("http:", "https:", "mailto:")) for href, _ in targets)
        assert all("noopener noreferrer" in rel for _, rel in targets)
        pictures = main.locator("img").evaluate_all("images => images.map(image => image.src)")
        assert all(source.startswith((address, "data:")) for source in pictures)


def test_the_policy_alone_lets_nothing_out(careless: Page, sink: Sink, tmp_path: Path) -> None:
    watch = Watch()
    watch.follow(careless)
    with serve(HERE / "raw_app.py", tmp_path / "server", SINK=sink.address) as address:
        drawn(careless, address)
        assert sink.asked == []
        assert watch.dialogs == []
        assert watch.blocked()


def test_without_either_the_texts_do_get_out(careless: Page, sink: Sink, tmp_path: Path) -> None:
    with serve(HERE / "raw_page.py", tmp_path / "server", SINK=sink.address) as address:
        drawn(careless, address)
        assert len(set(sink.asked)) > 10
