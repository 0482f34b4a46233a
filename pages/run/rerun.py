"""A run made from an earlier one: from a chosen step on, with its output edited first, or the same again."""

import streamlit as st

from core.errors import InputError
from core.history import Filter
from core.runtime import DECISIONS, as_editable, labels, only_recorded, rerun
from core.text import shorten
from core.trace import Step, Trace, consequences
from core.workflow import Workflow
from core.workflows import find_workflow
from pages.form import form_plan, remember_run, start_run
from pages.run.timeline import step_label
from pages.session import Shown, playground, visitor
from pages.ui import HISTORY_PAGE, TEXT_LIMIT, element, plain, show

AS_THEN, AS_DRAFT = "as it was then", "as the form says now"
EDIT_HEIGHT = 180  # pixels
TROUBLE = "rerun-trouble"
PASSIVE = "The workflow only records what this said, and does not go by it. Edit a step before it instead."


def show_from_step(trace: Trace, step: Step, key: str) -> None:
    """Offer to run again from this step, in the run's own settings or the form's, with or without editing it."""
    if not trace.finished:
        return
    workflow = find_workflow(trace.workflow)
    with st.expander("Run again from here", icon=":material/replay:", key=f"rerun-{key}"):
        passive = step.kind in DECISIONS and only_recorded(workflow, step.node)
        edit = st.toggle(
            "Edit its output first",
            key=f"rerun-edit-{key}",
            disabled=passive,
            help=PASSIVE if passive else "What if it had said something else? Only what follows runs.",
        )
        text = _edited(workflow, step, key) if edit else None
        st.caption(_told(trace, step, edited=edit))
        settings = st.radio(
            "Prompts, parameters and options",
            [AS_THEN, AS_DRAFT],
            key=f"rerun-with-{key}",
            horizontal=True,
        )
        if st.button("Run from here", key="rerun", type="primary", icon=":material/replay:"):
            _start(workflow, trace, step.id, text, settings == AS_DRAFT)


def show_rerun_actions(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    """Offer what can be done with a run that has ended: run the same again, or compare it with another."""
    if shown is None or not shown.trace.finished:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run-actions"):
        st.button(
            "Run the same again",
            key="again",
            icon=":material/replay:",
            help="This run's own request, prompts and options, whatever the form says now",
            on_click=_again,
            args=(workflow, shown.trace),
        )
        if parent := shown.trace.parent:
            _compare("Compare with its parent", parent, run_id)
        if (before := _run_before(workflow, run_id)) and before != parent:
            _compare("Compare with the run before", before, run_id)
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(plain(trouble, 1000), icon=":material/error:")


def show_origin(workflow: Workflow, shown: Shown | None) -> None:
    """Say which run this one was made from, and how, with a link to it."""
    if shown is None or not shown.trace.parent:
        return
    trace = shown.trace
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="origin"):
        show(element("span", origin(trace), cls="pw-soft"))
        st.button(
            "Open its parent",
            key="parent",
            type="tertiary",
            icon=":material/arrow_back:",
            on_click=remember_run,
            args=(workflow, trace.parent),
        )


def origin(trace: Trace) -> str:
    """How a run was made from its parent, in a sentence."""
    told = trace.rerun
    if told is None:
        return "Re-run of an earlier run, from the beginning."
    reused = sum(bool(step.reused) and step.reused != "edited" for step in trace.steps.values())
    edited = ", whose output was edited" if "edited" in told else ""
    steps = "1 step was" if reused == 1 else f"{reused} steps were"
    return f"Re-run of an earlier run from step {shorten(str(told.get('name', '')), 80)}{edited}; {steps} reused."


def _edited(workflow: Workflow, step: Step, key: str) -> str:
    """The output as a person edits it: a choice of labels for a decision, else text or JSON."""
    name, now = f"rerun-text-{key}", as_editable(step)
    if known := labels(workflow, step):
        offered = list(known) if now in known else [now, *known]
        return str(st.selectbox("It should say", offered, offered.index(now), key=name))
    if len(now) > TEXT_LIMIT:
        st.caption("This output is too long to be edited here.")
        return now
    return str(st.text_area("Its output", now, key=name, height=EDIT_HEIGHT))


def _told(trace: Trace, step: Step, *, edited: bool) -> str:
    later = len(consequences(trace, step.id)) - 1
    reused = len(trace.steps) - later - 1
    kept = f"{reused} {'step is' if reused == 1 else 'steps are'} taken from this run at no cost. " if reused else ""
    after = f"what came after it ({later} {'step' if later == 1 else 'steps'} then)" if later else ""
    if edited:
        said = f"Only {after} runs again" if after else "Nothing came after it, so that no step runs again"
    else:
        said = f"{step_label(step)} and {after} run again" if after else f"Only {step_label(step)} runs again"
    return plain(f"{kept}{said}.", 400)


def _start(workflow: Workflow, trace: Trace, step: int | None, text: str | None, from_draft: bool) -> None:
    """Start it and show it; what does not fit is said here, and no run starts."""
    try:
        draft = form_plan(workflow) if from_draft else None
        start_run(workflow, rerun(trace, step=step, edited=text, draft=draft))
    except InputError as error:
        st.error(plain(str(error), 1000), icon=":material/error:")
        return
    st.toast("The new run is at the top of the page.", icon=":material/replay:")
    st.rerun()


def _again(workflow: Workflow, trace: Trace) -> None:
    try:
        start_run(workflow, rerun(trace))
    except InputError as error:
        st.session_state[TROUBLE] = str(error)


def _run_before(workflow: Workflow, run_id: str) -> str:
    """The id of the visitor's run of this workflow before this one."""
    history = playground().history
    row = history.run(run_id, visitor())
    if row is None or not row.mine:
        return ""
    found = history.runs(visitor(), Filter(workflow=workflow.id), before=row.number, most=1)
    return found[0].id if found else ""


def _compare(words: str, first: str, second: str) -> None:
    query = {"compare": f"{first},{second}"}
    st.page_link(HISTORY_PAGE.script, label=words, icon=":material/difference:", query_params=query)
