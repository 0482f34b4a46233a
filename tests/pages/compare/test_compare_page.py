"""The compare page, driven by its keys on the simulated model with no waiting."""

import json
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.page_table import COMPARE_PAGE, GALLERY_PAGE

FRAME = Path(__file__).parents[3] / "pages" / "frame.py"
PATIENCE_S = 30.0


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The page of a new visitor on a server of its own."""
    from pages.compare.comparison import lab_sessions
    from pages.session.shared_playground import playground

    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))
    playground.clear()
    lab_sessions.clear()
    yield AppTest.from_file(str(FRAME), default_timeout=PATIENCE_S)
    playground().close()
    playground.clear()
    lab_sessions.clear()


def opened(page: AppTest, **link: str) -> AppTest:
    for name, value in link.items():
        page.query_params[name] = value
    page.switch_page(COMPARE_PAGE.script).run()
    assert not page.exception
    return page


def without_waiting(page: AppTest) -> AppTest:
    page.number_input(key="compare-option-speed").set_value(0.0).run()
    return page


def measured(page: AppTest) -> AppTest:
    """Press Start and look at the page until it is over."""
    page.button(key="compare-start").click().run()
    deadline = time.monotonic() + PATIENCE_S
    while page.button(key="compare-start").disabled:
        assert time.monotonic() < deadline
        page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """All that is told: messages, captions and hand-made blocks."""
    shown = [one.value for one in (*page.error, *page.warning, *page.caption, *page.markdown)]
    return unescape("\n".join([*shown, *(one.proto.body for one in page.get("html"))]).replace("\\", ""))


def test_it_measures_shows_and_keeps_the_comparison(page: AppTest) -> None:
    measured(without_waiting(opened(page, workflow="faq-chain")))
    said = words(page)
    assert "completed: 6 of 6 runs measured" in said
    assert "The money is the same in every mode" in said
    assert "What limited each mode" in [one.value for one in page.subheader]
    assert page.selectbox(key="compare-above").value == "sequential"
    assert page.selectbox(key="compare-below").value == "parallel"
    assert "Predicted" in said
    link = str(page.query_params["comparison"])
    page.switch_page(GALLERY_PAGE.script).run()
    opened(page, comparison=link)
    assert "completed: 6 of 6 runs measured" in words(page)


def test_the_files_hold_every_mode_and_run(page: AppTest) -> None:
    from pages.compare.comparison import lab_sessions
    from pages.compare.downloads import picture_file, runs_file, table_file

    measured(without_waiting(opened(page, workflow="faq-chain")))
    assert [one.key for one in page.get("download_button")] == ["compare-csv", "compare-svg", "compare-json"]
    here = (str(page.query_params["comparison"]), owner_of(lab_sessions()))
    assert table_file(*here).decode().splitlines()[1].startswith("sequential,3,0,")
    runs = json.loads(runs_file(*here))
    assert [one["compared_as"] for one in runs["runs"]] == ["sequential", "parallel"] * 3
    assert set(runs["modes"]) == {"sequential", "parallel"}
    assert picture_file(*here, ("sequential", "parallel")).startswith(b"<svg")
    assert b"no longer here" in table_file(here[0], "somebody else")


def owner_of(lab_sessions: Any) -> str:
    (session,) = lab_sessions._sessions.values()
    return str(session.owner)


def test_a_workflow_without_a_fan_out_is_named_with_the_reason(page: AppTest) -> None:
    opened(page, workflow="calendar-chain")
    assert "every step waits for the one before" in words(page)
    assert page.selectbox(key="compare-workflow").value == "faq-chain"
    assert "Calendar" not in " ".join(page.selectbox(key="compare-workflow").options)


def test_an_unknown_workflow_or_comparison_in_the_link_is_named(page: AppTest) -> None:
    opened(page, workflow="no-such", comparison="never-was")
    assert "There is no workflow 'no-such'" in words(page)
    assert "That comparison is not here" in words(page)


@pytest.mark.parametrize("repeats", [0, 1000])
def test_repeats_out_of_bounds_are_refused_before_any_run(page: AppTest, repeats: int) -> None:
    opened(page, workflow="faq-chain")
    page.number_input(key="compare-repeats").set_value(repeats).run()
    assert "choose 1 to 20" in words(page)
    assert page.button(key="compare-start").disabled
    page.number_input(key="compare-repeats").set_value(1).run()
    assert not page.button(key="compare-start").disabled


def test_what_was_measured_stays_when_it_is_stopped_half_way(page: AppTest) -> None:
    from pages.compare.comparison import lab_sessions

    opened(page, workflow="faq-chain")
    page.number_input(key="compare-option-speed").set_value(0.1).run()
    page.button(key="compare-start").click().run()
    assert page.button(key="compare-start").disabled
    page.button(key="compare-stop").click().run()
    (session,) = lab_sessions()._sessions.values()
    session.wait(PATIENCE_S)
    page.run()
    said = words(page)
    assert "stopped: 0 of 6 runs measured" in said
    assert "1 run does not count (cancelled)" in said
    assert not page.button(key="compare-start").disabled


def test_a_low_rate_limit_is_one_click_away_and_its_429s_are_shown(page: AppTest) -> None:
    opened(page, workflow="faq-chain")
    page.button(key="compare-lesson").click().run()
    assert page.number_input(key="compare-option-requests_per_minute").value == 6
    assert page.number_input(key="compare-repeats").value == 1
    measured(without_waiting(page))
    said = words(page)
    assert "429s, requests that the server refused" in said
    assert "n = 1 for sequential" in said


def test_an_empty_request_is_refused_before_any_run(page: AppTest) -> None:
    opened(page, workflow="faq-chain")
    page.text_area(key="compare-request").set_value(" ").run()
    page.button(key="compare-start").click().run()
    assert "The request is empty" in words(page)
    assert "comparison" not in page.query_params


def test_ones_own_request_is_back_after_looking_at_an_example(page: AppTest) -> None:
    opened(page, workflow="faq-chain")
    page.text_area(key="compare-request").set_value("Mine").run()
    example = page.selectbox(key="compare-example")
    example.select(example.options[1]).run()
    assert page.text_area(key="compare-request").value != "Mine"
    page.selectbox(key="compare-example").select("Your own text").run()
    assert page.text_area(key="compare-request").value == "Mine"


def test_a_model_that_always_fails_is_named_and_nothing_breaks(page: AppTest) -> None:
    without_waiting(opened(page, workflow="faq-chain"))
    draft = page.session_state["draft-faq-chain"]
    page.session_state["draft-faq-chain"] = draft | {"options": {**draft["options"], "fault_rate": 1.0}}
    measured(page)
    said = words(page)
    assert "completed: 0 of 6 runs measured" in said
    assert "3 runs do not count (failed)" in said
    assert "3 not counted" in said


def test_the_slider_moves_the_prediction(page: AppTest) -> None:
    opened(page, workflow="faq-chain")
    page.number_input(key="compare-option-speed").set_value(200.0).run()
    page.number_input(key="compare-repeats").set_value(1).run()
    measured(page)
    assert "predicted: 4 at once" in words(page)
    assert "measured: parallel" in words(page)
    page.slider(key="compare-workers").set_value(2).run()
    assert "predicted: 2 at once" in words(page)
    assert "not measured this way" in words(page)
    page.number_input(key="compare-what-if-limit").set_value(3).run()
    assert "predicted: 2 at once, 3 requests a minute" in words(page)
