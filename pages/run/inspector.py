"""One step taken apart: the messages sent in each attempt, the raw reply, the parsed value, its input and times."""

import json
from typing import Any

import streamlit as st

from core.reports import trace_messages
from core.text import as_json, dollars, seconds, shorten, tokens
from core.trace import Attempt, Step, Trace
from pages.run.outcome import badge
from pages.run.prompt_sources import show_sources
from pages.run.rerun import show_from_step
from pages.run.steps_table import reused_mark
from pages.run.timeline import step_label
from pages.ui import Html, element, listening, plain, select_default, show, show_text

MOST_MESSAGES = 40


def show_attempts(trace: Trace, step: Step, key: str) -> None:
    """Draw every attempt, the last one opened."""
    for wait in step.waits:
        st.caption(
            f"At {seconds(wait.started)} it waited {seconds(wait.seconds)} ({wait.why}): {plain(wait.reason, 300)}"
        )
    last = len(step.attempts)
    for number, attempt in enumerate(step.attempts, 1):
        with st.expander(_title(number, last, attempt), expanded=number == last, key=f"attempt-{key}-{number}"):
            _attempt(trace, step, number, f"{key}-{number}")


def _title(number: int, last: int, attempt: Attempt) -> str:
    name = "Request and reply" if last == 1 else f"Attempt {number} of {last}"
    return f"{name}: {attempt.outcome or 'running'}"


def _attempt(trace: Trace, step: Step, number: int, key: str) -> None:
    attempt = step.attempts[number - 1]
    show(element("div", *(_fact(figure) for figure in _figures(attempt)), cls="pw-strip"))
    if attempt.error is not None:
        st.error(f"{attempt.error.kind}: {plain(attempt.error.message, 1000)}", icon=":material/error:")
    if attempt.notes:
        st.caption(plain(" ".join(attempt.notes), 1000))
    if st.toggle("Plain text", key=f"plain-{key}", help="The messages as they were sent, ready to be copied"):
        _as_sent(attempt, key)
    else:
        show_sources(trace_messages(trace, step, number)[:MOST_MESSAGES])
    if len(attempt.messages) > MOST_MESSAGES:
        st.caption(f"{len(attempt.messages) - MOST_MESSAGES} more messages.")
    st.markdown("**4 · Raw reply**")
    show_text(attempt.text, key=f"reply-{key}")
    for place, call in enumerate(attempt.tool_calls):
        show_text(f"{call.name}({call.arguments})", key=f"call-{key}-{place}", language="python")


def _figures(attempt: Attempt) -> list[str]:
    facts = [attempt.model, f"answer as {attempt.schema}" if attempt.schema else "free text"]
    if attempt.first_text is not None:
        facts.append(f"first text after {seconds(attempt.first_text - attempt.started)}")
    if attempt.finished is not None:
        facts.append(f"{seconds(attempt.finished - attempt.started)} in all")
    if attempt.usage is not None:
        used = attempt.usage
        sent = tokens(used.input_tokens, estimated=used.estimated)
        facts += [f"{sent} tokens in, {tokens(used.output_tokens)} out", dollars(attempt.cost)]
    return facts


def _as_sent(attempt: Attempt, key: str) -> None:
    for number, message in enumerate(attempt.messages[:MOST_MESSAGES]):
        st.markdown(f"**Sent as {message.role}**")
        show_text(message.text, key=f"sent-{key}-{number}")
        for call in message.tool_calls:
            show_text(f"{call.name}({call.arguments})", key=f"asked-{key}-{number}-{call.id}")


def _fact(words: str) -> Html:
    return element("span", shorten(words, 200), cls="pw-soft")


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
    return f"{step.id} · {shorten(step_label(step), 60)}"


def _head(step: Step, trace: Trace) -> None:
    ended = trace.last if step.finished is None else step.finished
    parents = ", ".join(
        f"{number} {step_label(trace.steps[number])}" for number in step.parents if number in trace.steps
    )
    facts = [f"{step.kind} step", f"{seconds(step.started)} to {seconds(ended)}", f"after {parents or 'the input'}"]
    show(
        element(
            "div",
            badge(step.status, step.status),
            *reused_mark(step),
            *(_fact(fact) for fact in facts),
            cls="pw-strip",
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
