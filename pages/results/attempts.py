"""The text that was reached, and what the check found in each attempt."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, records, texts
from pages.ui import plain, show_markdown, show_text


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    accepted = bool(data.get("accepted"))
    st.badge("keeps all rules" if accepted else "best attempt, breaks rules", color="green" if accepted else "orange")
    show_markdown(data["text"], key=f"{key}-text")
    for number, attempt in enumerate(records(data["attempts"]), 1):
        problems = texts(attempt.get("problems"))
        found = "no problem" if not problems else f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}"
        with st.expander(f"Attempt {number}: {found}"):
            for problem in problems:
                st.markdown(f"- {plain(problem)}")
            show_text(str(attempt.get("text", "")), key=f"{key}-{number}")


FORM = Form(draw, {"text": str, "attempts": list})
