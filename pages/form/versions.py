"""The versions of one text: who made them and why, how two of them differ, and the dialog to bring one back."""

from datetime import UTC, datetime

import streamlit as st

from core.history import MOST_VERSIONS, moment, zone
from core.text import shorten, visible
from core.workflow import FileVersion, KeptFiles, Workflow, changed_lines
from core.workflows import find_workflow
from pages.form.controls import control_of
from pages.form.drafts import REQUEST, kept_versions, put_field, put_request, remember_for_undo, versioned_texts
from pages.ui import show_text

LONGEST_REASON = 200


def offer_prompt_versions(workflow: Workflow) -> None:
    """The button that opens the dialog with the earlier versions of prompts and requests."""
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
    files = kept_versions(workflow)
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
    prompts = {name: control_of(name, fields[name]).label for name in versioned_texts(workflow) if name in fields}
    return {REQUEST: "Request", **prompts}


def _restore(workflow: Workflow, name: str, text: str) -> None:
    remember_for_undo(workflow)
    if name == REQUEST:
        put_request(workflow, text)
    else:
        put_field(workflow, "params", name, text, control_of(name, workflow.params.model_fields[name]).default)


def show_versions(files: KeptFiles, name: str, *, key: str) -> FileVersion:
    """Draw the versions of a text, newest first, with the difference of two; gives the newer of the two chosen."""
    versions = files.versions(name)
    if len(versions) > MOST_VERSIONS:
        st.caption(f"The newest {MOST_VERSIONS} versions of a text are kept, and the one that it began with.")
    st.dataframe([_row(version) for version in reversed(versions)], hide_index=True)
    numbers = [version.version for version in versions]
    by_number = {version.version: version for version in versions}
    left, right = st.columns(2)
    last = len(versions) - 1
    old = left.selectbox("Compare version", numbers, index=max(0, last - 1), key=f"{key}-old-{name}-{last}")
    new = right.selectbox("with version", numbers, index=last, key=f"{key}-new-{name}-{last}")
    difference = changed_lines(by_number[old].text, by_number[new].text, name)
    if difference:
        show_text(difference, key=f"{key}-diff-{name}", language="diff")
    else:
        st.caption("The two are equal." if old != new else "Choose two versions to see how they differ.")
    with st.expander(f"All of version {new}"):
        show_text(by_number[new].text, key=f"{key}-text-{name}", language=_language(name))
    return by_number[new]


def _row(version: FileVersion) -> dict[str, str | int]:
    return {
        "version": version.version,
        "by": visible(version.by),
        "why": shorten(visible(version.request), LONGEST_REASON),
        "when": moment(version.at, datetime.now(UTC), zone(st.context.timezone, st.context.timezone_offset))[1],
    }


def _language(name: str) -> str | None:
    ending = name.rpartition(".")[2]
    return ending if ending != name else None
