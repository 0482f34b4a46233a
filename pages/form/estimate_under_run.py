"""The text under Run: about what the next run will take, made in the background, drawn when it is there.

Its numbers and their words are those of `core.runtime.Estimate`.
"""

from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as NotYet

import streamlit as st

from core.errors import InputError
from core.runtime import Estimate, Plan
from core.workflow import Workflow
from pages.form.runs import form_plan
from pages.session import access, playground
from pages.ui import plain

SECONDS_TO_WAIT = 0.03
SECONDS_TO_LOOK_AGAIN = 0.5


def show_text_under_run(workflow: Workflow, *, live: bool) -> None:
    """Draw the estimate for the form as it is, or what Stop does while a run is `live`."""
    with st.container(key="estimate"):  # there or not, what stands below keeps its place and is not drawn anew
        if live:
            st.caption("Stop ends the run and keeps what it has.")
        else:
            _show_estimate(workflow)


def _show_estimate(workflow: Workflow) -> None:
    estimate, pending = look_for_estimate(workflow, SECONDS_TO_WAIT if playground().warm.is_set() else 0.0)
    if pending:
        _look_again(workflow)
    else:
        _draw(estimate)


def look_for_estimate(workflow: Workflow, wait: float = 0.0) -> tuple[Estimate | None, bool]:
    """The estimate, if it is there, and whether it is still being made; nothing for a form that does not fit."""
    planned = _planned(workflow)
    if planned is None:
        return None, False
    try:
        return playground().estimator.ask(planned, access()).result(wait), False
    except (NotYet, CancelledError):
        return None, True
    except Exception:  # whatever a workflow's own code raises, the run itself will say better
        return None, False


@st.fragment(run_every=SECONDS_TO_LOOK_AGAIN)
def _look_again(workflow: Workflow) -> None:
    _, pending = look_for_estimate(workflow)
    if pending:
        st.caption("Estimating …")
    else:
        st.rerun()  # which draws it, and ends the looking


def _draw(estimate: Estimate | None) -> None:
    if estimate is None:
        return
    st.caption(plain(estimate.sentence.capitalize() + ".", 300), help=_about(estimate))
    if estimate.stops:
        st.caption(plain(f"It would not reach its end: {estimate.stops}", 400))


def _about(estimate: Estimate) -> str:
    about = "The same plan, run on the simulated model in no time. A real model may take another way."
    if estimate.simulated:
        return about
    from core.models import table_date

    return f"{about} Prices of {table_date()}."


def _planned(workflow: Workflow) -> Plan | None:
    try:
        return form_plan(workflow)
    except InputError:
        return None
