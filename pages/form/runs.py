"""The run that a workflow's page shows: started from its draft, remembered by id in the session and in the address."""

from typing import Any

import streamlit as st

from core.errors import InputError
from core.history import DAYS_KEPT
from core.runtime import Plan, check_providers, plan
from core.workflow import Workflow
from pages.form.controls import control_of, from_widget
from pages.form.drafts import edited_values, form_draft
from pages.form.links import RUN, add_link_notice, forget_link_notices
from pages.form.options_form import drafted_options
from pages.session import Shown, access, playground, visitor

REQUESTED = "asked"  # in the session: the button that was pressed
NOT_HERE = (
    "That run is not here: it belongs to another visitor, it has been deleted, or it was still in line when the server "
    "stopped and never began. "
    "Below is the workflow, ready for a run of your own."
)
DELETED = f"That run has been deleted. For {DAYS_KEPT} days it can be brought back in History, under “Deleted”."


def request_action(action: str) -> None:
    """A button was pressed. It is applied once every other change of this moment has been written to the draft."""
    st.session_state[REQUESTED] = action


def apply_action(workflow: Workflow) -> str:
    """Start or stop as was asked; what was wrong, if anything."""
    action = st.session_state.pop(REQUESTED, None)
    run_id = current_run_id(workflow)
    live = run_id is not None and playground().live(run_id, visitor())
    if action == "stop" and run_id is not None:
        playground().stop(run_id, visitor())
    if action != "run" or live:  # pressed twice is pressed once
        return ""
    try:
        start_run(workflow, form_plan(workflow))
    except InputError as error:
        return str(error)
    return ""


def start_run(workflow: Workflow, planned: Plan) -> None:
    """Start a run and show it. Raises InputError when its models cannot be used or too many are going on."""
    granted = access()
    check_providers(planned, granted)
    remember_run(workflow, playground().start(planned, visitor(), granted).id)
    forget_link_notices()


def checked_plan(workflow: Workflow) -> Plan:
    """The run that the form asks for, if its models can be used. Raises InputError that names what does not fit."""
    planned = form_plan(workflow)
    check_providers(planned, access())
    return planned


def form_plan(workflow: Workflow) -> Plan:
    """The same, whether or not its models can be used."""
    return plan(workflow.id, form_draft(workflow)["request"], _drafted_params(workflow), drafted_options(workflow))


def _drafted_params(workflow: Workflow) -> dict[str, Any]:
    """The fields that differ from default as values for `Params`."""
    given = edited_values(workflow)
    fields = workflow.params.model_fields
    return {name: from_widget(control_of(name, fields[name]), value) for name, value in given.items() if name in fields}


def remember_run(workflow: Workflow, run_id: str) -> None:
    """Show this run on the workflow's page, in this session and in the address."""
    st.session_state[f"run-{workflow.id}"] = run_id
    if st.query_params.get(RUN) != run_id:
        st.query_params[RUN] = run_id


def current_run_id(workflow: Workflow) -> str | None:
    """The id of the run that this page shows: the address's, else the session's last one of this workflow."""
    in_address = st.query_params.get(RUN)
    return in_address or st.session_state.get(f"run-{workflow.id}")


def shown_run(workflow: Workflow) -> tuple[str, Shown | None]:
    """The run on this page and its id; a run that is not this visitor's or not this workflow's is none."""
    run_id = current_run_id(workflow)
    if run_id is None:
        return "", None
    shown = playground().find(run_id, visitor())
    if shown is None and playground().history.out_of_reach:
        return "", None
    if shown is None or (shown.trace.workflow and shown.trace.workflow != workflow.id):
        _forget(workflow)
        notice = DELETED if playground().history.deleted(run_id, visitor()) else NOT_HERE
        add_link_notice(notice)
        return "", None
    remember_run(workflow, run_id)
    return run_id, shown


def _forget(workflow: Workflow) -> None:
    st.session_state.pop(f"run-{workflow.id}", None)
    if RUN in st.query_params:
        del st.query_params[RUN]
