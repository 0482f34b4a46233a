"""The compare page's comparison: started, found again by its id in the address, stopped."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.errors import InputError
from core.lab import Session, Sessions, modes_of, parse_modes
from core.runtime import Plan
from core.text import clean
from core.workflow import Workflow
from core.workflows import find_workflow, find_workflows
from pages.form import checked_plan
from pages.session import playground, session_starter, visitor

__all__ = ["Choice", "Session", "ask", "go_to", "in_link", "notices", "obey", "offered", "workflow_in_link"]

COMPARISON, WORKFLOW = "comparison", "workflow"
ASKED = "compare-asked"
NOT_HERE = (
    "That comparison is not here: it belongs to another visitor, or the server has been restarted since. "
    "Its single runs are in the history."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be compared: names of modes, how often each; `problem` says what does not fit."""

    modes: tuple[str, ...]
    repeats: int
    problem: str = ""


@st.cache_resource(show_spinner=False)
def sessions() -> Sessions:
    """The comparisons of this process."""
    return Sessions(playground().engine)


def offered() -> dict[str, Workflow]:
    """The workflows in which something can run at the same time."""
    return {name: one for name, one in find_workflows().items() if one.runs_branches}


def in_link() -> Session | None:
    """The comparison that the address names; without one, the visitor's last."""
    asked = st.query_params.get(COMPARISON)
    if asked is not None:
        return sessions().find(asked, visitor())
    last = None if WORKFLOW in st.query_params else sessions().latest(visitor())
    if last is not None:
        st.query_params[COMPARISON] = last.id
    return last


def workflow_in_link(session: Session | None) -> Workflow:
    """The workflow to compare: the address's, else the comparison's, else the first that is offered."""
    asked = _named()
    if asked is not None and asked.runs_branches:
        return asked
    return session.comparison.plan.workflow if session is not None else next(iter(offered().values()))


def notices() -> list[str]:
    """What in the address does not fit."""
    found = []
    try:
        asked = st.query_params.get(WORKFLOW)
        if asked is not None:
            modes_of(find_workflow(clean(asked)))
    except InputError as error:
        found.append(str(error))
    if COMPARISON in st.query_params and in_link() is None:
        found.append(NOT_HERE)
    return found


def go_to(workflow_id: str) -> None:
    """Compare another workflow."""
    st.query_params.from_dict({WORKFLOW: workflow_id})


def ask(what: str) -> None:
    """A button was pressed; it is obeyed when the form has been read."""
    st.session_state[ASKED] = what


def obey(workflow: Workflow, choice: Choice) -> str:
    """Start or stop as was asked; what was wrong, if anything."""
    asked = st.session_state.pop(ASKED, None)
    session = in_link()
    if asked == "stop" and session is not None:
        session.stop()
    if asked != "start" or (session is not None and session.live):
        return ""
    try:
        modes = parse_modes(choice.modes, workflow)
        started = sessions().start(_planned(workflow), modes, choice.repeats, visitor(), session_starter())
    except InputError as error:
        return str(error)
    st.query_params.from_dict({COMPARISON: started.id})
    return ""


def _planned(workflow: Workflow) -> Plan:
    """The form's run; nobody is asked to approve anything while time is measured."""
    made = checked_plan(workflow)
    if made.options.approve != "ask":
        return made
    changed: dict[str, Any] = {"approve": "all"}
    return Plan(made.workflow, made.request, made.params, made.options.model_copy(update=changed))


def _named() -> Workflow | None:
    asked = st.query_params.get(WORKFLOW)
    return find_workflows().get(clean(asked)) if asked is not None else None
