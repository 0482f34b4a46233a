"""The requests that a step made to models: what was sent, by its sources or as plain text, and what came back."""

import streamlit as st

from core.reports import trace_messages
from core.text import dollars, seconds, shorten, tokens
from core.trace import Attempt, Step, Trace
from pages.run.prompt_sources import show_sources
from pages.ui import Html, element, plain, show, show_text

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
    show(element("div", *(_fact(one) for one in _figures(attempt)), cls="pw-strip"))
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
