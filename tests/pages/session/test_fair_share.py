"""What a visitor sees who asks for more than a fair share, and what another one sees meanwhile."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.runtime.admission import MOST_WAITING_EACH
from core.runtime.plans import plan
from core.sharing import preset_of, write
from pages.session.kept_drafts import LONGEST_DRAFT
from pages.ui.page_table import COMPARE_PAGE, HISTORY_PAGE
from tests.core.history.recorded import PATIENCE_S, small_run
from tests.core.sharing.simulated import events_of, instant
from tests.pages.opened import ENDINGS, ended, new_visitor, open_workflow, status, until, widget, words

SLOW = {"profile": "slow"}
IN_LINE = "waiting for your run to end: {} in line. It begins by itself."


@pytest.fixture
def one_each(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_RUNS_AT_ONCE", "1")


def started(visitor: str, workflow: str = "calendar-chain") -> AppTest:
    """A tab of the visitor's in which Run was pressed."""
    tab = open_workflow(new_visitor(visitor), workflow, **SLOW)
    tab.button(key="run").click().run()
    assert not tab.exception
    return tab


def test_a_visitors_further_run_waits_in_line_and_begins_when_the_one_before_has_ended(
    one_each: None, app: AppTest
) -> None:
    first, second, third = started("ada"), started("ada", "basic-call"), started("ada", "faq-chain")
    assert [status(tab) for tab in (second, third)] == ["waiting", "waiting"]
    assert IN_LINE.format("1st") in words(second)
    assert IN_LINE.format("2nd") in words(third)
    assert "Each call gets a bar here" in words(second)
    assert second.button(key="run").label == "Waiting"
    assert not second.button(key="stop").disabled
    other = until(started("bob"), lambda page: status(page) == "running")
    first.button(key="stop").click().run()
    until(second, lambda page: status(page) != "waiting")
    assert second.button(key="run").label in ("Running", "Run")
    assert IN_LINE.format("1st") in words(third.run())
    assert status(other.run()) in ("running", *ENDINGS)


def test_stop_takes_a_run_out_of_the_line(one_each: None, app: AppTest) -> None:
    first, second, third = started("ada"), started("ada", "basic-call"), started("ada", "faq-chain")
    second.button(key="stop").click().run()
    assert status(ended(second)) == "cancelled"
    assert "Stopped before it had begun. Run again to start over." in words(second)
    assert IN_LINE.format("1st") in words(third.run())
    assert status(first.run()) == "running"
    second.button(key="run").click().run()
    assert status(second) == "waiting"


def test_the_history_tells_of_runs_in_line(one_each: None, app: AppTest) -> None:
    started("ada")
    started("ada", "basic-call")
    page = new_visitor("ada").switch_page(HISTORY_PAGE.script).run()
    assert "1 more in line. A run appears here when it begins." in words(page)
    assert "in line" not in words(new_visitor("bob").switch_page(HISTORY_PAGE.script).run())


def test_a_full_line_says_whose_runs_fill_it_and_what_to_do(one_each: None, app: AppTest) -> None:
    from pages.session.shared_playground import playground

    started("ada")
    for _ in range(MOST_WAITING_EACH):
        playground().start(plan("basic-call", None, {}), "ada")
    refused = started("ada", "faq-chain")
    assert "You have 1 run going on and 50 in line, and no more of yours can wait." in words(refused)
    assert "Stop one of them, or try again when some have ended." in words(refused)
    assert status(refused) == "ready"
    assert status(started("bob")) == "running"


def test_a_form_that_is_too_long_to_be_kept_says_so_until_it_is_shorter(app: AppTest) -> None:
    page = open_workflow(new_visitor("ada"))
    page.text_area(key="request").set_value("x" * LONGEST_DRAFT).run()
    assert "have more than 400,000 characters together" in words(page)
    page.text_area(key="request").set_value("Lunch with Ada on Friday").run()
    assert "characters together" not in words(page)


async def test_a_full_history_says_what_makes_room_and_what_can_be_done(
    home: Path, monkeypatch: pytest.MonkeyPatch, app: AppTest
) -> None:
    from pages.session.shared_playground import playground

    monkeypatch.setenv("PLAYGROUND_RUNS_KEPT", "3")
    page = new_visitor("ada").switch_page(HISTORY_PAGE.script).run()
    history = playground().history
    for name in ("first", "second", "third"):
        await small_run(history, name, "ada")
    assert history.flush(PATIENCE_S)
    page.run()
    assert "3 of your runs are kept, at most 3. The oldest without a star make room for new ones" in words(page)
    for run_id in ("first", "second"):
        found = history.run(run_id, "ada")
        assert found is not None
        page.button(key=f"star-{found.number}").click().run()
    assert "No more than 1 of your runs can be starred. Unstar one first." in words(page)


async def test_no_more_files_are_taken_in_than_a_visitor_may_keep(
    home: Path, monkeypatch: pytest.MonkeyPatch, app: AppTest
) -> None:
    from pages.session.shared_playground import playground

    monkeypatch.setenv("PLAYGROUND_RUNS_KEPT", "10")
    page = new_visitor("ada").switch_page(HISTORY_PAGE.script).run()
    asked = instant()
    data = write(preset_of(asked), await events_of(asked))
    for _ in range(2):
        page.switch_page(HISTORY_PAGE.script).run()
        widget(page, "file_uploader", "import-file").set_value(("run.json", data, "application/json")).run()
    assert "No more than 1 of your runs can be imported ones. Delete one" in words(page)
    assert playground().history.kept("ada") == (1, 1)


def test_a_comparison_says_that_its_next_run_waits(one_each: None, app: AppTest) -> None:
    started("ada")
    page = new_visitor("ada")
    page.query_params["workflow"] = "faq-chain"
    page.switch_page(COMPARE_PAGE.script).run()
    page.button(key="compare-start").click().run()
    assert "The next run is waiting for your run to end: 1st in line." in words(page)
    page.button(key="compare-stop").click().run()
    until(page, lambda tab: "stopped" in words(tab))
