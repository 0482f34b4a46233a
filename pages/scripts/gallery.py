"""The gallery: every workflow on a card, by pattern."""

from itertools import groupby

import streamlit as st

from core.workflow import Pattern
from core.workflows import find_workflows
from pages.gallery import matching_workflows, show_pattern
from pages.ui import apply_style, element, show


def _hero(count: int) -> None:
    st.title("LLM workflow patterns, running in plain Python", anchor=False)
    show(
        element(
            "div",
            element("span", f"{count} workflows to read, change, run and time: watch every call as it happens."),
            element("span", "Simulated model: no key needed", cls="pw-badge pw-completed"),
            cls="pw-hero",
        )
    )


def draw_gallery_page() -> None:
    apply_style()
    every = list(find_workflows().values())
    _hero(len(every))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Find", key="find", placeholder="Find by word or step", label_visibility="collapsed", width=260
        )
        patterns = list(dict.fromkeys(workflow.pattern for workflow in every))
        chosen: Pattern | None = st.pills("Pattern", patterns, key="pattern", label_visibility="collapsed")
    matching = [workflow for workflow in matching_workflows(every, words or "") if chosen in (None, workflow.pattern)]
    if not matching:
        show(element("div", "No workflow has these words. Try fewer, or another pattern.", cls="pw-empty"))
    for pattern, workflows in groupby(matching, key=lambda workflow: workflow.pattern):
        show_pattern(pattern, list(workflows))


draw_gallery_page()
