"""A FAQ with its sources: each opens its document, with the supporting sentence marked; and what the audit found."""

from typing import Any

import streamlit as st

from core.samples.bundled import documents
from core.workflow import Workflow
from pages.results.form import Form, records, texts
from pages.results.marked import show_marked
from pages.ui import plain, show_markdown

OTHER = {"faq-single": ("faq-chain", "a small call each"), "faq-chain": ("faq-single", "one big prompt")}


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    entries = records(data["entries"])
    _audit_line(entries, workflow)
    for number, entry in enumerate(entries, 1):
        _entry(number, entry, f"{key}-{number}")


def _audit_line(entries: list[dict[str, Any]], workflow: Workflow | None) -> None:
    missed = sum(len(texts(entry.get("uncited"))) for entry in entries)
    unknown = sum(len(texts(entry.get("unknown"))) for entry in entries)
    cited = sum(len(texts(entry.get("sources"))) for entry in entries)
    line = (
        f"Source audit: {len(entries)} answers cite {cited} sources, "
        f"{missed} missed {'citation' if missed == 1 else 'citations'}, "
        f"{unknown} unknown {'title' if unknown == 1 else 'titles'}."
    )
    if workflow is not None and workflow.id in OTHER:
        other, how = OTHER[workflow.id]
        line += f" Run {other} ({how}) on the same request and compare this line."
    (st.warning if missed or unknown else st.success)(line)


def _entry(number: int, entry: dict[str, Any], key: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{number}\\. {plain(str(entry.get('question', '')))}**")
        show_markdown(str(entry.get("answer", "")), key=f"{key}-answer")
        sentences = {str(one.get("title")): str(one.get("sentence", "")) for one in records(entry.get("supports"))}
        unknown, uncited = texts(entry.get("unknown")), texts(entry.get("uncited"))
        for title in texts(entry.get("sources")):
            if title not in unknown:
                _source(title, sentences.get(title, ""))
        for title in uncited:
            st.badge("missed citation", color="orange", icon=":material/link_off:")
            _source(title, sentences.get(title, ""))
        for title in unknown:
            st.badge(f"unknown title: {plain(title)}", color="red", icon=":material/error:")


def _source(title: str, sentence: str) -> None:
    text = next((one.text for one in documents() if one.title == title), None)
    if text is None:
        st.caption(f"{plain(title)} (this document is not part of the playground any more)")
        return
    with st.expander(plain(title), icon=":material/description:"):
        show_marked(text, sentence)
        if not sentence:
            st.caption("No sentence of this document is close to the answer's wording.")


FORM = Form(draw, {"entries": list})
