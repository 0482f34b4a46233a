"""A report with the marks of its reviews as a chart, every version that was reviewed, and what the workers found."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results import report
from pages.results.charts import show_scores
from pages.results.form import Form, records
from pages.ui import plain, show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    accepted = bool(data.get("accepted"))
    st.badge(
        "target reached" if accepted else "best version, below the target", color="green" if accepted else "orange"
    )
    rounds = records(data["rounds"])
    scores = [one["score"] for one in rounds if isinstance(one.get("score"), int | float)]
    if scores:
        show_scores(scores, top=10, each="round", name="Score")
    for number, one in enumerate(rounds, 1):
        with st.expander(plain(f"Round {number}: score {one.get('score')}. {one.get('feedback', '')}", 200)):
            show_markdown(str(one.get("text", "")), key=f"{key}-round-{number}")
    report.draw(data, key, workflow)


FORM = Form(draw, {"text": str, "rounds": list})
