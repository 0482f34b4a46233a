"""A text, with its title if it has one; other fields, such as the tools that were used, stand below."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results import fields
from pages.results.form import Form
from pages.ui import plain, show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    if title := data.get("title"):
        st.subheader(plain(str(title)), anchor=False)
    show_markdown(data["text"], key=f"{key}-text")
    rest = {name: value for name, value in data.items() if name not in ("title", "text")}
    if rest:
        fields.draw(rest, f"{key}-rest", workflow)


FORM = Form(draw, {"text": str})
