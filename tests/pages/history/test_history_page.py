"""The history page: what it lists, and what can be done with a run."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.history.history import History
from core.history.questions import ANY_RUN, Filter
from core.settings import Settings
from pages.session.shared_playground import playground
from pages.ui.page_table import HISTORY_PAGE
from tests.core.history.recorded import PATIENCE_S, begin, finish, small_run, two_steps
from tests.core.history.test_processes import child, first_line
from tests.pages.opened import new_visitor, open_workflow, run, until, widget, words

ME = "11111111111111111111111111111111"
YOU = "22222222222222222222222222222222"


@pytest.fixture
def me(app: AppTest) -> AppTest:
    """A visitor with a cookie's name, on the history page."""
    return new_visitor(ME)


def history() -> History:
    return playground().history


def opened(page: AppTest) -> AppTest:
    page.switch_page(HISTORY_PAGE.script).run()
    assert not page.exception
    return page


async def three_runs(owner: str = ME) -> None:
    for number in range(3):
        await small_run(history(), f"run{number}", owner, request=f"request number {number}")
    assert history().flush(PATIENCE_S)


def home_of() -> Path:
    return Settings.from_environment().home


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def pick(page: AppTest, *run_ids: str) -> AppTest:
    for run_id in run_ids:
        row = history().run(run_id, ME)
        assert row is not None
        page.checkbox(key=f"pick-{row.number}").check()
    return page.run()


def listed(owner: str = ME, wanted: Filter = ANY_RUN) -> list[str]:
    return [row.id for row in history().runs(owner, wanted)]


def test_without_runs_it_says_what_to_do(me: AppTest) -> None:
    opened(me)
    assert "No runs yet" in words(me)


def test_a_run_is_listed_with_its_figures(me: AppTest) -> None:
    open_workflow(me, "calendar-chain", speed="0")
    run(me)
    assert history().flush(PATIENCE_S)
    told = words(opened(me))
    for expected in ("Calendar chain", "completed", "simulated:demo", "just now", "→", "simulated", "$"):
        assert expected in told, expected
    assert "parallel" not in told


async def test_another_visitor_sees_none_of_them(me: AppTest) -> None:
    await three_runs()
    assert "request number 2" in words(opened(me))
    assert "request number" not in words(opened(new_visitor(YOU)))


async def test_a_run_is_starred_named_deleted_and_brought_back(me: AppTest) -> None:
    await three_runs()
    opened(me)
    pick(me, "run1")
    press(me, "star")
    assert listed(wanted=Filter(starred=True)) == ["run1"]
    row = history().run("run1", ME)
    assert row is not None
    me.text_input(key=f"history-name-{row.number}").set_value("My <b>best</b> run").run()
    assert "My <b>best</b> run" in words(me)
    press(me, "delete")
    assert "request number 1" not in words(me)
    assert "1 run is deleted" in words(me)
    press(me, "undo")
    assert "request number 1" in words(me)
    back = history().run("run1", ME)
    assert back == replace(row, name="My <b>best</b> run")
    assert "1 run is deleted" not in words(me)


async def test_all_are_deleted_and_brought_back_at_once(me: AppTest) -> None:
    await three_runs()
    await small_run(history(), "theirs", YOU)
    assert history().flush(PATIENCE_S)
    opened(me)
    me.session_state["ask-delete-all"] = True
    me.run()
    press(me, "delete-all")
    assert listed() == []
    assert listed(YOU) == ["theirs"]
    assert "3 runs are deleted" in words(me)
    press(me, "undo")
    assert listed() == ["run2", "run1", "run0"]


async def test_deleted_runs_are_found_under_deleted_after_a_reload(me: AppTest) -> None:
    await three_runs()
    assert history().delete(["run1"], ME) == ["run1"]
    opened(me)
    assert "request number 1" not in words(me)
    widget(me, "button_group", "history-marks").set_value(["Deleted"]).run()
    assert "request number 1" in words(me)
    assert "request number 2" not in words(me)
    (deleted,) = history().runs(ME, Filter(deleted=True))
    me.checkbox(key=f"pick-{deleted.number}").check().run()
    press(me, "bring-back")
    assert listed() == ["run2", "run1", "run0"]


async def test_a_live_run_is_stopped_before_it_is_deleted_and_its_page_says_so(me: AppTest) -> None:
    open_workflow(me, "faq-chain", profile="slow")
    me.button(key="run").click().run()
    (run_id,) = playground().engine.of(ME)
    until(me, lambda _: bool(listed()))
    watching = open_workflow(new_visitor(ME), "faq-chain", run=run_id)
    pick(opened(me), run_id)
    press(me, "delete")
    assert listed() == []
    assert playground().engine.find(run_id) is None
    watching.run()
    assert "That run has been deleted" in words(watching)
    press(me, "undo")
    row = history().run(run_id, ME)
    assert row is not None
    assert row.status == "cancelled"


async def test_the_list_is_filtered_by_words_status_workflow_and_star(me: AppTest) -> None:
    await three_runs()
    log = begin("other", history().listen("other", ME), request="something else", workflow="faq-chain")
    finish(log, status="rejected")
    assert history().flush(PATIENCE_S)
    assert history().star(["run0"], ME, True)
    opened(me)
    me.text_input(key="history-search").set_value("NUMBER 2").run()
    assert ("request number 2" in words(me), "request number 1" in words(me)) == (True, False)
    me.text_input(key="history-search").set_value("").run()
    me.selectbox(key="history-status").set_value("rejected").run()
    assert ("something else" in words(me), "request number 1" in words(me)) == (True, False)
    me.selectbox(key="history-workflow").set_value("small").run()
    assert "No run fits what is chosen above" in words(me)
    before = me._tree.get_widget_states()
    press(me, "clear-filter")
    me._run(before)  # as a browser that has not heard of it yet
    assert "request number 1" in words(me)
    widget(me, "button_group", "history-marks").set_value(["Starred"]).run()
    assert ("request number 0" in words(me), "request number 1" in words(me)) == (True, False)


async def test_many_runs_come_in_pages(me: AppTest) -> None:
    for number in range(45):
        finish(begin(f"run{number}", history().listen(f"run{number}", ME), request=f"request number {number}!"))
    assert history().flush(PATIENCE_S)
    opened(me)
    assert "1–20 of 45" in words(me)
    press(me, "older")
    press(me, "older")
    assert "41–45 of 45" in words(me)
    assert "request number 0!" in words(me)
    assert me.button(key="older").disabled
    press(me, "newer")
    assert "21–40 of 45" in words(me)


async def test_an_interrupted_run_is_listed_and_opens_with_what_had_finished(me: AppTest) -> None:
    dead = History.open(home_of())
    await two_steps(dead, "cut", ME)
    assert dead.flush(PATIENCE_S)
    dead.close()
    assert "interrupted" in words(opened(me))


def test_what_is_wrong_with_the_history_is_said_here_and_on_the_workflow_page(
    me: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(History, "notice", "Runs are not kept: the disk is full.")
    assert "the disk is full" in words(opened(me))
    assert "the disk is full" in words(open_workflow(me))


async def test_while_another_process_holds_the_lock_the_pages_come_with_a_notice_and_runs_go_on(me: AppTest) -> None:
    await three_runs()
    with child("lock", home_of()) as process:
        assert first_line(process) == "locked\n"
        run(open_workflow(me, "calendar-chain", speed="0"))
        until(me, lambda page: "another program" in words(page))
        told = words(opened(me))
        assert "another program" in told
        assert "not kept" in told
        assert "request number 2" in told
        pick(me, "run1")
        press(me, "star")
        assert "could not be kept at this moment" in words(me)


async def test_a_run_that_cannot_be_read_at_the_moment_is_not_said_to_be_gone(me: AppTest) -> None:
    await three_runs()
    with child("keep-readers-out", home_of()) as process:
        assert first_line(process) == "locked\n"
        told = words(open_workflow(me, "calendar-chain", run="run1"))
        assert "cannot be read at the moment" in told
        assert "belongs to another visitor" not in told
        assert "run1" in me.query_params["run"]


async def test_a_change_that_cannot_be_stored_says_so(me: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    await three_runs()
    pick(opened(me), "run1")
    monkeypatch.setattr(History, "delete", lambda *_: None)
    press(me, "delete")
    assert "could not be kept at this moment" in words(me)
    assert listed() == ["run2", "run1", "run0"]


async def test_a_deleted_run_can_be_removed_for_good(me: AppTest) -> None:
    await three_runs()
    assert history().delete(["run1"], ME) == ["run1"]
    opened(me)
    (deleted,) = history().runs(ME, Filter(deleted=True))
    widget(me, "button_group", "history-marks").set_value(["Deleted"]).run()
    me.checkbox(key=f"pick-{deleted.number}").check().run()
    press(me, "remove")
    assert "Nothing is deleted" in words(me)
    assert history().bring_back(["run1"], ME) == []


def test_runs_that_cannot_be_stored_are_listed_as_long_as_the_server_lives(home: Path) -> None:
    home.write_text("a file in the place of the folder")
    playground.clear()
    page = new_visitor(ME)
    try:
        open_workflow(page, "calendar-chain", speed="0")
        run(page)
        told = words(opened(page))
        assert "Runs are not kept" in told
        assert "Calendar chain" in told
        assert "No runs yet" not in told
        assert "Calendar chain" not in words(opened(new_visitor(YOU)))
    finally:
        playground().close()
        playground.clear()
