"""Texts as results: articles, posts, and reports with the marks of their reviews and what the workers found."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, draw_fields, records
from pages.results.scores import show_scores
from pages.ui import plain, show_markdown


def draw_article(data: Any, key: str, workflow: Workflow | None) -> None:
    if title := data.get("title"):
        st.subheader(plain(str(title)), anchor=False)
    show_markdown(data["text"], key=f"{key}-text")
    rest = {name: value for name, value in data.items() if name not in ("title", "text")}
    if rest:
        draw_fields(rest, f"{key}-rest", workflow)


ARTICLE = Form(draw_article, {"text": str})


MOST_FINDINGS = 100


def draw_report(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["text"], key=f"{key}-text")
    findings = records(data.get("findings"))
    for number, finding in enumerate(findings[:MOST_FINDINGS], 1):
        with st.expander(plain(f"Finding {number}: {finding.get('title', '')}"), icon=":material/search:"):
            show_markdown(str(finding.get("text", "")), key=f"{key}-finding-{number}")
    if len(findings) > MOST_FINDINGS:
        st.caption(f"… and {len(findings) - MOST_FINDINGS:,} more findings. The inspector has all of them.")


REPORT = Form(draw_report, {"text": str})


def draw_quality(data: Any, key: str, workflow: Workflow | None) -> None:
    accepted = bool(data.get("accepted"))
    st.badge(
        "target reached" if accepted else "best version, below the target", color="green" if accepted else "orange"
    )
    rounds = records(data["rounds"])
    scores = [review["score"] for review in rounds if isinstance(review.get("score"), int | float)]
    if scores:
        show_scores(scores, top=10, each="round", name="Score")
    for number, review in enumerate(rounds, 1):
        with st.expander(plain(f"Round {number}: score {review.get('score')}. {review.get('feedback', '')}", 200)):
            show_markdown(str(review.get("text", "")), key=f"{key}-round-{number}")
    draw_report(data, key, workflow)


QUALITY = Form(draw_quality, {"text": str, "rounds": list})


def draw_post(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["text"], key=f"{key}-text")
    scores = [score for score in data["scores"] if isinstance(score, int | float)]
    if scores:
        reviews = "review" if len(scores) == 1 else "reviews"
        st.caption(f"Cohesion after {len(scores)} {reviews}: {scores[-1]:.2f}")
        show_scores(scores, top=1, each="review", name="Cohesion")


POST = Form(draw_post, {"text": str, "scores": list})
