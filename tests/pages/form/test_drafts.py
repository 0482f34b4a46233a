"""Which values of a form count as edited."""

from typing import Any

from streamlit.testing.v1 import AppTest


def put() -> None:
    import streamlit as st

    from core.workflows.catalogue import find_workflow
    from pages.form import form_draft, put_field

    workflow = find_workflow("basic-call")
    for name, value, default in st.session_state["given"]:
        put_field(workflow, "params", name, value, default)
    st.session_state["edits"] = dict(form_draft(workflow)["params"])


def edits(*given: tuple[str, Any, Any]) -> Any:
    """What differs from default after these fields were set, each given with its default."""
    app = AppTest.from_function(put)
    app.session_state["given"] = given
    app.run()
    assert not app.exception
    return app.session_state["edits"]


def test_the_default_itself_is_no_edit() -> None:
    assert edits(("count", 2, 1), ("count", 1, 1), ("style", "dry", "dry")) == {}


def test_a_value_that_is_equal_but_of_another_type_is_an_edit() -> None:
    kept = edits(("switch", 1, True), ("count", 3.0, 3))
    assert [(name, type(value)) for name, value in kept.items()] == [("switch", int), ("count", float)]


def test_what_cannot_be_stored_is_replaced_in_what_was_typed() -> None:
    assert edits(("style", "one\x00two \ud800", "dry")) == {"style": "one\u2400two \ufffd"}
