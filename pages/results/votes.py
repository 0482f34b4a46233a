"""The answer most samples gave, how many agreed, and all votes as bars."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.charts import show_counts
from pages.results.form import Form
from pages.ui import plain, show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["answer"], key=f"{key}-answer")
    votes = {str(name): count for name, count in data["votes"].items() if isinstance(count, int)}
    agreement = data.get("agreement")
    if isinstance(agreement, int | float):
        st.caption(f"{agreement:.0%} of {sum(votes.values())} votes agree.")
    if votes:
        show_counts(votes, name="Votes")
    if reason := data.get("reason"):
        st.caption(f"The judge: {plain(str(reason), 500)}")


FORM = Form(draw, {"answer": str, "votes": dict})
