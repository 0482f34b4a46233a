"""The page of one workflow, named by `?workflow=<id>`: what goes in on the left, what happens on the right."""

import streamlit as st

from core.workflow import Workflow
from pages.form import RUN_ANCHOR, apply_action, link_notices, show_run_form, show_run_settings, shown_run, take_link
from pages.gallery import let_it_appear, sentence
from pages.history import show_history_notice, show_marks, show_share
from pages.run import RESULT, show_inspector, show_origin, show_outcome, show_rerun_actions, show_run, show_site
from pages.session import Shown
from pages.take_home import show_source_code, show_take_home
from pages.ui import apply_style, element, plain, show


def _idea(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(workflow.title, anchor=False, width="content")
        st.badge(workflow.pattern, color="gray")
        show_share(workflow, run_id, shown)
    used = element("span", workflow.use_when, cls="pw-soft")
    show(element("div", sentence(workflow.idea), " ", used, cls="pw-idea", id=RUN_ANCHOR))


def draw_workflow_page() -> None:
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
    let_it_appear()
    with left:
        show_run_settings(workflow, live=mine_is_live)
    with right:
        show_history_notice()
        with st.container():  # empty or not, what stands below keeps its place
            for notice in link_notices():
                st.warning(plain(notice, 500), icon=":material/link_off:")
        show_marks(workflow, run_id, shown)
        show_origin(workflow, shown)
        show_run(workflow, run_id, shown)
        st.subheader("Result", anchor=RESULT)
        with st.container(key="result"):
            show_outcome(workflow, shown)
        show_rerun_actions(workflow, run_id, shown)
        if workflow.view == "website":
            show_site(live=shown is not None and shown.live)
        if shown is not None:
            st.subheader("Inspector", anchor=False)
            show_inspector(run_id, shown.trace)
    show_source_code(workflow)
    show_take_home(workflow, run_id, shown)


draw_workflow_page()
