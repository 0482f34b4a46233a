"""The page of one workflow, named by `?workflow=<id>`: what goes in on the left, what happens on the right."""

import streamlit as st

from core.workflow import Workflow
from pages.form import RUN_ANCHOR, apply_action, link_notices, show_run_form, show_run_settings, shown_run, take_link
from pages.gallery import first_drawing, sentence
from pages.history import marks as history_marks
from pages.history import notice as history_notice
from pages.history import share as history_share
from pages.run import RESULT, inspector, live, outcome, rerun, site
from pages.session import Shown
from pages.take_home import source_code, take_home
from pages.ui import apply_style, element, plain, show


def _idea(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(workflow.title, anchor=False, width="content")
        st.badge(workflow.pattern, color="gray")
        history_share.show(workflow, run_id, shown)
    used = element("span", workflow.use_when, cls="pw-soft")
    show(element("div", sentence(workflow.idea), " ", used, cls="pw-idea", id=RUN_ANCHOR))


def main() -> None:
    apply_style()
    workflow = take_link()
    refused = apply_action(workflow)
    run_id, shown = shown_run(workflow)
    left, right = st.columns([0.36, 0.64], gap="medium")
    mine_is_live = shown is not None and shown.live and shown.mine
    with left:
        in_line = shown is not None and shown.place is not None
        show_run_form(workflow, refused=refused, live=mine_is_live, in_line=in_line)
    with right:
        _idea(workflow, run_id, shown)
    first_drawing.let_it_appear()
    with left:
        show_run_settings(workflow, live=mine_is_live)
    with right:
        history_notice.show()
        with st.container():  # empty or not, what stands below keeps its place
            for notice in link_notices():
                st.warning(plain(notice, 500), icon=":material/link_off:")
        history_marks.show_marks(workflow, run_id, shown)
        rerun.show_origin(workflow, shown)
        live.show_run(workflow, run_id, shown)
        st.subheader("Result", anchor=RESULT)
        with st.container(key="result"):
            outcome.show_outcome(workflow, shown)
        rerun.show_actions(workflow, run_id, shown)
        if workflow.view == "website":
            site.show(live=shown is not None and shown.live)
        if shown is not None:
            st.subheader("Inspector", anchor=False)
            inspector.show_inspector(run_id, shown.trace)
    source_code.show(workflow)
    take_home.show(workflow, run_id, shown)


main()
