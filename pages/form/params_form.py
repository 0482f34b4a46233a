"""The form of a workflow's own fields, built from its `Params`: one control for each, marked where it was edited."""

import streamlit as st

from core.workflow import Params, Workflow
from pages.form import drafts, prompt_history
from pages.form.controls import Control, control
from pages.form.form_fields import field
from pages.session import Draft

EDITED = " :blue-badge[edited]"
TAKEN = " :gray-badge[the example's]"


def controls(params: type[Params]) -> list[Control]:
    """A control for every field, prompts first, in the order of the file."""
    found = [control(name, info) for name, info in params.model_fields.items()]
    return sorted(found, key=lambda one: one.kind != "prompt")


def show(workflow: Workflow) -> None:
    """Draw the form."""
    mine = drafts.draft(workflow)
    _head(workflow, mine)
    for one in controls(workflow.params):
        _row(workflow, one, mine)


def _row(workflow: Workflow, one: Control, mine: Draft) -> None:
    """The field keeps its place whether or not the button stands beside it, so that it is not drawn anew."""
    edited = one.name in mine["params"] and one.name not in mine["taken"]
    mark = EDITED if edited else TAKEN if one.name in mine["taken"] else ""
    row = st.container(horizontal=True, gap="xsmall", wrap=False)
    with row.container():
        field(workflow, "params", one, f"param-{one.name}", f"{one.label}{mark}")
    if edited:
        row.button(
            "",
            key=f"restore-{one.name}",
            icon=":material/restart_alt:",
            help=f"Restore the default of “{one.label}”",
            on_click=drafts.restore,
            args=(workflow, one.name),
            type="tertiary",
        )


def _head(workflow: Workflow, mine: Draft) -> None:
    """All buttons are always there: one that came beside another would push it away from under a click."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Prompts and values**", width="stretch")
        prompt_history.offer(workflow)
        st.button(
            "Restore all",
            key="restore-all",
            icon=":material/restart_alt:",
            help="Give every field and option its default back",
            on_click=drafts.restore,
            args=(workflow,),
            type="tertiary",
            disabled=not any(mine[section] for section in ("params", "taken", "options", "models")),
        )
        st.button(
            "Undo",
            key="undo-restore",
            icon=":material/undo:",
            help="Put back what was here before it was replaced or restored",
            on_click=drafts.undo,
            args=(workflow,),
            type="tertiary",
            disabled=mine["undo"] is None,
        )
