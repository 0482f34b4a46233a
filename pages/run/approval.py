"""Steps that wait for a person: what each is about, its item as fields to edit, and approve, edit or reject."""

import json
from typing import Any

import streamlit as st
from pydantic import BaseModel

from core.errors import InputError
from core.text import as_json, readable, seconds, visible
from core.trace import Step, Trace
from core.workflow import Approval, Decision, edited
from pages.run.timeline import step_label
from pages.session import playground, visitor
from pages.ui import TEXT_LIMIT, plain, show_text

LONG_TEXT = 80
MOST_OPEN = 20

Texts = dict[str, tuple[str, bool]]


def draw_item_fields(item: Any, key: str) -> None:
    """Draw the fields; their keys begin with `key`."""
    texts, listed = text_fields(item), list_of_texts(item)
    if texts is not None:
        _draw_texts(texts, key)
    elif listed is not None:
        for place, member in enumerate(listed[1]):
            with st.expander(plain(" · ".join(text for text, _ in member.values()), 100), expanded=place == 0):
                st.checkbox("Keep it", value=True, key=f"{key}-{place}-keep")
                _draw_texts(member, f"{key}-{place}")
    else:
        if not isinstance(item, str):
            show_text(readable(item), key=f"shown-{key}")
        _field("Item" if isinstance(item, str) else "Edit it as JSON, if you like", item_as_text(item), key)


def left_in(item: Any, key: str) -> Any:
    """What the person left in the fields, with the item's own type. Raises InputError when it does not fit."""
    texts, listed = text_fields(item), list_of_texts(item)
    if texts is not None:
        found: Any = _left_texts(texts, key)
        return item if found == {name: text for name, (text, _) in texts.items()} else edited(item, json.dumps(found))
    if listed is not None:
        name, members = listed
        kept = [place for place in range(len(members)) if st.session_state[f"{key}-{place}-keep"]]
        found = {name: [_left_texts(members[place], f"{key}-{place}") for place in kept]}
        return item if found == as_json(item) else edited(item, json.dumps(found))
    return from_text(_left(key, item_as_text(item)), item)


def text_fields(item: Any) -> Texts | None:
    """The texts of an object that has nothing else, and whether each is fixed; None for anything else."""
    if not isinstance(item, BaseModel):
        return None
    values = {name: getattr(item, name) for name in type(item).model_fields}
    if not values or not all(isinstance(value, str) for value in values.values()):
        return None
    return {name: (value, bool(type(item).model_fields[name].frozen)) for name, value in values.items()}


def list_of_texts(item: Any) -> tuple[str, list[Texts]] | None:
    """The one field of an object that is a short list of objects of texts, with their texts; None for anything else."""
    if not isinstance(item, BaseModel) or len(type(item).model_fields) != 1:
        return None
    (name,) = type(item).model_fields
    members = getattr(item, name)
    if not isinstance(members, list) or not 1 <= len(members) <= MOST_OPEN:
        return None
    texts = [fields for fields in map(text_fields, members) if fields is not None]
    return (name, texts) if len(texts) == len(members) else None


def item_as_text(item: Any) -> str:
    """The item as a person can edit it: a text as it is, anything else as JSON."""
    return item if isinstance(item, str) else json.dumps(as_json(item), ensure_ascii=False, indent=2)


def from_text(text: str, item: Any) -> Any:
    """What a person made of the item, with the item's own type. Raises InputError when it does not fit."""
    return item if text == item_as_text(item) else edited(item, text)


def _draw_texts(texts: Texts, key: str) -> None:
    for name, (text, fixed) in texts.items():
        _field(name.replace("_", " ").capitalize(), text, f"{key}-{name}", fixed=fixed)


def _left_texts(texts: Texts, key: str) -> dict[str, str]:
    return {name: text if fixed else _left(f"{key}-{name}", text) for name, (text, fixed) in texts.items()}


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


MOST_AT_ONCE = 5


def show_questions(run_id: str, trace: Trace, now: float) -> None:
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
        st.markdown(f"**{plain(asked or f'{step_label(step)} waits for you.', 300)}**")
        draw_item_fields(item, f"item-{key}")
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
        wanted = item if rejected else left_in(item, f"item-{key}")
    except InputError as error:
        st.session_state[f"refused-{key}"] = f"{error} Correct it, or reject it."
        return
    st.session_state.pop(f"refused-{key}", None)
    decision: Decision = "rejected" if rejected else "approved" if wanted == item else "edited"
    _settle(run_id, step, Approval(decision, wanted, note))


def _settle(run_id: str, step: Step, approval: Approval[Any]) -> None:
    playground().answer(run_id, visitor(), step.id, approval)
