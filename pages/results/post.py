"""A blog post, and the mark of each review as a chart."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.charts import show_scores
from pages.results.form import Form
from pages.ui import show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["text"], key=f"{key}-text")
    scores = [one for one in data["scores"] if isinstance(one, int | float)]
    if scores:
        reviews = "review" if len(scores) == 1 else "reviews"
        st.caption(f"Cohesion after {len(scores)} {reviews}: {scores[-1]:.2f}")
        show_scores(scores, top=1, each="review", name="Cohesion")


FORM = Form(draw, {"text": str, "scores": list})
