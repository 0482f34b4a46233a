"""An answer with the entries it cites, each to be opened, with how well it fitted the question."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, records
from pages.results.marked import show_marked
from pages.ui import plain, show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["answer"], key=f"{key}-answer")
    sources = records(data.get("sources"))
    if not sources:
        st.caption("The answer cites no entry.")
    for source in sources:
        score = source.get("score")
        fitted = f" (score {score:.2f})" if isinstance(score, int | float) else ""
        with st.expander(plain(f"{source.get('id', '')} {source.get('title', '')}{fitted}")):
            text = str(source.get("text", ""))
            show_marked(text, _nearest(text, data["answer"]))


def _nearest(text: str, answer: str) -> str:
    """The sentence of the entry that shares most words with the answer."""
    said = set(answer.lower().split())
    sentences = [f"{one}." for one in text.rstrip(".").split(". ")]
    best = max(sentences, key=lambda one: len(said & set(one.lower().split())) / (len(one.split()) + 3))
    return best if best in text else ""


FORM = Form(draw, {"answer": str})
