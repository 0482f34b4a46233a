"""Widgets that the server sets too: whose word counts when a browser's message and a setting cross."""

import pickle
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.widgets import MOST_SETTINGS, STATE

TEXT = "first"


def script() -> None:
    """A text that buttons set, for two owners; `said` lists what was taken for the visitor's wish."""
    from functools import partial

    import streamlit as st

    from pages.ui.widgets import listening, widget_default

    def write(owner: str, text: str) -> None:
        st.session_state.said.append((owner, text))
        st.session_state.texts[owner] = text.strip()

    def put(text: str) -> None:
        st.session_state.texts[st.session_state.owner] = text

    def go(owner: str) -> None:
        st.session_state.owner = owner

    st.session_state.setdefault("said", [])
    st.session_state.setdefault("owner", "one")
    st.session_state.setdefault("texts", {"one": "first", "two": "of two"})
    owner = st.session_state.owner
    with listening("here"):
        st.text_area("Text", **widget_default("text", st.session_state.texts[owner], partial(write, owner)))
        if st.session_state.get("cut-short"):
            st.session_state["cut-short"] = False
            st.rerun()
    for number in range(3):
        st.button(f"Put {number}", key=f"put-{number}", on_click=put, args=(f"put {number}",))
    st.button("Restore", key="restore", on_click=put, args=("first",))
    st.button("Other", key="other", on_click=go, args=("two",))


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(script, default_timeout=30.0).run()


def message(page: AppTest, text: str | None = None, press: str = "") -> Any:
    """What the browser would say now."""
    if text is not None:
        page.text_area(key="text").set_value(text)
    states = page._tree.get_widget_states()
    if press:
        states.widgets.add(id=page.button(key=press).proto.id, trigger_value=True)
    return states


def text(page: AppTest) -> str:
    return str(page.text_area(key="text").value)


def is_sent(page: AppTest) -> bool:
    """Whether the browser is told to show this value, whatever it shows."""
    return bool(page.text_area(key="text").proto.set_value)


def test_what_the_visitor_writes_counts_and_is_not_sent_back(page: AppTest) -> None:
    page.text_area(key="text").set_value("mine").run()
    assert page.session_state.said == [("one", "mine")]
    assert (text(page), is_sent(page)) == ("mine", False)


def test_what_the_server_makes_of_it_is_shown(page: AppTest) -> None:
    page.text_area(key="text").set_value(" mine ").run()
    assert (text(page), is_sent(page)) == ("mine", True)
    page.run()
    assert is_sent(page) is False
    assert page.session_state.said == [("one", " mine ")]


def test_what_stood_there_before_is_no_wish_however_late_and_however_often_it_is_said(page: AppTest) -> None:
    before = message(page)
    page.button(key="put-0").click().run()
    for _ in range(3):
        page._run(before)
        assert text(page) == "put 0"
    assert page.session_state.said == []


def test_it_is_a_wish_once_the_browser_has_heard(page: AppTest) -> None:
    page.button(key="put-0").click().run()
    page.text_area(key="text").set_value(TEXT).run()
    assert text(page) == TEXT
    assert page.session_state.said == [("one", TEXT)]


def test_a_browser_may_be_several_settings_behind(page: AppTest) -> None:
    page.button(key="put-0").click().run()
    behind = message(page)
    for number in (1, 2):
        page.button(key=f"put-{number}").click().run()
    page._run(behind)
    assert (text(page), page.session_state.said) == ("put 2", [])


def test_a_value_that_comes_back_is_not_mistaken_for_the_one_it_was_before(page: AppTest) -> None:
    page.button(key="put-0").click().run()
    behind = message(page)
    page.button(key="restore").click().run()
    page._run(behind)
    assert (text(page), page.session_state.said) == (TEXT, [])


def test_what_was_written_while_a_setting_was_under_way_counts_and_is_sent(page: AppTest) -> None:
    sent = message(page, press="put-0")
    late = message(page, "mine")
    page._run(sent)
    page._run(late)
    assert (text(page), is_sent(page)) == ("mine", True)
    page.run()
    assert (text(page), page.session_state.said) == ("mine", [("one", "mine")])


def test_what_was_written_for_one_owner_never_goes_to_the_next(page: AppTest) -> None:
    sent = message(page, press="other")
    late = message(page, "mine")
    page._run(sent)
    page._run(late)
    assert page.session_state.said == [("one", "mine")]
    assert page.session_state.texts == {"one": "mine", "two": "of two"}
    assert (text(page), is_sent(page)) == ("of two", True)


def test_what_is_written_for_an_owner_whose_text_is_the_same_goes_to_that_owner(page: AppTest) -> None:
    page.session_state.texts["two"] = TEXT
    page.button(key="other").click().run()
    page.text_area(key="text").set_value("mine").run()
    assert page.session_state.said == [("two", "mine")]


def test_a_setting_is_sent_again_when_the_script_was_cut_short(page: AppTest) -> None:
    page.session_state["cut-short"] = True
    page.button(key="put-0").click().run()
    assert (text(page), is_sent(page)) == ("put 0", True)


@pytest.mark.parametrize("told", ["", "x", "-1", "9" * 5000, "٣"])
def test_a_browser_that_says_nonsense_of_what_it_heard_is_taken_to_have_heard(page: AppTest, told: str) -> None:
    page.button(key="put-0").click().run()
    page.text_input(key="heard-here").set_value(told)
    page.text_area(key="text").set_value("mine").run()
    assert text(page) == "mine"


def test_no_text_is_kept_and_not_more_settings_than_a_browser_may_be_behind(page: AppTest) -> None:
    for number in range(MOST_SETTINGS + 5):
        page.button(key=f"put-{number % 3}").click().run()
    settings = page.session_state[STATE].settings["text"]
    assert len(settings) == MOST_SETTINGS
    assert b"put 0" not in pickle.dumps([one.mark for one in settings])
