"""The dialog in which a visitor finds earlier versions of a prompt or a request, compares and restores them."""

import streamlit as st

from core.workflow import Workflow
from core.workflows import find_workflow
from pages.form import drafts, prompt_versions
from pages.form.controls import control
from pages.form.versions import show_versions


def offer(workflow: Workflow) -> None:
    """The button that opens it."""
    if st.button(
        "Versions",
        key="versions",
        icon=":material/history:",
        help="The versions of a prompt or request you have written, with differences, to bring back",
        type="tertiary",
    ):
        _versions(workflow.id)


@st.dialog("Versions of what you wrote", width="large", icon=":material/history:")
def _versions(workflow_id: str) -> None:
    workflow = find_workflow(workflow_id)
    files = prompt_versions.versions(workflow)
    written = [name for name in files.names if len(files.versions(name)) > 1]
    if not written:
        st.caption("Nothing yet. Each time you change a prompt or the request, the version is kept here.")
        return
    titles = _titles(workflow)
    name = st.selectbox("Text", written, format_func=titles.__getitem__, key="version-of")
    chosen = show_versions(files, str(name), key="versions")
    if st.button(f"Put version {chosen.version} into the form", key="version-restore", icon=":material/undo:"):
        _restore(workflow, chosen.name, chosen.text)
        st.rerun()


def _titles(workflow: Workflow) -> dict[str, str]:
    fields = workflow.params.model_fields
    prompts = {name: control(name, fields[name]).label for name in prompt_versions.texts(workflow) if name in fields}
    return {prompt_versions.REQUEST: "Request", **prompts}


def _restore(workflow: Workflow, name: str, text: str) -> None:
    drafts.remember(workflow)
    if name == prompt_versions.REQUEST:
        drafts.put_request(workflow, text)
    else:
        drafts.put(workflow, "params", name, text, control(name, workflow.params.model_fields[name]).default)
