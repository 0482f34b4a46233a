"""Where a run stands in a word and in figures, and how it ended: its result, why it was rejected, or what failed."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import ErrorKind
from core.models import is_simulated, table_date
from core.reports import speed_up
from core.runtime import Place
from core.text import SHORTEST, dollars, ordinal, readable, seconds, shorten, tokens
from core.trace import Totals, Trace
from core.workflow import Workflow
from core.workflows import find_workflows
from pages.results import show_result
from pages.session import Shown
from pages.ui import STATUS_SIGNS, Html, element, plain, show

RESULT = "result"  # the anchor of the result's heading
LONGEST_WHY = 200  # characters: two lines


def status(shown: Shown | None, model: str) -> Html:
    """The run's status, its model and its mode; `model` is the one that would be used next."""
    if shown is None:
        return element("div", badge("idle", "ready"), _model(model), cls="pw-strip")
    options = shown.trace.options
    used = str(options.get("model") or model)
    pieces = [badge(shown.status, shown.status), _model(used)]
    if mode := mode_of(shown.trace.workflow, str(options.get("mode", ""))):
        pieces.append(element("span", mode, cls="pw-soft"))
    if shown.place is not None:
        pieces.append(element("span", in_line(shown.place), cls="pw-soft"))
    if shown.interrupted:
        pieces.append(element("span", "interrupted: the server stopped; what had finished is shown", cls="pw-soft"))
    elif shown.trace.wall_time and not shown.live:
        pieces.append(element("span", f"started {_moment(shown.trace.wall_time)}", cls="pw-soft"))
    if not shown.trace.finished:
        return element("div", *pieces, cls="pw-strip")
    pieces.append(element("a", "Result ↓", href=f"#{RESULT}"))
    return element("div", element("div", *pieces, cls="pw-strip"), *_why(shown))


def in_line(place: Place) -> str:
    """What a run that has not begun waits for, and where it stands in line."""
    runs = "your run" if place.share == 1 else f"one of your {place.share} runs"
    what = "a free place" if place.share is None else f"{runs} to end"
    return f"waiting for {what}: {ordinal(place.number)} in line. It begins by itself."


def _why(shown: Shown) -> list[Html]:
    """Why the run did not complete, where it is seen first; the whole story stands with the result."""
    if shown.status not in ("failed", "rejected") or not shown.trace.reason:
        return []
    return [element("div", shorten(shown.trace.reason, LONGEST_WHY), cls=f"pw-ended pw-{shown.status}")]


def mode_of(workflow_id: str, mode: str) -> str:
    """The mode of a run, as far as it means anything: empty where its workflow can be run in one way only."""
    workflow = find_workflows().get(workflow_id)
    return "" if workflow is not None and not workflow.runs_branches else mode


def badge(state: str, word: str) -> Html:
    """A status word with its mark."""
    mark = STATUS_SIGNS.get(state, "")
    return element("span", f"{mark} {word}".strip(), cls=f"pw-badge pw-{state}")


def totals(shown: Shown | None) -> Html:
    """The figures of the run so far."""
    if shown is None or not shown.trace.events:
        return element("div", "Wall time, calls, tokens and cost appear here once it runs.", cls="pw-soft pw-strip")
    found = shown.trace.totals(shown.now)
    return element("div", *(_figure(*figure) for figure in figures(found, _simulated(shown))), cls="pw-totals")


def figures(found: Totals, simulated: bool) -> list[tuple[str, str, str]]:
    """Name, value and explanation of each figure."""
    both = f"{tokens(found.input_tokens, estimated=found.estimated)} → {tokens(found.output_tokens)}"
    money = "cost, simulated" if simulated else "cost"
    priced = not simulated and bool(found.calls) and found.cost_usd is not None
    about_money = f"US dollars; prices of {table_date()}" if priced else "US dollars; unknown where no price is known"
    return [
        *_times(found),
        ("calls", f"{found.calls:,}" + (f" ({found.retries} again)" if found.retries else ""), "Requests to a model"),
        ("tokens in → out", both, "≈ marks an estimate"),
        (money, dollars(found.cost_usd), about_money),
    ]


def _times(found: Totals) -> list[tuple[str, str, str]]:
    """What a person was waited for is told apart from work; a speed-up only where something can run at once."""
    told = [("wall time", seconds(found.wall_s), "From the start of the run to its end")]
    if found.waiting_s >= SHORTEST:
        told.append(("waiting for you", seconds(found.waiting_s), "The part of the wall time in which you were asked"))
    told += [
        ("sum of steps", seconds(found.sum_s), "What all steps worked, as if one after the other"),
        ("critical path", seconds(found.critical_path_s), "The longest chain of steps that had to follow each other"),
    ]
    if faster := speed_up(found):
        about = "Sum of steps ÷ wall time, without the time in which all waited for you"
        told.append(("speed-up", f"{faster:.2f}×", about))
    return told


def _figure(name: str, value: str, about: str) -> Html:
    return element("div", element("b", value), element("span", name), title=about)


def _model(model: str) -> Html:
    words = f"{shorten(model, 60)} · simulated" if is_simulated(model) else shorten(model, 60)
    return element("span", words, cls="pw-tag")


def _simulated(shown: Shown) -> bool:
    models = {attempt.model for step in shown.trace.steps.values() for attempt in step.attempts}
    return bool(models) and all(is_simulated(model) for model in models)


def _moment(iso: str) -> str:
    return iso.replace("T", " ")[:19] + " UTC"


WHOSE: Mapping[ErrorKind, str] = {
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
    last = [trace.steps[step] for step in trace.ends if step in trace.steps]
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
