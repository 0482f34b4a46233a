"""The form of a workflow's own fields, built from its `Params`: one control for each, marked where it was edited."""

import streamlit as st

from core.prompts import Params
from core.workflow import Workflow
from pages.views import drafts, prompt_history
from pages.views.controls import Control, control
from pages.views.form_fields import field


def controls(params: type[Params]) -> list[Control]:
    """A control for every field, prompts first, in the order of the file."""
    found = [control(name, info) for name, info in params.model_fields.items()]
    return sorted(found, key=lambda one: one.kind != "prompt")


def show(workflow: Workflow) -> None:
    """Draw the form."""
    edits = drafts.draft(workflow)["params"]
    _head(workflow, len(edits))
    for one in controls(workflow.params):
        _row(workflow, one, edited=one.name in edits)


def _row(workflow: Workflow, one: Control, *, edited: bool) -> None:
    """The field keeps its place whether or not the button stands beside it, so that it is not drawn anew."""
    row = st.container(horizontal=True, gap="xsmall", wrap=False)
    with row.container():
        field(workflow, "params", one, f"param-{one.name}", f"{one.label} :blue-badge[edited]" if edited else None)
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


def _head(workflow: Workflow, edited: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Prompts and values**", width="stretch")
        prompt_history.offer(workflow)
        if edited or _options_edited(workflow):
            st.button(
                "Restore all",
                key="restore-all",
                icon=":material/restart_alt:",
                help="Give every field and option its default back",
                on_click=drafts.restore,
                args=(workflow,),
                type="tertiary",
            )
        if drafts.draft(workflow)["undo"] is not None:
            st.button(
                "Undo",
                key="undo-restore",
                icon=":material/undo:",
                help="Put back what was here before it was replaced or restored",
                on_click=drafts.undo,
                args=(workflow,),
                type="tertiary",
            )


def _options_edited(workflow: Workflow) -> bool:
    mine = drafts.draft(workflow)
    return bool(mine["options"] or mine["models"])
