"""Names and values: the form for records, and for everything that has no form of its own."""

from typing import Any

import streamlit as st

from core.text import readable
from core.workflow import Workflow
from pages.results.form import Form
from pages.ui import plain, show_text

SHORT = 300


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    if not isinstance(data, dict):
        show_text(readable(data), key=key)
        return
    for number, (name, value) in enumerate(data.items()):
        _field(str(name), value, f"{key}-{number}")


def _field(name: str, value: Any, key: str) -> None:
    label = plain(name.replace("_", " ").capitalize())
    said = readable(value)
    if _is_list_of_scalars(value):
        said = ", ".join(str(one) for one in value) or "(none)"
    if len(said) <= SHORT and "\n" not in said:
        st.markdown(f"**{label}:** {plain(said, SHORT)}")
        return
    st.markdown(f"**{label}**")
    show_text(said, key=key)


def _is_list_of_scalars(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)


FORM = Form(draw, {})
