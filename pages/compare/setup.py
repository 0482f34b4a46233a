"""What is compared: the workflow, its input, the model, the modes and how often each."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from core.errors import InputError
from core.lab import MOST_REPEATS, LabSession, check_repeats, first_modes, modes_of
from core.workflow import Workflow
from pages.compare.comparison import Choice, go_to_comparison, offered
from pages.form import control_of, option_controls, put_field, show_field, show_request_form
from pages.ui import listening, plain, select_default, widget_default

SIMULATED = ("profile", "speed", "seed", "requests_per_minute")
MODES, REPEATS = "compare-modes", "compare-repeats"
FEW_REQUESTS, QUICK = 6, 10.0
LESSON = ("sequential", "parallel-1", "parallel-2", "parallel-4", "parallel")


def show_setup(workflow: Workflow, session: LabSession | None) -> Choice:
    """Draw what is compared and how; what it is to measure."""
    names = list(offered())
    with listening("comparison"):
        st.selectbox(
            "Workflow",
            names,
            format_func=_titled,
            help="Those in which something can run at the same time.",
            **select_default("compare-workflow", workflow.id, go_to_comparison, names),
        )
        show_request_form(workflow, "compare-")
        show_field(workflow, "options", replace(option_controls()["model"], kind="model"), "compare-model")
        return _modes(workflow, session)


def show_more_setup(workflow: Workflow) -> None:
    """Draw the workflow's own values, and how the simulated model behaves."""
    with listening("comparison-values"):
        _values(workflow)
        _throttling(workflow)


def _titled(workflow_id: str) -> str:
    workflow = offered()[workflow_id]
    return f"{workflow.title} · {workflow.pattern}"


def _modes(workflow: Workflow, session: LabSession | None) -> Choice:
    mine = _chosen(workflow, session)
    names = [mode.name for mode in modes_of(workflow)]
    known = [name for name in mine["modes"] if name in names]
    modes = widget_default(MODES, known, partial(_keep, workflow, "modes"), "default")
    st.pills("Modes", names, selection_mode="multi", wrap=True, **modes)
    told = f"Runs of each mode, 1 to {MOST_REPEATS}, taken in turns so that a slow moment does not hit one mode alone."
    count = widget_default(REPEATS, mine["repeats"], partial(_keep, workflow, "repeats"))
    st.number_input("Repeats", step=1, help=told, **count)
    problem = _problem(mine)
    if problem:
        st.error(plain(problem, 300), icon=":material/error:")
    ordered = tuple(name for name in names if name in mine["modes"])
    return Choice(ordered, int(mine["repeats"] or 0), problem)


def _chosen(workflow: Workflow, session: LabSession | None) -> dict[str, Any]:
    """The choice of this session; at first what the comparison in the address was made with."""
    key = f"compare-choice-{workflow.id}"
    if key not in st.session_state:
        modes, repeats = [mode.name for mode in first_modes(workflow)], 3
        if session is not None and session.comparison.plan.workflow.id == workflow.id:
            modes, repeats = [mode.name for mode in session.comparison.modes], session.comparison.repeats
        st.session_state[key] = {"modes": modes, "repeats": repeats}
    found: dict[str, Any] = st.session_state[key]
    return found


def _keep(workflow: Workflow, name: str, value: Any) -> None:
    st.session_state[f"compare-choice-{workflow.id}"][name] = list(value) if name == "modes" else value


def _problem(mine: dict[str, Any]) -> str:
    try:
        check_repeats(int(mine["repeats"] or 0))
    except InputError as error:
        return str(error)
    return "" if mine["modes"] else "Choose at least one mode; sequential and parallel make a first comparison."


def _values(workflow: Workflow) -> None:
    """The workflow's own values; its prompts are edited on its own page."""
    fields = [control_of(name, info) for name, info in workflow.params.model_fields.items()]
    with st.expander("Values", icon=":material/tune:", expanded=True):
        for control in fields:
            if control.kind != "prompt":
                show_field(workflow, "params", control, f"compare-param-{control.name}")
        st.caption("Prompts are those of the workflow's own page, with your edits.")


def _throttling(workflow: Workflow) -> None:
    every = option_controls()
    with st.expander("Simulated model and its rate limit", icon=":material/timer:"):
        st.button(
            "Try a low rate limit",
            key="compare-lesson",
            icon=":material/school:",
            on_click=_set_lesson,
            args=(workflow,),
            help=f"{FEW_REQUESTS} requests a minute, time ten times as fast: more at once stops helping.",
        )
        for name in SIMULATED:
            show_field(workflow, "options", every[name], f"compare-option-{name}")


def _set_lesson(workflow: Workflow) -> None:
    every = option_controls()
    for name, value in (("requests_per_minute", FEW_REQUESTS), ("speed", QUICK)):
        put_field(workflow, "options", name, value, every[name].default)
    known = [mode.name for mode in modes_of(workflow)]
    _keep(workflow, "modes", [name for name in LESSON if name in known])
    _keep(workflow, "repeats", 1)
