"""The timing lab: the same work in several modes, measured in turns and shown side by side."""

import streamlit as st

from pages.compare import chart as chart
from pages.compare import comparison as desk
from pages.compare import downloads as downloads
from pages.compare import live as live
from pages.compare import setup as setup
from pages.compare import table as table
from pages.compare import timelines as timelines
from pages.compare import what_if as what_if
from pages.ui import apply_style, plain

EXPLAINED = (
    "The same work one after the other and at once, measured in turns on the same model. Nothing is estimated; what is "
    "predicted says so."
)


def _results(session: desk.Session) -> None:
    comparison = session.comparison
    if not session.runs:
        return
    if not any(run.usable for run in session.runs):
        table.show(comparison)
        return
    drawn = timelines.show(comparison)
    table.show(comparison)
    curve, question = st.columns(2, gap="medium")
    with question:
        asked = what_if.show(session)
    with curve:
        chart.show(comparison, asked)
    what_if.show_prediction(comparison, asked)
    downloads.show(session, drawn)


def main() -> None:
    apply_style()
    session = desk.in_link()
    workflow = desk.workflow_in_link(session)
    notices = st.container()
    left, right = st.columns([0.34, 0.66], gap="medium")
    with left:
        choice = setup.show(workflow, session)
        buttons = st.container()
        setup.show_rest(workflow)
    refused = desk.obey(workflow, choice)
    session = desk.in_link()
    with buttons:
        live.buttons(session, refused, ready=not choice.problem)
    for notice in desk.notices():
        notices.warning(plain(notice, 500), icon=":material/link_off:")
    with right:
        st.title("Compare", anchor=False)
        st.markdown(EXPLAINED)
        if session is None:
            live.show_empty()
        else:
            live.show_progress(session)
            _results(session)


main()
