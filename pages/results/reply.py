"""A reply with how the request was sorted: badges, the text, and for calendars what was entered."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results import event, fields
from pages.results.form import Form
from pages.ui import plain, show_markdown

COLOURS = {"high": "red", "medium": "orange", "low": "gray"}
BADGES = ("category", "urgency")
TEXTS = ("reply", "message", "text")
DONE = ("success", "calendar_link", "new_event", "changed_event", "answered_by", *BADGES, *TEXTS)


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    with st.container(horizontal=True):
        for name in BADGES:
            if value := data.get(name):
                _badge(f"{name}: {value}".replace("_", " "), COLOURS.get(str(value), "blue"))
        if "success" in data:
            _badge("done" if data["success"] else "not done", "green" if data["success"] else "red")
    text = next((str(data[name]) for name in TEXTS if data.get(name)), "")
    show_markdown(text, key=f"{key}-text")
    if isinstance(data.get("new_event"), dict):
        event.card(data["new_event"], key)
    if isinstance(data.get("changed_event"), dict):
        fields.draw(data["changed_event"], f"{key}-change", workflow)
    event.link(data.get("calendar_link"))
    rest = {name: value for name, value in data.items() if name not in DONE and value not in (None, [])}
    fields.draw(rest, f"{key}-rest", workflow)


def _badge(text: str, colour: Any) -> None:
    st.badge(plain(text), color=colour)


FORM = Form(draw, {})
