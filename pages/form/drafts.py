"""What a person has put into the form of a workflow: the request, and the fields and options that differ from default.

One's own text is a draft beside the examples: while an example is looked at it waits under `own`. The values that an
example brings along lie over one's own under `taken`, and go with it.

The truth stands in session state under the workflow's id, apart from the widgets, whose values Streamlit drops when
their page is left. Each change is also kept on the server for this visitor, so that a reload finds it.
"""

import copy
from typing import Any, Literal

import streamlit as st

from core.text import clean
from core.workflow import Example, Workflow
from pages.form import prompt_versions
from pages.session import Draft, playground, visitor

Section = Literal["params", "options", "models"]


def draft(workflow: Workflow) -> Draft:
    """The draft of this session; the visitor's last one, or a new one, at first."""
    key = f"draft-{workflow.id}"
    if key not in st.session_state:
        kept = playground().drafts.find(visitor(), workflow.id)
        st.session_state[key] = {"own": None, "taken": {}, **kept} if kept else new_draft(workflow)
    found: Draft = st.session_state[key]
    return found


def new_draft(workflow: Workflow) -> Draft:
    """The first example, with what it needs."""
    example = workflow.examples[0]
    return {
        "request": example.text,
        "example": example.title,
        "own": None,
        "taken": dict(example.params),
        "params": {},
        "options": {},
        "models": {},
        "undo": None,
    }


def shown_example(workflow: Workflow) -> Example | None:
    """The example that stands in the form as it is; None where the text is one's own."""
    mine = draft(workflow)
    shown = (one for one in workflow.examples if one.title == mine["example"] and one.text == mine["request"])
    return next(shown, None)


def values(workflow: Workflow) -> dict[str, Any]:
    """The fields that differ from default, whether edited or taken from the example."""
    mine = draft(workflow)
    return {**mine["params"], **mine["taken"]}


def keep(workflow: Workflow) -> None:
    """Remember the draft beyond this session, unless it is too long."""
    kept = playground().drafts.keep(visitor(), workflow.id, draft(workflow))
    st.session_state[f"draft-too-long-{workflow.id}"] = not kept


def too_long(workflow: Workflow) -> bool:
    """Whether the draft is in this session alone."""
    return bool(st.session_state.get(f"draft-too-long-{workflow.id}"))


def put(workflow: Workflow, section: Section, name: str, value: Any, default: Any) -> None:
    """Set one field; the default itself is not an edit."""
    mine = draft(workflow)
    if section == "params":
        mine["taken"].pop(name, None)
    edits = mine[section]
    if value == default and type(value) is type(default):
        edits.pop(name, None)
    else:
        edits[name] = clean(value) if isinstance(value, str) else value
    keep(workflow)
    if section == "params":
        prompt_versions.keep(workflow, name, value)


def put_request(workflow: Workflow, text: str) -> bool:
    """Set the request: written over an example it is one's own text from then on.

    True if that took the place of an earlier own text, which `undo` brings back.
    """
    mine, text = draft(workflow), clean(text)
    shown = shown_example(workflow)
    replaced = shown is not None and text != shown.text and bool(mine["own"])
    if replaced:
        remember(workflow)
    if shown is not None and text != shown.text:
        mine["own"], mine["taken"] = None, {}
    mine["request"] = text
    keep(workflow)
    prompt_versions.keep(workflow, prompt_versions.REQUEST, text)
    return replaced


def put_aside(workflow: Workflow, text: str) -> None:
    """Set one's own text while an example is looked at."""
    mine = draft(workflow)
    mine["own"] = clean(text)
    keep(workflow)
    prompt_versions.keep(workflow, prompt_versions.REQUEST, mine["own"])


def choose(workflow: Workflow, example: Example) -> None:
    """Look at an example: its request, and the values it needs to show what it shows."""
    mine = draft(workflow)
    remember(workflow)
    if shown_example(workflow) is None:
        mine["own"] = mine["request"]
    mine["request"], mine["example"], mine["taken"] = example.text, example.title, dict(example.params)
    keep(workflow)


def choose_own(workflow: Workflow) -> None:
    """Go back to one's own text, empty at first, and to one's own values."""
    mine = draft(workflow)
    if shown_example(workflow) is None:
        return
    remember(workflow)
    mine["request"], mine["own"] = mine["own"] or "", None
    mine["example"], mine["taken"] = None, {}
    keep(workflow)


def restore(workflow: Workflow, name: str | None = None) -> None:
    """Give one field, or all of them, their defaults back. It can be undone."""
    mine = draft(workflow)
    remember(workflow)
    if name is None:
        mine["params"], mine["options"], mine["models"], mine["taken"] = {}, {}, {}, {}
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
