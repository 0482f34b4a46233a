"""The request: what the workflow is to work on, one's own text or an example's."""

from functools import partial

import streamlit as st

from core.workflow import Workflow
from pages.form import drafts
from pages.ui import select_default, widget_default

HEIGHT = 96  # pixels: three lines
OWN = "Your own text"
CHOSEN = "example-chosen"
REPLACED = "This took the place of an earlier text of your own. “Undo” and “Versions” have it."


def show(workflow: Workflow, keys: str = "") -> None:
    """Draw the choice of an example and the text; their keys begin with `keys`."""
    st.session_state.pop(CHOSEN, None)
    shown = drafts.shown_example(workflow)
    titles = [*(one.title for one in workflow.examples), OWN]
    st.selectbox(
        "Example",
        titles,
        help="A sample request, with the values it needs. Written over, it becomes your own text, kept beside them.",
        **select_default(f"{keys}example", shown.title if shown else OWN, partial(_choose, workflow), titles),
    )
    st.text_area(
        "Request",
        height=HEIGHT,
        placeholder="What should the workflow work on?",
        help="The text the workflow works on.",
        **widget_default(f"{keys}request", drafts.draft(workflow)["request"], partial(_write, workflow)),
    )


def _choose(workflow: Workflow, title: str) -> None:
    example = next((one for one in workflow.examples if one.title == title), None)
    st.session_state[CHOSEN] = True
    if example is None:
        drafts.choose_own(workflow)
    else:
        drafts.choose(workflow, example)


def _write(workflow: Workflow, text: str | None) -> None:
    """Take what was written; where an example was chosen in the same message, it was written before that."""
    if st.session_state.get(CHOSEN) and drafts.shown_example(workflow) is not None:
        drafts.put_aside(workflow, text or "")
    elif drafts.put_request(workflow, text or ""):
        st.toast(REPLACED, icon=":material/history:")  # over the page: nothing that is about to be clicked moves
