"""The request: what the workflow is to work on, typed or taken from an example."""

import streamlit as st

from core.workflow import Workflow
from pages.views import drafts
from pages.views.form_fields import held, held_choice, sent_too_early

HEIGHT = 96  # pixels: three lines
OWN = "Your own text"


def show(workflow: Workflow) -> None:
    """Draw the choice of an example and the text."""
    mine = drafts.draft(workflow)
    examples = {one.title: one for one in workflow.examples}
    chosen = mine["example"]
    if chosen in examples and mine["request"] != examples[chosen].text:
        chosen = None
    titles = [*examples, OWN]
    st.selectbox(
        "Example",
        titles,
        key="example",
        on_change=_choose,
        args=(workflow,),
        help="A sample request, with the values it needs. Write over it as you like.",
        **held_choice("example", chosen if chosen in examples else OWN, titles),
    )
    st.text_area(
        "Request",
        key="request",
        height=HEIGHT,
        placeholder="What should the workflow work on?",
        on_change=_write,
        args=(workflow,),
        help="The text the workflow works on.",
        **held("request", mine["request"]),
    )


def _choose(workflow: Workflow) -> None:
    if sent_too_early("example"):
        return
    title = st.session_state["example"]
    found = next((one for one in workflow.examples if one.title == title), None)
    if found is None:
        drafts.put_request(workflow, "")
    else:
        drafts.choose(workflow, found)


def _write(workflow: Workflow) -> None:
    if not sent_too_early("request"):
        drafts.put_request(workflow, st.session_state["request"] or "")
