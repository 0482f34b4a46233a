"""A step that waits for a person: what it is about, and approve, edit or reject."""

import json
from typing import Any

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from core.json_view import as_json
from core.people import Approval, Decision
from core.step_record import Step
from core.trace import Trace
from pages.views.playground import playground, visitor
from pages.views.timeline import name_of
from pages.views.untrusted import TEXT_LIMIT, plain

MOST_AT_ONCE = 5


def show(run_id: str, trace: Trace) -> None:
    """Draw a form for each step that waits, the first few of them."""
    waiting = [step for step in trace.steps.values() if step.status == "waiting"]
    for step in waiting[:MOST_AT_ONCE]:
        _form(run_id, step)
    if len(waiting) > MOST_AT_ONCE:
        st.caption(f"{len(waiting) - MOST_AT_ONCE} more are waiting.")


def _form(run_id: str, step: Step) -> None:
    item = step.input.get("item")
    key = f"{run_id}-{step.id}"
    with st.form(f"approval-{key}"):
        st.markdown(f"**{plain(name_of(step))}** waits for you.")
        st.text_area(
            "Item", value=as_text(item)[:TEXT_LIMIT], key=f"item-{key}", height=140, help="Edit it if you like."
        )
        st.text_input("Note", key=f"note-{key}", help="Why, if you reject it.")
        with st.container(horizontal=True):
            approved = st.form_submit_button("Approve", type="primary", key=f"approve-{key}")
            rejected = st.form_submit_button("Reject", key=f"reject-{key}")
    if approved or rejected:
        _answer(run_id, step, item, key, rejected=rejected)


def _answer(run_id: str, step: Step, item: Any, key: str, *, rejected: bool) -> None:
    text, note = str(st.session_state[f"item-{key}"]), str(st.session_state[f"note-{key}"])
    try:
        edited = item if rejected else from_text(text, item)
    except ValueError as error:
        st.error(plain(f"The item cannot be read back: {error}. Correct it, or reject it.", 500))
        return
    decision: Decision = "rejected" if rejected else "approved" if edited == item else "edited"
    playground().answer(run_id, visitor(), step.id, Approval(decision, edited, note))


def as_text(item: Any) -> str:
    """The item as a person can edit it: a text as it is, anything else as JSON."""
    return item if isinstance(item, str) else json.dumps(as_json(item), ensure_ascii=False, indent=2)


def from_text(text: str, item: Any) -> Any:
    """What a person made of the item, with the item's own type. Raises ValueError when it does not fit."""
    if isinstance(item, str) or text == as_text(item):
        return text if isinstance(item, str) else item
    try:
        return TypeAdapter(type(item)).validate_json(text)
    except ValidationError as error:
        raise ValueError(error.errors(include_url=False)[0]["msg"]) from error
