"""What a person has put into the form of a workflow: the request, and the fields and options that differ from default.

The truth stands in session state under the workflow's id, apart from the widgets, whose values Streamlit drops when
their page is left. Each change is also kept on the server for this visitor, so that a reload finds it.
"""

import copy
from typing import Any, Literal

import streamlit as st

from core.text import clean
from core.workflow import Example, Workflow
from pages.views import prompt_versions
from pages.views.kept_drafts import Draft
from pages.views.playground import playground, visitor

Section = Literal["params", "options", "models"]


def draft(workflow: Workflow) -> Draft:
    """The draft of this session; the visitor's last one, or a new one, at first."""
    key = f"draft-{workflow.id}"
    if key not in st.session_state:
        st.session_state[key] = playground().drafts.find(visitor(), workflow.id) or new_draft(workflow)
    found: Draft = st.session_state[key]
    return found


def new_draft(workflow: Workflow) -> Draft:
    """The first example, with what it needs."""
    example = workflow.examples[0]
    return {
        "request": example.text,
        "example": example.title,
        "params": dict(example.params),
        "options": {},
        "models": {},
        "undo": None,
    }


def keep(workflow: Workflow) -> None:
    """Remember the draft beyond this session, unless it is too long."""
    kept = playground().drafts.keep(visitor(), workflow.id, draft(workflow))
    st.session_state[f"draft-too-long-{workflow.id}"] = not kept


def too_long(workflow: Workflow) -> bool:
    """Whether the draft is in this session alone."""
    return bool(st.session_state.get(f"draft-too-long-{workflow.id}"))


def put(workflow: Workflow, section: Section, name: str, value: Any, default: Any) -> None:
    """Set one field; the default itself is not an edit."""
    edits = draft(workflow)[section]
    if value == default and type(value) is type(default):
        edits.pop(name, None)
    else:
        edits[name] = clean(value) if isinstance(value, str) else value
    keep(workflow)
    if section == "params":
        prompt_versions.keep(workflow, name, value)


def put_request(workflow: Workflow, text: str) -> None:
    """Set the request."""
    mine = draft(workflow)
    mine["request"] = clean(text)
    keep(workflow)
    prompt_versions.keep(workflow, prompt_versions.REQUEST, mine["request"])


def choose(workflow: Workflow, example: Example) -> None:
    """Take an example's request, and the values it needs to show what it shows."""
    mine = draft(workflow)
    remember(workflow)
    mine["request"], mine["example"] = example.text, example.title
    mine["params"] |= example.params
    keep(workflow)


def restore(workflow: Workflow, name: str | None = None) -> None:
    """Give one field, or all of them, their defaults back. It can be undone."""
    mine = draft(workflow)
    remember(workflow)
    if name is None:
        mine["params"], mine["options"], mine["models"] = {}, {}, {}
    else:
        mine["params"].pop(name, None)
    keep(workflow)


def remember(workflow: Workflow) -> None:
    """Remember the draft as it is, so that what replaces it can be undone."""
    mine = draft(workflow)
    mine["undo"] = copy.deepcopy({name: value for name, value in mine.items() if name != "undo"})


def undo(workflow: Workflow) -> None:
    """Take back the last replacing or restoring."""
    mine = draft(workflow)
    mine |= mine["undo"] or {}
    mine["undo"] = None
    keep(workflow)
