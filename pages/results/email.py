"""An e-mail as an e-mail, and what became of each task."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, records
from pages.results.rows import table
from pages.ui import TEXT_LIMIT, escape_html


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    letter(data["email"], subject=str(data.get("subject") or ""))
    tasks = records(data.get("tasks"))
    if tasks:
        st.caption("What became of each wish")
        table(tasks, f"{key}-tasks", "tasks.csv")


def letter(text: str, *, subject: str = "") -> None:
    """The lines of an e-mail as they were written, in a frame; nothing in it takes effect."""
    with st.container(border=True):
        head = f"<p><strong>{escape_html(subject)}</strong></p>" if subject else ""
        st.html(f'{head}<div style="white-space: pre-wrap">{escape_html(text[:TEXT_LIMIT])}</div>')


FORM = Form(draw, {"email": str})
