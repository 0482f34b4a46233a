"""Votes, attempts and rounds as results, with small charts."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.text import shorten, visible
from core.workflow import Workflow
from pages.results.form import Form, records, text_items
from pages.ui import plain, show_markdown, show_text

_Spec = dict[str, Any]


def show_scores(scores: Sequence[float], *, top: float, each: str, name: str) -> None:
    """One point a round, joined by a line; `top` is the highest score there is."""
    st.vega_lite_chart(scores_spec(scores, top=top, each=each, name=name), alt=f"{name} per {each}: {list(scores)}")


def scores_spec(scores: Sequence[float], *, top: float, each: str, name: str) -> _Spec:
    values = [{"round": number, "score": score} for number, score in enumerate(scores, 1)]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "round", "type": "ordinal", "title": each.capitalize(), "axis": {"labelAngle": 0}},
            "y": {"field": "score", "type": "quantitative", "title": name, "scale": {"domain": [0, top]}},
        },
        "height": 160,
    }


def show_counts(counts: dict[str, int], *, name: str) -> None:
    """A bar for each name, longest first."""
    st.vega_lite_chart(counts_spec(counts, name=name), alt=f"{name}: {counts}")


def counts_spec(counts: dict[str, int], *, name: str) -> _Spec:
    values = [{"what": shorten(visible(what), 60), "count": count} for what, count in counts.items()]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "what", "type": "nominal", "title": None, "sort": "-x", "axis": {"labelLimit": 300}},
            "x": {"field": "count", "type": "quantitative", "title": name, "axis": {"tickMinStep": 1}},
        },
    }


def draw_votes(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["answer"], key=f"{key}-answer")
    votes = {str(name): count for name, count in data["votes"].items() if isinstance(count, int)}
    agreement = data.get("agreement")
    if isinstance(agreement, int | float):
        st.caption(f"{agreement:.0%} of {sum(votes.values())} votes agree.")
    if votes:
        show_counts(votes, name="Votes")
    if reason := data.get("reason"):
        st.caption(f"The judge: {plain(str(reason), 500)}")


VOTES = Form(draw_votes, {"answer": str, "votes": dict})


def draw_attempts(data: Any, key: str, workflow: Workflow | None) -> None:
    accepted = bool(data.get("accepted"))
    st.badge("keeps all rules" if accepted else "best attempt, breaks rules", color="green" if accepted else "orange")
    show_markdown(data["text"], key=f"{key}-text")
    for number, attempt in enumerate(records(data["attempts"]), 1):
        problems = text_items(attempt.get("problems"))
        found = "no problem" if not problems else f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}"
        with st.expander(f"Attempt {number}: {found}"):
            for problem in problems:
                st.markdown(f"- {plain(problem)}")
            show_text(str(attempt.get("text", "")), key=f"{key}-{number}")


ATTEMPTS = Form(draw_attempts, {"text": str, "attempts": list})


def draw_code_rounds(data: Any, key: str, workflow: Workflow | None) -> None:
    accepted = bool(data.get("accepted"))
    st.badge("accepted" if accepted else "best of all rounds, not accepted", color="green" if accepted else "orange")
    show_text(data["code"], key=f"{key}-code", language="python")
    rounds = records(data["rounds"])
    scores = [attempt["score"] for attempt in rounds if isinstance(attempt.get("score"), int | float)]
    if scores:
        show_scores(scores, top=10, each="round", name="Score")
    for number, attempt in enumerate(rounds, 1):
        _round(number, attempt, f"{key}-{number}")


def _round(number: int, attempt: dict[str, Any], key: str) -> None:
    tests = (
        f"{attempt.get('passed')} of {attempt.get('checks')} tests passed"
        if attempt.get("checks")
        else "no known tests"
    )
    label = f"Round {number}: score {attempt.get('score')}, {tests}"
    with st.expander(plain(label)):
        show_text(str(attempt.get("feedback", "")), key=f"{key}-feedback")
        show_text(str(attempt.get("code", "")), key=f"{key}-code", language="python")


CODE_ROUNDS = Form(draw_code_rounds, {"code": str, "rounds": list})
