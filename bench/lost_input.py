"""Chooses, writes and runs at random moments in a real browser, and looks whether anything is lost or snaps back.

python -m bench.lost_input --times 200 --seed 1 [--longest-pause 5] [--latency 0.4] [--width 50000]
"""

import argparse
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright
from rich.console import Console

from bench.slow_line import Line, slow_line
from core.workflows import find_workflow
from pages.form import OWN_TEXT
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE
from tests.browser.server import ROOT, serve

WORKFLOW = find_workflow("reflexion")
VALUE = "must_include"
MOST_TIMES = 1000
REST_S = 1.5  # after which an untouched page shows what it is going to show
MOST_SHOWN = 20
TALL = ViewportSize(width=1280, height=2600)  # all that is used is in sight: where a page scrolls, an open list closes


@dataclass
class Expected:
    """What the form must show, by what was done to it."""

    shown: str | None = WORKFLOW.examples[0].title
    own: str = ""
    edited: str = ""
    changed: set[str] = field(default_factory=set)
    ran: list[str] = field(default_factory=list)

    @property
    def request(self) -> str:
        return self.own if self.shown is None else EXAMPLES[self.shown].text

    @property
    def value(self) -> str:
        taken = {} if self.shown is None or self.changed else EXAMPLES[self.shown].params
        return str(taken.get(VALUE, self.edited))


EXAMPLES = {one.title: one for one in WORKFLOW.examples}


@dataclass
class Hand:
    """A visitor's hand: does one thing at random and notes what it must lead to."""

    page: Page
    chance: random.Random
    expected: Expected = field(default_factory=Expected)
    count: int = 0

    def act(self) -> str:
        """Do one thing; what it was."""
        self.count += 1
        act: Callable[[], str] = self.chance.choice(
            [self.choose, self.choose, self.choose_own, self.write, self.edit, self.write_and_run, self.run]
        )
        return act()

    def choose(self) -> str:
        return self._pick(self.chance.choice(list(EXAMPLES)))

    def choose_own(self) -> str:
        return self._pick(OWN_TEXT)

    def write(self) -> str:
        text = f"Write about subject number {self.count}."
        self._fill("request", text)
        self.expected.shown, self.expected.own = None, text
        self.expected.changed.clear()
        return f"write “{text}”"

    def write_and_run(self) -> str:
        return f"{self.write()} and {self.run()}"

    def edit(self) -> str:
        value = f"word{self.count}"
        self._fill(f"param-{VALUE}", value)
        self.expected.edited = value
        self.expected.changed.add(VALUE)
        return f"edit {VALUE}: {value}"

    def run(self) -> str:
        button = self._part("run").locator("button")
        if not self.expected.request or not button.is_enabled() or "Running" in button.inner_text():
            return "no run: the last one goes on, or there is no request"
        button.click()
        self.expected.ran.append(self.expected.request)
        return f"run “{self.expected.request}”"

    def differences(self) -> list[str]:
        """What the page does not show as it must."""
        wanted = (self.expected.shown or OWN_TEXT, self.expected.request, self.expected.value)
        return [
            f"{wish!r} expected, {real!r} seen" for wish, real in zip(wanted, self._seen(), strict=True) if wish != real
        ]

    def _seen(self) -> tuple[str, str, str]:
        value = self._part(f"param-{VALUE}").locator("input").input_value()
        return self._example().input_value(), self._part("request").locator("textarea").input_value(), value

    def _pick(self, title: str) -> str:
        if self._example().input_value() == title:
            return f"nothing: “{title}” is chosen already"
        self._example().click()
        self.page.get_by_role("option", name=title, exact=True).click()
        self.expected.shown = None if title == OWN_TEXT else title
        self.expected.changed.clear()
        return f"choose “{title}”"

    def _fill(self, key: str, text: str) -> None:
        """Write over what is there and leave the field, as one who sees what is written."""
        area = self._part(key).locator("textarea, input").first
        area.fill(text)
        if area.input_value() != text:  # it was set between selecting and writing
            area.fill(text)
        area.press("Tab")

    def _example(self) -> Locator:
        return self._part("example").get_by_role("combobox")

    def _part(self, key: str) -> Locator:
        return self.page.locator(f".st-key-{key}").first


def play(page: Page, times: int, seed: int, longest_pause_s: float) -> tuple[list[str], Expected]:
    """Act so many times; what was lost or snapped back, and what should have been run."""
    hand, faults = Hand(page, random.Random(seed)), list[str]()
    for number in range(1, times + 1):
        did = hand.act()
        pause = hand.chance.uniform(0, longest_pause_s)
        page.wait_for_timeout(1000 * pause)
        if pause < REST_S and number < times:
            continue
        at_rest(page)
        faults += [f"{number}: {did}: {one}" for one in hand.differences()]
    return faults, hand.expected


def at_rest(page: Page) -> None:
    """Wait until the server has answered and nothing more can be on its way."""
    page.wait_for_timeout(1000 * REST_S)
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for(state="attached")


def runs_in(home: Path) -> list[str]:
    """The requests of all runs in a home's history, oldest first."""
    with closing(sqlite3.connect(home / "playground" / "history.db")) as database:
        return [request for (request,) in database.execute("SELECT request FROM runs ORDER BY number")]


def measure(times: int, seed: int, longest_pause_s: float, shaped: Line) -> list[str]:
    """Play on a server of its own; every fault in a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with serve(ROOT / "app.py", home) as server, slow_line(server) as line, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            page = browser.new_page(viewport=TALL)
            page.set_default_timeout(PATIENCE)
            page.goto(f"{line.address}/workflow?workflow={WORKFLOW.id}&speed=0")
            page.locator(".st-key-diagram svg").first.wait_for()
            at_rest(page)
            line.latency_s, line.bytes_per_s = shaped.latency_s, shaped.bytes_per_s
            faults, expected = play(page, times, seed, longest_pause_s)
            browser.close()
        ran = runs_in(home)
    return faults if ran == expected.ran else [*faults, f"{expected.ran} should have run, {ran} did"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.lost_input", description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest-pause", type=float, default=5.0, help="seconds between two clicks")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds in each direction")
    parser.add_argument("--width", type=float, default=0.0, help="bytes a second; 0: as they come")
    asked = parser.parse_args()
    times = min(asked.times, MOST_TIMES)
    faults = measure(times, asked.seed, asked.longest_pause, Line(asked.latency, asked.width))
    console = Console(markup=False)
    console.print(f"{times} times, seed {asked.seed}: {len(faults)} faults", *faults[:MOST_SHOWN], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
