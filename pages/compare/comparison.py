"""The compare page's comparison: started, found again by its id in the address, watched, stopped."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.errors import InputError
from core.lab import LabSession, LabSessions, measured_strip, modes_of, parse_modes
from core.models import is_simulated
from core.runtime import Plan
from core.text import clean, seconds
from core.workflow import Workflow
from core.workflows import find_workflow, find_workflows
from pages.compare.timelines import strips_html
from pages.form import checked_plan
from pages.run import in_line, interval
from pages.session import playground, session_starter, visitor
from pages.ui import Html, element, plain, show

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
def lab_sessions() -> LabSessions:
    """The comparisons of this process."""
    return LabSessions(playground().engine)


def offered() -> dict[str, Workflow]:
    """The workflows in which something can run at the same time."""
    return {name: workflow for name, workflow in find_workflows().items() if workflow.runs_branches}


def comparison_in_link() -> LabSession | None:
    """The comparison that the address names; without one, the visitor's last."""
    asked = st.query_params.get(COMPARISON)
    if asked is not None:
        return lab_sessions().find(asked, visitor())
    last = None if WORKFLOW in st.query_params else lab_sessions().latest(visitor())
    if last is not None:
        st.query_params[COMPARISON] = last.id
    return last


def workflow_in_link(session: LabSession | None) -> Workflow:
    """The workflow to compare: the address's, else the comparison's, else the first that is offered."""
    asked = _named()
    if asked is not None and asked.runs_branches:
        return asked
    return session.comparison.plan.workflow if session is not None else next(iter(offered().values()))


def comparison_notices() -> list[str]:
    """What in the address does not fit."""
    found = []
    try:
        asked = st.query_params.get(WORKFLOW)
        if asked is not None:
            modes_of(find_workflow(clean(asked)))
    except InputError as error:
        found.append(str(error))
    if COMPARISON in st.query_params and comparison_in_link() is None:
        found.append(NOT_HERE)
    return found


def go_to_comparison(workflow_id: str) -> None:
    """Compare another workflow."""
    st.query_params.from_dict({WORKFLOW: workflow_id})


def request_comparison(what: str) -> None:
    """A button was pressed; it is obeyed when the form has been read."""
    st.session_state[ASKED] = what


def apply_request(workflow: Workflow, choice: Choice) -> str:
    """Start or stop as was asked; what was wrong, if anything."""
    asked = st.session_state.pop(ASKED, None)
    session = comparison_in_link()
    if asked == "stop" and session is not None:
        session.stop()
    if asked != "start" or (session is not None and session.live):
        return ""
    try:
        modes = parse_modes(choice.modes, workflow)
        started = lab_sessions().start(_planned(workflow), modes, choice.repeats, visitor(), session_starter())
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


LOOKS = {"running": "running", "completed": "completed", "stopped": "cancelled", "broken off": "failed"}


def comparison_buttons(session: LabSession | None, refused: str, *, ready: bool) -> None:
    """Draw Start and Stop; `refused` says why what was asked for did not start."""
    live = session is not None and session.live
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Measuring" if live else "Start",
            key="compare-start",
            type="primary",
            icon=":material/hourglass_top:" if live else ":material/timer:",
            disabled=live or not ready,
            width="stretch",
            on_click=request_comparison,
            args=("start",),
        )
        st.button(
            "Stop",
            key="compare-stop",
            icon=":material/stop:",
            disabled=not live,
            on_click=request_comparison,
            args=("stop",),
        )
    if refused:
        st.error(plain(refused, 1000), icon=":material/error:")


def show_no_comparison() -> None:
    """What is there before the first comparison."""
    words = "Two timelines on one axis, a table and the speed-up by concurrency appear here. Press Start."
    show(element("div", words, cls="pw-empty"))


def show_progress(session: LabSession) -> None:
    """How far it is; while it goes on, looked at again and again. The page is drawn anew when a run has ended."""
    if not session.live:
        _draw(session)
        return
    every = interval(playground().engine.live_runs())
    st.fragment(_look, run_every=every)(session.id, len(session.runs))


def _look(session_id: str, drawn: int) -> None:
    session = comparison_in_link()
    if session is None or session.id != session_id or not session.live or len(session.runs) != drawn:
        st.rerun()
    _draw(session)


def _draw(session: LabSession) -> None:
    done, planned = len(session.runs), session.planned
    with st.container(key="compare-status", gap="xsmall"):
        show(_status(session))
        if session.live:
            st.progress(min(1.0, done / planned), text=f"{done} of {planned} runs")
        if session.trouble:
            st.error(plain(session.trouble, 500), icon=":material/error:")
    current = session.current
    if current is None:
        return
    mode, repeat, run = current
    heading = f"{mode.name}, run {repeat + 1} of {session.comparison.repeats}"
    place = playground().engine.place(run)
    if place is not None:
        st.caption(f"The next run is {in_line(place)}")
    with st.container(key="compare-now"):
        show(strips_html([measured_strip(heading, run.trace(), run.now())]))


def _status(session: LabSession) -> Html:
    plan = session.comparison.plan
    simulated = element("span", "simulated", cls="pw-tag") if is_simulated(plan.options.model) else ""
    said = f"{session.state}: {session.counted} of {session.planned} runs measured"
    if session.state == "stopped":
        said += ", and these stay"
    spent = sum(run.totals.wall_s for run in session.runs)
    return element(
        "div",
        element("span", said, cls=f"pw-badge pw-{LOOKS[session.state]}", role="status"),
        element("span", f"{plan.workflow.title} · {plan.options.model} · {seconds(spent)} of runs", cls="pw-soft"),
        simulated,
        cls="pw-strip",
    )
