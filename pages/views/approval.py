"""Steps that wait for a person: what each is about, and approve, edit or reject, one by one or all at once."""

import json
from typing import Any

import streamlit as st
from pydantic import BaseModel

from core.errors import InputError
from core.figures import seconds
from core.json_view import as_json
from core.people import Approval, Decision, edited
from core.readable import readable
from core.step_record import Step
from core.text import visible
from core.trace import Trace
from pages.views.playground import playground, visitor
from pages.views.timeline import name_of
from pages.views.untrusted import TEXT_LIMIT, plain, show_text

MOST_AT_ONCE = 5
LONG_TEXT = 80


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
        _fields(item, key)
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


def _fields(item: Any, key: str) -> None:
    """Widgets in which the item can be edited: a box for a text, one for each text of an object, else JSON."""
    texts = text_fields(item)
    if texts is None:
        if not isinstance(item, str):
            show_text(readable(item), key=f"shown-{key}")
        label = "Item" if isinstance(item, str) else "Edit it as JSON, if you like"
        _field(label, as_text(item), f"item-{key}")
        return
    for name, (text, fixed) in texts.items():
        _field(name.replace("_", " ").capitalize(), text, f"item-{key}-{name}", fixed=fixed)


def _field(label: str, text: str, key: str, *, fixed: bool = False) -> None:
    """A text to be edited, with nothing hidden in it; one that is too long can be read and is left as it is."""
    shown = visible(text)[:TEXT_LIMIT]
    off = fixed or len(text) > TEXT_LIMIT
    if len(text) > LONG_TEXT or "\n" in text:
        st.text_area(label, value=shown, key=key, height=200, disabled=off)
    else:
        st.text_input(label, value=shown, key=key, disabled=off)


def _left(key: str, text: str) -> str:
    """What the person left in the field: the text itself where it was not changed."""
    found = str(st.session_state[key])
    return text if found == visible(text)[:TEXT_LIMIT] else found


def text_fields(item: Any) -> dict[str, tuple[str, bool]] | None:
    """The texts of an object that has nothing else, and whether each is fixed; None for anything else."""
    if not isinstance(item, BaseModel):
        return None
    values = {name: getattr(item, name) for name in type(item).model_fields}
    if not values or not all(isinstance(value, str) for value in values.values()):
        return None
    return {name: (value, bool(type(item).model_fields[name].frozen)) for name, value in values.items()}


def _answer(run_id: str, step: Step, key: str, *, rejected: bool) -> None:
    item, note = step.input.get("item"), str(st.session_state[f"note-{key}"])
    try:
        wanted = item if rejected else _edited(item, key)
    except InputError as error:
        st.session_state[f"refused-{key}"] = f"{error} Correct it, or reject it."
        return
    st.session_state.pop(f"refused-{key}", None)
    decision: Decision = "rejected" if rejected else "approved" if wanted == item else "edited"
    _settle(run_id, step, Approval(decision, wanted, note))


def _edited(item: Any, key: str) -> Any:
    """What the person left in the form, with the item's own type. Raises InputError when it does not fit."""
    texts = text_fields(item)
    if texts is None:
        return from_text(_left(f"item-{key}", as_text(item)), item)
    left = {name: text if fixed else _left(f"item-{key}-{name}", text) for name, (text, fixed) in texts.items()}
    unchanged = all(left[name] == text for name, (text, _) in texts.items())
    return item if unchanged else edited(item, json.dumps(left))


def _settle(run_id: str, step: Step, approval: Approval[Any]) -> None:
    playground().answer(run_id, visitor(), step.id, approval)


def as_text(item: Any) -> str:
    """The item as a person can edit it: a text as it is, anything else as JSON."""
    return item if isinstance(item, str) else json.dumps(as_json(item), ensure_ascii=False, indent=2)


def from_text(text: str, item: Any) -> Any:
    """What a person made of the item, with the item's own type. Raises InputError when it does not fit."""
    return item if text == as_text(item) else edited(item, text)
