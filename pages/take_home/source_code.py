"""The workflow's file as it runs, and how to do the same from a terminal, from Python and by a link."""

import shlex
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.form import control_of, edited_values, form_draft, form_link, from_widget, option_controls
from pages.ui import lazy_expander, show_text

HEIGHT = 480  # pixels
LONGEST_REQUEST = 2000


def show(workflow: Workflow) -> None:
    """Draw the file and the ways to repeat what the form says."""
    st.subheader("The code", anchor="code")
    st.caption(f"`core/workflows/{workflow.id.replace('-', '_')}.py`: this very file is what runs.")
    with st.container(key="code"):
        st.code(workflow.source, height=HEIGHT, line_numbers=True)
    with lazy_expander(
        "The same run from a terminal, from Python, or by a link", key="same-run", icon=":material/terminal:"
    ) as is_open:
        if is_open:
            _same_run(workflow)


def _same_run(workflow: Workflow) -> None:
    values, options = edits(workflow)
    request = form_draft(workflow)["request"]
    if len(request) > LONGEST_REQUEST:
        st.caption("The request is too long for a line; put it in a file and give - as the request.")
        request = "-"
    show_text(command_line(workflow.id, request, values, options), key="as-command", language="bash")
    show_text(python_call(workflow.id, request, values, options), key="as-python", language="python")
    address = form_link(workflow)
    show_text(address or "The form holds too much for a link.", key="as-link", language=None)


def edits(workflow: Workflow) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields and options that differ from default, as plain values."""
    fields, every = workflow.params.model_fields, option_controls()
    given, chosen = edited_values(workflow), form_draft(workflow)["options"]
    values = {name: from_widget(control_of(name, fields[name]), value) for name, value in given.items()}
    options = {name: from_widget(every[name], value) for name, value in chosen.items()}
    return values, options


def command_line(workflow_id: str, request: str, values: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The run as a command."""
    words = ["python", "-m", "core", "run", workflow_id, request]
    for name, value in values.items():
        words += ["--set", f"{name}={value}"]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", ",".join(value) if isinstance(value, list) else str(value)]
    return shlex.join(words)


def python_call(workflow_id: str, request: str, values: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The run as a call in a notebook."""
    keywords = {**values, **options}
    told = "".join(f", {name}={_literal(value)}" for name, value in keywords.items())
    return f"from core import run\n\noutcome = await run({workflow_id!r}, {request!r}{told})"


def _literal(value: Any) -> str:
    return repr(value.isoformat()) if hasattr(value, "isoformat") else repr(value)
