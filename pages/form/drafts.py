"""What a person has put into the form of a workflow: the request, and the fields and options that differ from default.

One's own text is a draft beside the examples: while an example is looked at it waits under `own`. The values that an
example brings along lie over one's own under `taken`, and go with it.

The truth stands in session state under the workflow's id, apart from the widgets, whose values Streamlit drops when
their page is left. Each change is also kept on the server for this visitor, so that a reload finds it.
The newest versions of each prompt and request are kept as well, so that overwriting can be undone.
"""

import copy
from typing import Any, Literal

import streamlit as st

from core.text import clean, without_keys
from core.workflow import LARGEST_FILE, Example, KeptFiles, Workflow
from pages.session import Draft, playground, visitor

DraftSection = Literal["params", "options", "models"]
REQUEST = "request"


def form_draft(workflow: Workflow) -> Draft:
    """The draft of this session; the visitor's last one, or a new one, at first."""
    key = f"draft-{workflow.id}"
    if key not in st.session_state:
        kept = playground().drafts.find(visitor(), workflow.id)
        st.session_state[key] = {"own": None, "taken": {}, **kept} if kept else new_draft(workflow)
    draft: Draft = st.session_state[key]
    return draft


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
    mine = form_draft(workflow)
    shown = (mine["example"], mine["request"])
    return next((example for example in workflow.examples if (example.title, example.text) == shown), None)


def edited_values(workflow: Workflow) -> dict[str, Any]:
    """The fields that differ from default, whether edited or taken from the example."""
    mine = form_draft(workflow)
    return {**mine["params"], **mine["taken"]}


def keep_draft(workflow: Workflow) -> None:
    """Remember the draft beyond this session, unless it is too long."""
    kept = playground().drafts.keep(visitor(), workflow.id, form_draft(workflow))
    st.session_state[f"draft-too-long-{workflow.id}"] = not kept


def is_draft_too_long(workflow: Workflow) -> bool:
    """Whether the draft is in this session alone."""
    return bool(st.session_state.get(f"draft-too-long-{workflow.id}"))


def put_field(workflow: Workflow, section: DraftSection, name: str, value: Any, default: Any) -> None:
    """Set one field; the default itself is not an edit."""
    mine = form_draft(workflow)
    if section == "params":
        mine["taken"].pop(name, None)
    edits = mine[section]
    if value == default and type(value) is type(default):
        edits.pop(name, None)
    else:
        edits[name] = clean(value) if isinstance(value, str) else value
    keep_draft(workflow)
    if section == "params":
        keep_version(workflow, name, value)


def put_request(workflow: Workflow, text: str) -> bool:
    """Set the request: written over an example it is one's own text from then on.

    True if that took the place of an earlier own text, which `undo` brings back.
    """
    mine, text = form_draft(workflow), clean(text)
    shown = shown_example(workflow)
    replaced = shown is not None and text != shown.text and bool(mine["own"])
    if replaced:
        remember_for_undo(workflow)
    if shown is not None and text != shown.text:
        mine["own"], mine["taken"] = None, {}
    mine["request"] = text
    keep_draft(workflow)
    keep_version(workflow, REQUEST, text)
    return replaced


def put_own_text_aside(workflow: Workflow, text: str) -> None:
    """Set one's own text while an example is looked at."""
    mine = form_draft(workflow)
    mine["own"] = clean(text)
    keep_draft(workflow)
    keep_version(workflow, REQUEST, mine["own"])


def choose_example(workflow: Workflow, example: Example) -> None:
    """Look at an example: its request, and the values it needs to show what it shows."""
    mine = form_draft(workflow)
    remember_for_undo(workflow)
    if shown_example(workflow) is None:
        mine["own"] = mine["request"]
    mine["request"], mine["example"], mine["taken"] = example.text, example.title, dict(example.params)
    keep_draft(workflow)


def choose_own_text(workflow: Workflow) -> None:
    """Go back to one's own text, empty at first, and to one's own values."""
    mine = form_draft(workflow)
    if shown_example(workflow) is None:
        return
    remember_for_undo(workflow)
    mine["request"], mine["own"] = mine["own"] or "", None
    mine["example"], mine["taken"] = None, {}
    keep_draft(workflow)


def restore_defaults(workflow: Workflow, name: str | None = None) -> None:
    """Give one field, or all of them, their defaults back. It can be undone."""
    mine = form_draft(workflow)
    remember_for_undo(workflow)
    if name is None:
        mine["params"], mine["options"], mine["models"], mine["taken"] = {}, {}, {}, {}
    else:
        mine["params"].pop(name, None)
    keep_draft(workflow)


def remember_for_undo(workflow: Workflow) -> None:
    """Remember the draft as it is, so that what replaces it can be undone."""
    mine = form_draft(workflow)
    mine["undo"] = copy.deepcopy({name: value for name, value in mine.items() if name != "undo"})


def undo_replacement(workflow: Workflow) -> None:
    """Take back the last replacing or restoring."""
    mine = form_draft(workflow)
    mine |= mine["undo"] or {}
    mine["undo"] = None
    keep_draft(workflow)


def keep_version(workflow: Workflow, name: str, value: Any) -> None:
    """Keep this version of a text, unless it is the last one already."""
    if (
        name not in versioned_texts(workflow)
        or not isinstance(value, str)
        or not value.strip()
        or len(value) > LARGEST_FILE
    ):
        return
    if kept_versions(workflow).text(name) != value:
        playground().history.keep_file(visitor(), _space(workflow), name, without_keys(value), request="edited")


def kept_versions(workflow: Workflow) -> KeptFiles:
    """The texts of a workflow's form with all versions that were kept, from the default on."""
    return KeptFiles(
        _space(workflow), versioned_texts(workflow), playground().history.files(visitor(), _space(workflow))
    )


def versioned_texts(workflow: Workflow) -> dict[str, str]:
    """The prompts with their defaults, and the first example's request."""
    fields = workflow.params.model_fields
    prompts = {
        name: str(info.default)
        for name, info in fields.items()
        if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("prompt")
    }
    return {REQUEST: workflow.examples[0].text, **prompts}


def _space(workflow: Workflow) -> str:
    """Where the versions stand in the history."""
    return f"form of {workflow.id}"
