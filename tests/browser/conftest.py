"""A cold server and a watched Chromium. Without Chromium these tests are skipped; in CI that is a failure."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import ROOT, serve
from tests.browser.watch import Watch

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000  # milliseconds a page may take on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _on_the_real_clock() -> dict[str, str | float | bool]:
    """The environment without libfaketime, under which Chromium does not come up."""
    return {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}


# Not for the whole session: while Playwright runs, its event loop stands in the way of every asynchronous test.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing (Debian: apt-get install chromium)"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), env=_on_the_real_clock())
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app's address; one server for all tests here."""
    with serve(ROOT / "app.py", tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[str]:
    """A server that nobody has visited."""
    with serve(ROOT / "app.py", tmp_path / "cold") as address:
        yield address


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browser did; the test fails if it asked, or was kept from asking, another server, or opened a dialog."""
    watched = Watch()
    yield watched
    assert watched.elsewhere() == []
    assert watched.blocked() == []
    assert watched.dialogs == []


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    watch.follow(opened)
    yield opened
    context.close()


@pytest.fixture
def screenshot(page: Page, tmp_path: Path) -> Callable[[str], Path]:
    """Save the page as it looks, full length, under a name; gives the file."""

    def save(name: str) -> Path:
        path = tmp_path / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return save
