"""Code, its score in each round as a chart, the tests it passed, and the feedback it got."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.charts import show_scores
from pages.results.form import Form, records
from pages.ui import plain, show_text


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    accepted = bool(data.get("accepted"))
    st.badge("accepted" if accepted else "best of all rounds, not accepted", color="green" if accepted else "orange")
    show_text(data["code"], key=f"{key}-code", language="python")
    rounds = records(data["rounds"])
    scores = [one["score"] for one in rounds if isinstance(one.get("score"), int | float)]
    if scores:
        show_scores(scores, top=10, each="round", name="Score")
    for number, one in enumerate(rounds, 1):
        _round(number, one, f"{key}-{number}")


def _round(number: int, one: dict[str, Any], key: str) -> None:
    tests = f"{one.get('passed')} of {one.get('checks')} tests passed" if one.get("checks") else "no known tests"
    label = f"Round {number}: score {one.get('score')}, {tests}"
    with st.expander(plain(label)):
        show_text(str(one.get("feedback", "")), key=f"{key}-feedback")
        show_text(str(one.get("code", "")), key=f"{key}-code", language="python")


FORM = Form(draw, {"code": str, "rounds": list})
