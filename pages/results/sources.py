"""Answers with their sources: each opens its document, with the supporting sentence marked."""

from typing import Any

import streamlit as st

from core.samples.bundled import documents
from core.workflow import Workflow
from pages.results.form import Form, records, text_items
from pages.ui import escape_html, plain, show_markdown


def show_marked(text: str, sentence: str = "") -> None:
    """Draw the text; the first place where `sentence` stands is marked."""
    place = text.find(sentence) if sentence else -1
    if place < 0:
        body = escape_html(text)
    else:
        end = place + len(sentence)
        marked = f"<mark>{escape_html(sentence)}</mark>"
        body = escape_html(text[:place]) + marked + escape_html(text[end:])
    st.html(f'<div style="white-space: pre-wrap">{body}</div>')


def draw_cited(data: Any, key: str, workflow: Workflow | None) -> None:
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
    words = set(answer.lower().split())
    sentences = [f"{sentence}." for sentence in text.rstrip(".").split(". ")]
    best = max(sentences, key=lambda sentence: len(words & set(sentence.lower().split())) / (len(sentence.split()) + 3))
    return best if best in text else ""


CITED = Form(draw_cited, {"answer": str})


OTHER = {"faq-single": ("faq-chain", "a small call each"), "faq-chain": ("faq-single", "one big prompt")}


def draw_faq(data: Any, key: str, workflow: Workflow | None) -> None:
    entries = records(data["entries"])
    _audit_line(entries, workflow)
    for number, entry in enumerate(entries, 1):
        _entry(number, entry, f"{key}-{number}")


def _audit_line(entries: list[dict[str, Any]], workflow: Workflow | None) -> None:
    missed = sum(len(text_items(entry.get("uncited"))) for entry in entries)
    unknown = sum(len(text_items(entry.get("unknown"))) for entry in entries)
    cited = sum(len(text_items(entry.get("sources"))) for entry in entries)
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
        sentences = {
            str(support.get("title")): str(support.get("sentence", "")) for support in records(entry.get("supports"))
        }
        unknown, uncited = text_items(entry.get("unknown")), text_items(entry.get("uncited"))
        for title in text_items(entry.get("sources")):
            if title not in unknown:
                _source(title, sentences.get(title, ""))
        for title in uncited:
            st.badge("missed citation", color="orange", icon=":material/link_off:")
            _source(title, sentences.get(title, ""))
        for title in unknown:
            st.badge(f"unknown title: {plain(title)}", color="red", icon=":material/error:")


def _source(title: str, sentence: str) -> None:
    text = next((document.text for document in documents() if document.title == title), None)
    if text is None:
        st.caption(f"{plain(title)} (this document is not part of the playground any more)")
        return
    with st.expander(plain(title), icon=":material/description:"):
        show_marked(text, sentence)
        if not sentence:
            st.caption("No sentence of this document is close to the answer's wording.")


FAQ = Form(draw_faq, {"entries": list})
