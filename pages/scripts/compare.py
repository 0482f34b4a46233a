"""The timing lab: the same work in several modes, measured in turns and shown side by side."""

import streamlit as st

from core.lab import LabSession
from pages.compare import (
    apply_request,
    ask_what_if,
    comparison_buttons,
    comparison_in_link,
    comparison_notices,
    show_comparison_downloads,
    show_comparison_table,
    show_more_setup,
    show_no_comparison,
    show_prediction,
    show_progress,
    show_setup,
    show_speed_up_chart,
    show_timelines,
    workflow_in_link,
)
from pages.ui import apply_style, plain

EXPLAINED = (
    "The same work one after the other and at once, measured in turns on the same model. Nothing is estimated; what is "
    "predicted says so."
)


def _results(session: LabSession) -> None:
    comparison = session.comparison
    if not session.runs:
        return
    if not any(run.usable for run in session.runs):
        show_comparison_table(comparison)
        return
    drawn = show_timelines(comparison)
    show_comparison_table(comparison)
    curve, question = st.columns(2, gap="medium")
    with question:
        asked = ask_what_if(session)
    with curve:
        show_speed_up_chart(comparison, asked)
    show_prediction(comparison, asked)
    show_comparison_downloads(session, drawn)


def draw_compare_page() -> None:
    apply_style()
    session = comparison_in_link()
    workflow = workflow_in_link(session)
    notices = st.container()
    left, right = st.columns([0.34, 0.66], gap="medium")
    with left:
        choice = show_setup(workflow, session)
        buttons = st.container()
        show_more_setup(workflow)
    refused = apply_request(workflow, choice)
    session = comparison_in_link()
    with buttons:
        comparison_buttons(session, refused, ready=not choice.problem)
    for notice in comparison_notices():
        notices.warning(plain(notice, 500), icon=":material/link_off:")
    with right:
        st.title("Compare", anchor=False)
        st.markdown(EXPLAINED)
        if session is None:
            show_no_comparison()
        else:
            show_progress(session)
            _results(session)


draw_compare_page()
