"""One's own text beside the examples: what is written, chosen and run in quick succession, and what becomes of it."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.workflows.catalogue import find_workflow
from pages.form.workflow_form import OWN_TEXT, REPLACED
from pages.session.shared_playground import playground
from tests.pages.opened import ended, new_visitor, open_workflow, run, said_before_hearing

WORKFLOW = "reflexion"
FIRST, SECOND = find_workflow(WORKFLOW).examples
MINE = "Invite everybody to a concert in the park."


def write(page: AppTest, text: str) -> AppTest:
    return page.text_area(key="request").set_value(text).run()


def choose(page: AppTest, title: str) -> AppTest:
    return page.selectbox(key="example").select(title).run()


def form(page: AppTest) -> tuple[str, str, str]:
    """The example, the text and the value that the examples bring along."""
    value = page.text_input(key="param-must_include").value
    return str(page.selectbox(key="example").value), str(page.text_area(key="request").value), str(value)


def edited(page: AppTest) -> list[str]:
    """The fields that are marked as edited."""
    fields = [*page.text_area, *page.text_input, *page.slider, *page.number_input]
    return [str(one.key) for one in fields if "[edited]" in one.label]


@pytest.fixture
def page(app: AppTest) -> AppTest:
    return open_workflow(app, WORKFLOW, speed="0")


def test_ones_own_text_and_values_are_back_after_looking_at_the_examples(page: AppTest) -> None:
    write(page, MINE)
    page.text_input(key="param-must_include").set_value("stage").run()
    for example in (FIRST, SECOND, FIRST):
        choose(page, example.title)
        assert form(page) == (example.title, example.text, example.params["must_include"])
    choose(page, OWN_TEXT)
    assert form(page) == (OWN_TEXT, MINE, "stage")


@pytest.mark.parametrize("leave", [lambda page: choose(page, OWN_TEXT), lambda page: write(page, MINE)])
def test_an_examples_values_go_with_it_and_are_nobodys_edits(
    page: AppTest, leave: Callable[[AppTest], AppTest]
) -> None:
    choose(page, SECOND.title)
    assert form(page)[2] == "mist"
    assert edited(page) == []
    leave(page)
    assert form(page)[2] == ""
    assert edited(page) == []
    assert page.session_state["draft-reflexion"]["params"] == {}


def test_a_value_that_was_edited_under_an_example_is_the_visitors_own(page: AppTest) -> None:
    choose(page, SECOND.title)
    page.text_input(key="param-must_include").set_value("fog").run()
    assert edited(page) == ["param-must_include"]
    choose(page, OWN_TEXT)
    assert form(page)[2] == "fog"
    assert edited(page) == ["param-must_include"]


def test_what_is_run_and_linked_has_the_values_of_the_example(page: AppTest) -> None:
    choose(page, SECOND.title)
    page.session_state["fold-same-run"] = True
    page.run()
    assert any("--set must_include=mist" in one.value for one in page.code)
    page.session_state["visitor"] = "ann"
    run_id = run(page).query_params["run"]
    shown = playground().find(run_id, "ann")
    assert shown is not None
    assert shown.trace.params["must_include"] == "mist"


def test_an_example_that_is_written_over_becomes_ones_own_text_and_a_former_one_can_be_brought_back(
    page: AppTest,
) -> None:
    write(page, MINE)
    choose(page, SECOND.title)
    assert not page.toast
    write(page, SECOND.text + " At night.")
    assert form(page) == (OWN_TEXT, SECOND.text + " At night.", "")
    assert [one.value for one in page.toast] == [REPLACED]
    page.button(key="undo-restore").click().run()
    assert form(page) == (SECOND.title, SECOND.text, "mist")
    choose(page, OWN_TEXT)
    assert form(page) == (OWN_TEXT, MINE, "")


def test_choosing_and_restoring_can_be_undone_at_once(page: AppTest) -> None:
    write(page, MINE)
    choose(page, FIRST.title)
    page.button(key="undo-restore").click().run()
    assert form(page) == (OWN_TEXT, MINE, "")
    page.text_input(key="param-must_include").set_value("stage").run()
    page.button(key="restore-must_include").click().run()
    page.button(key="undo-restore").click().run()
    assert form(page) == (OWN_TEXT, MINE, "stage")


def test_both_drafts_survive_a_reload_and_a_restart(app: AppTest) -> None:
    app.session_state["visitor"] = "ann"
    page = open_workflow(app, WORKFLOW)
    write(page, MINE)
    choose(page, SECOND.title)
    assert playground().history.flush()
    playground().close()
    playground.clear()
    again = open_workflow(new_visitor("ann"), WORKFLOW)
    assert form(again) == (SECOND.title, SECOND.text, "mist")
    choose(again, OWN_TEXT)
    assert form(again) == (OWN_TEXT, MINE, "")


def test_an_example_that_is_chosen_again_at_once_stays(page: AppTest) -> None:
    for example in (SECOND, FIRST, SECOND):
        page.selectbox(key="example").select(example.title)
        said_before_hearing(page)
        assert form(page) == (example.title, example.text, example.params["must_include"])


def test_the_example_that_was_written_over_can_be_chosen_again_at_once(page: AppTest) -> None:
    for _ in range(2):
        write(page, MINE)
        choose(page, FIRST.title)
        assert form(page) == (FIRST.title, FIRST.text, "lemonade, music")


def test_an_example_is_not_chosen_by_a_browser_that_has_not_heard_that_it_was_written_over(page: AppTest) -> None:
    page.text_area(key="request").set_value(MINE)
    said_before_hearing(page, then="run")
    assert form(page) == (OWN_TEXT, MINE, "")
    assert ended(page).session_state["draft-reflexion"]["request"] == MINE
    choose(page, FIRST.title)
    assert form(page) == (FIRST.title, FIRST.text, "lemonade, music")


def test_what_is_written_before_the_browser_has_heard_of_an_example_is_not_lost(page: AppTest) -> None:
    write(page, "Something else.")
    page.selectbox(key="example").select(SECOND.title)
    sent = page._tree.get_widget_states()
    page.text_area(key="request").set_value(MINE)
    late = page._tree.get_widget_states()
    page._run(sent)
    page._run(late)
    assert form(page) == (OWN_TEXT, MINE, "")
    assert page.text_area(
        key="request"
    ).proto.set_value  # the example is on its way to the browser and would stay there
    page.run()
    assert form(page) == (OWN_TEXT, MINE, "")


def test_what_is_written_and_then_left_for_an_example_in_one_message_is_kept(page: AppTest) -> None:
    page.text_area(key="request").set_value(MINE)
    choose(page, SECOND.title)
    assert form(page) == (SECOND.title, SECOND.text, "mist")
    choose(page, OWN_TEXT)
    assert form(page) == (OWN_TEXT, MINE, "")


def test_a_run_that_is_started_while_writing_uses_what_was_written_and_leaves_it_there(page: AppTest) -> None:
    choose(page, OWN_TEXT)
    page.text_area(key="request").set_value(MINE)
    page.button(key="run").click()
    said_before_hearing(page)
    assert form(ended(page)) == (OWN_TEXT, MINE, "")


def test_a_default_that_was_restored_outlasts_what_the_browser_says_before_it_hears(page: AppTest) -> None:
    page.text_input(key="param-must_include").set_value("stage").run()
    page.button(key="restore-must_include").click()
    said_before_hearing(page)
    assert form(page)[2] == ""


def test_writing_again_goes_into_the_workflow_that_the_browser_shows(page: AppTest) -> None:
    page.selectbox(key="workflow").select("pair")
    sent = page._tree.get_widget_states()
    page.text_area(key="request").set_value(MINE)
    late = page._tree.get_widget_states()
    page._run(sent)
    page._run(late)
    assert page.title[0].value == find_workflow("pair").title
    assert page.text_area(key="request").value == find_workflow("pair").examples[0].text
    page.selectbox(key="workflow").select(WORKFLOW).run()
    assert form(page) == (OWN_TEXT, MINE, "")
