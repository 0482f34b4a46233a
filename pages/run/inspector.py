"""One step taken apart: the exact messages sent in each attempt, the raw reply, the parsed value, input and times."""

import json
from typing import Any

import streamlit as st

from core.text import as_json, seconds, shorten
from core.trace import Step, Trace
from pages.run.attempts import show_attempts
from pages.run.rerun import show_from_step
from pages.run.run_status import badge
from pages.run.steps_table import reused_mark
from pages.run.timeline import name_of
from pages.ui import Html, element, listening, plain, select_default, show, show_text

INSPECTED = "inspected-step"


def show_inspector(run_id: str, trace: Trace) -> None:
    """Draw the choice of a step and what is known of it. Runs again by itself, without the rest of the page."""
    st.fragment(_inspect)(run_id, trace)


def _inspect(run_id: str, trace: Trace) -> None:
    if not trace.steps:
        show(
            element("div", "Once a step has started, its prompt, reply and attempts can be read here.", cls="pw-empty")
        )
        return
    numbers, kept = list(trace.steps), st.session_state.get(INSPECTED)
    with listening("inspector"):
        chosen = st.selectbox(
            "Step",
            numbers,
            format_func={number: _option(step) for number, step in trace.steps.items()}.__getitem__,
            help="Choose a step to read what was sent and what came back.",
            **select_default("inspect", kept if kept in trace.steps else numbers[0], _choose, numbers),
        )
    step = trace.steps[chosen if chosen is not None else numbers[0]]
    _head(step, trace)
    show_attempts(trace, step, f"{run_id}-{step.id}")
    _values(step, f"{run_id}-{step.id}")
    show_from_step(trace, step, f"{run_id}-{step.id}")


def _choose(number: int) -> None:
    st.session_state[INSPECTED] = number


def _option(step: Step) -> str:
    return f"{step.id} · {shorten(name_of(step), 60)}"


def _head(step: Step, trace: Trace) -> None:
    ended = trace.last if step.finished is None else step.finished
    parents = ", ".join(f"{one} {name_of(trace.steps[one])}" for one in step.parents if one in trace.steps)
    facts = [f"{step.kind} step", f"{seconds(step.started)} to {seconds(ended)}", f"after {parents or 'the input'}"]
    show(
        element(
            "div", badge(step.status, step.status), *reused_mark(step), *(_fact(one) for one in facts), cls="pw-strip"
        )
    )
    if step.error is not None and step.error.kind != "cancelled":
        st.error(f"{step.error.kind}: {plain(step.error.message, 1000)}", icon=":material/error:")


def _values(step: Step, key: str) -> None:
    taken, given = st.columns(2)
    with taken:
        st.markdown("**Input**")
        show_text(_as_text(dict(step.input)), key=f"input-{key}", language="json")
    with given:
        st.markdown("**Decided**" if step.kind in ("gate", "route") else "**Output, parsed**")
        show_text(_as_text(step.output), key=f"output-{key}", language="json")


def _as_text(value: Any) -> str:
    return json.dumps(as_json(value), ensure_ascii=False, indent=2)


def _fact(words: str) -> Html:
    return element("span", shorten(words, 200), cls="pw-soft")
