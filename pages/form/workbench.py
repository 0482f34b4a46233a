"""The workflow page's left side: which workflow, on what, how, and the buttons that start and stop it."""

import streamlit as st

from core.workflow import Workflow
from core.workflows import find_workflow, find_workflows
from pages.form import drafts, estimated, links, options_form, params_form, request_form, runs
from pages.session import LONGEST_DRAFT
from pages.ui import element, listening, plain, select_default, show

TOO_LONG = (
    f"The texts of this form have more than {LONGEST_DRAFT:,} characters together. They can be run, but a reload of "
    "this page would bring back what stood here before. Shorten one."
)
RUN = "run"  # the anchor of what stands above the run


def show_first(workflow: Workflow, *, refused: str, live: bool, in_line: bool = False) -> None:
    """Draw what starts a run; `refused` says why the one that was asked for did not start.

    A run that is `in_line` is live, but has not begun.
    """
    with listening("form"):
        _choose_workflow(workflow)
        request_form.show(workflow)
        options_form.show_first(workflow)
    _buttons(refused, live=live, in_line=in_line)
    with st.container():
        if drafts.too_long(workflow):
            st.warning(TOO_LONG, icon=":material/draft:")


def show_rest(workflow: Workflow, *, live: bool) -> None:
    """Draw what comes below."""
    show(element("div", element("a", "See the run ↓", href=f"#{RUN}"), cls="pw-narrow"))
    with st.container(key="estimate"):  # there or not, what stands below keeps its place and is not drawn anew
        if live:
            st.caption("Stop ends the run and keeps what it has.")
        else:
            estimated.show(workflow)
    with listening("values"):
        params_form.show(workflow)
        options_form.show_rest(workflow)


def _choose_workflow(workflow: Workflow) -> None:
    every = list(find_workflows())
    st.selectbox("Workflow", every, format_func=_title, **select_default("workflow", workflow.id, links.go_to, every))


def _title(workflow_id: str) -> str:
    found = find_workflow(workflow_id)
    return f"{found.title} · {found.pattern}"


def _buttons(refused: str, *, live: bool, in_line: bool) -> None:
    going_on = "Waiting" if in_line else "Running"
    with st.container(horizontal=True, gap="small"):
        st.button(
            going_on if live else "Run",
            key="run",
            type="primary",
            icon=":material/hourglass_top:" if live else ":material/play_arrow:",
            shortcut="Ctrl+Enter",
            width="stretch",
            disabled=live,
            on_click=runs.ask,
            args=("run",),
        )
        st.button(
            "Stop",
            key="stop",
            icon=":material/stop:",
            disabled=not live,
            on_click=runs.ask,
            args=("stop",),
        )
    with st.container():
        if refused:
            st.error(plain(refused, 1000), icon=":material/error:")
