"""Steps that wait for a person: what each is about, and approve, edit or reject, one by one or all at once."""

from typing import Any

import streamlit as st

from core.errors import InputError
from core.text import seconds
from core.trace import Step, Trace
from core.workflow import Approval, Decision
from pages.run import approval_fields
from pages.run.timeline import name_of
from pages.session import playground, visitor
from pages.ui import plain

MOST_AT_ONCE = 5


def show(run_id: str, trace: Trace, now: float) -> None:
    """Draw a form for each step that waits, the first few of them; `now` is in seconds since the run began."""
    waiting = [step for step in trace.steps.values() if step.status == "waiting"]
    if len(waiting) > 1:
        _all_at_once(run_id, waiting)
    for step in waiting[:MOST_AT_ONCE]:
        _one(run_id, step, now)
    if len(waiting) > MOST_AT_ONCE:
        st.caption(f"{len(waiting) - MOST_AT_ONCE} more are waiting.")


def _all_at_once(run_id: str, waiting: list[Step]) -> None:
    with st.form(f"approval-{run_id}-all"):
        st.markdown(f"**{len(waiting)} are waiting for you.** All at once, as they were written:")
        note = st.text_input("Note for all", key=f"note-{run_id}-all", help="Why, if you reject them.")
        with st.container(horizontal=True):
            approved = st.form_submit_button(f"Approve all {len(waiting)}", key=f"approve-{run_id}-all")
            rejected = st.form_submit_button(f"Reject all {len(waiting)}", key=f"reject-{run_id}-all")
    if approved or rejected:
        for step in waiting:
            item = step.input.get("item")
            _settle(run_id, step, Approval("rejected", item, note) if rejected else Approval("approved", item))


def _one(run_id: str, step: Step, now: float) -> None:
    item, key = step.input.get("item"), f"{run_id}-{step.id}"
    with st.form(f"approval-{key}"):
        asked = step.asked.note if step.asked else ""
        st.markdown(f"**{plain(asked or f'{name_of(step)} waits for you.', 300)}**")
        approval_fields.draw(item, f"item-{key}")
        st.text_input("Note", key=f"note-{key}", help="Why, if you reject it.")
        with st.container(horizontal=True):
            approved = st.form_submit_button("Approve", type="primary", key=f"approve-{key}")
            rejected = st.form_submit_button("Reject", key=f"reject-{key}")
        st.caption(remaining(step, now))
    if approved or rejected:
        _answer(run_id, step, key, rejected=rejected)
    with st.container():
        if said := st.session_state.get(f"refused-{key}"):
            st.error(plain(said, 500), icon=":material/error:")


def remaining(step: Step, now: float) -> str:
    """How long the step still waits, in words."""
    if step.asked is None or not step.asked.within_s:
        return ""
    left = max(0.0, step.asked.at + step.asked.within_s - now)
    words = seconds(left) if left < 60 else f"{int(left // 60)} min {int(left % 60):02d} s"
    return f"Without an answer in {words} it goes on as not approved."


def _answer(run_id: str, step: Step, key: str, *, rejected: bool) -> None:
    item, note = step.input.get("item"), str(st.session_state[f"note-{key}"])
    try:
        wanted = item if rejected else approval_fields.left_in(item, f"item-{key}")
    except InputError as error:
        st.session_state[f"refused-{key}"] = f"{error} Correct it, or reject it."
        return
    st.session_state.pop(f"refused-{key}", None)
    decision: Decision = "rejected" if rejected else "approved" if wanted == item else "edited"
    _settle(run_id, step, Approval(decision, wanted, note))


def _settle(run_id: str, step: Step, approval: Approval[Any]) -> None:
    playground().answer(run_id, visitor(), step.id, approval)
