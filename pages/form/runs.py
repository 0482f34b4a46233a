"""The run that a workflow's page shows: started from its draft, remembered by id in the session and in the address."""

from typing import Any

import streamlit as st

from core.errors import InputError
from core.history import DAYS_KEPT
from core.runtime import Plan, check_providers, plan
from core.workflow import Workflow
from pages.form import drafts, links
from pages.form.controls import control, from_widget
from pages.form.options_form import read as read_options
from pages.session import Shown, access, playground, visitor

ASKED = "asked"
NOT_HERE = (
    "That run is not here: it belongs to another visitor, it has been deleted, or it was still in line when the server "
    "stopped and never began. "
    "Below is the workflow, ready for a run of your own."
)
DELETED = f"That run has been deleted. For {DAYS_KEPT} days it can be brought back in History, under “Deleted”."


def ask(what: str) -> None:
    """A button was pressed. It is obeyed once every other change of this moment has been written to the draft."""
    st.session_state[ASKED] = what


def obey(workflow: Workflow) -> str:
    """Start or stop as was asked; what was wrong, if anything."""
    asked = st.session_state.pop(ASKED, None)
    run_id = current(workflow)
    live = run_id is not None and playground().live(run_id, visitor())
    if asked == "stop" and run_id is not None:
        playground().stop(run_id, visitor())
    if asked != "run" or live:  # pressed twice is pressed once
        return ""
    try:
        begin(workflow, form_plan(workflow))
    except InputError as error:
        return str(error)
    return ""


def begin(workflow: Workflow, made: Plan) -> None:
    """Start a run and show it. Raises InputError when its models cannot be used or too many are going on."""
    granted = access()
    check_providers(made, granted)
    remember(workflow, playground().start(made, visitor(), granted).id)
    links.forget_notices()


def planned(workflow: Workflow) -> Plan:
    """The run that the form asks for. Raises InputError that names what does not fit."""
    made = form_plan(workflow)
    check_providers(made, access())
    return made


def form_plan(workflow: Workflow) -> Plan:
    """The same, whether or not its models can be used."""
    return plan(workflow.id, drafts.draft(workflow)["request"], params(workflow), read_options(workflow))


def params(workflow: Workflow) -> dict[str, Any]:
    """The fields that differ from default as values for `Params`."""
    given = drafts.values(workflow)
    fields = workflow.params.model_fields
    return {name: from_widget(control(name, fields[name]), value) for name, value in given.items() if name in fields}


def remember(workflow: Workflow, run_id: str) -> None:
    """Show this run on the workflow's page, in this session and in the address."""
    st.session_state[f"run-{workflow.id}"] = run_id
    if st.query_params.get(links.RUN) != run_id:
        st.query_params[links.RUN] = run_id


def current(workflow: Workflow) -> str | None:
    """The id of the run that this page shows: the address's, else the session's last one of this workflow."""
    asked = st.query_params.get(links.RUN)
    return asked if asked else st.session_state.get(f"run-{workflow.id}")


def shown(workflow: Workflow) -> tuple[str, Shown | None]:
    """The run on this page and its id; a run that is not this visitor's or not this workflow's is none."""
    run_id = current(workflow)
    if run_id is None:
        return "", None
    found = playground().find(run_id, visitor())
    if found is None and playground().history.out_of_reach:
        return "", None
    if found is None or (found.trace.workflow and found.trace.workflow != workflow.id):
        _forget(workflow)
        told = DELETED if playground().history.deleted(run_id, visitor()) else NOT_HERE
        st.session_state[links.NOTICES] = [*links.notices(), told]
        return "", None
    remember(workflow, run_id)
    return run_id, found


def _forget(workflow: Workflow) -> None:
    st.session_state.pop(f"run-{workflow.id}", None)
    if links.RUN in st.query_params:
        del st.query_params[links.RUN]
