"""How a run ended: its result, why it was rejected, or what failed and what to do next."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import Kind
from core.text import readable, shorten
from core.trace import Trace
from core.workflow import Workflow
from pages.results import show_result
from pages.session import Shown
from pages.ui import Html, element, plain, show

WHOSE: Mapping[Kind, str] = {
    "input": "The input does not fit",
    "setup": "The set-up is not complete",
    "auth": "The key was refused",
    "quota": "The account has no quota left",
    "prompt": "A prompt does not fit its step",
    "workflow": "The workflow's file has a fault",
    "refused": "The model declined",
    "branches": "Every branch failed",
    "limit": "A limit of the run was reached",
    "tool": "A tool failed",
    "internal": "The fault is ours",
}
MODEL_FAULT = "The model could not be used"
LONGEST_VALUE = 300


def show_outcome(workflow: Workflow, shown: Shown | None) -> None:
    """Draw how the run ended, or what will be seen here."""
    if shown is None:
        show(element("div", "The result appears here.", cls="pw-empty"))
    elif not shown.trace.finished:
        show(element("div", "The result appears here when the run has ended.", cls="pw-empty"))
    else:
        _ENDS[shown.status](workflow, shown)
        if notes := shown.trace.notes:
            st.caption(plain(" ".join(notes), 1000))


def _completed(workflow: Workflow, shown: Shown) -> None:
    _failed_branches(shown.trace)
    show_result(workflow.view, shown.trace.result, workflow, key="result-shown")


def _rejected(workflow: Workflow, shown: Shown) -> None:
    trace = shown.trace
    said = element("p", element("b", "Rejected. "), shorten(trace.reason, 1000))
    show(element("div", said, *_deciding(trace), cls="pw-card pw-rejected"))
    st.caption(
        "A rejection is a normal outcome: a gate or a route in the workflow said no. Change the value and run again."
    )
    if trace.result is not None:
        show_result(workflow.view, trace.result, workflow, key="result-shown")


def _failed(workflow: Workflow, shown: Shown) -> None:
    trace = shown.trace
    kind = trace.error.kind if trace.error else "internal"
    if shown.interrupted:
        st.warning(f"Interrupted. {plain(trace.reason, 1000)} What had finished is shown.", icon=":material/power_off:")
        return
    st.error(f"**{WHOSE.get(kind, MODEL_FAULT)}** ({kind}). {plain(trace.reason, 1000)}", icon=":material/error:")
    _failed_branches(trace)


def _cancelled(workflow: Workflow, shown: Shown) -> None:
    done = sum(step.status == "completed" for step in shown.trace.steps.values())
    steps = "1 step had finished" if done == 1 else f"{done} steps had finished"
    kept = f"{steps}; their answers can be read in the inspector." if shown.trace.steps else shown.trace.reason
    said = element("p", element("b", "Cancelled. "), kept)
    show(element("div", said, cls="pw-card pw-cancelled"))


_ENDS = {"completed": _completed, "rejected": _rejected, "failed": _failed, "cancelled": _cancelled}


def _deciding(trace: Trace) -> list[Html]:
    """The values of the decision that ended the run."""
    last = [trace.steps[one] for one in trace.ends if one in trace.steps]
    decisions = [step for step in last if step.kind in ("gate", "route")]
    return [values_table(step.node, step.input, step.output) for step in decisions]


def values_table(node: str, values: Mapping[str, Any], decided: Any) -> Html:
    """What a decision compared, and what came of it."""
    said = ("yes" if decided else "no") if isinstance(decided, bool) else str(decided)
    rows = [(node, said), *((name, readable(value)) for name, value in values.items())]
    cells = (
        element("tr", element("td", name, cls="pw-soft"), element("td", shorten(value, LONGEST_VALUE)))
        for name, value in rows
    )
    return element("table", *cells)


def _failed_branches(trace: Trace) -> None:
    for fan in trace.fans.values():
        if fan.errors:
            first = next(iter(fan.errors.values()))
            st.warning(
                f"{len(fan.errors)} of {fan.total} branches failed. The first said: {plain(first.message, 500)}",
                icon=":material/call_split:",
            )
