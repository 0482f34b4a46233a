"""E-mails as results: one with what became of each task, an outbox, and what an agent made of a message."""

from typing import Any

import streamlit as st

from core.text import shorten
from core.workflow import Workflow
from pages.results.form import Form, draw_fields, records, text_items
from pages.results.rows import show_rows_table
from pages.ui import TEXT_LIMIT, escape_html, plain


def draw_email(data: Any, key: str, workflow: Workflow | None) -> None:
    letter(data["email"], subject=str(data.get("subject") or ""))
    tasks = records(data.get("tasks"))
    if tasks:
        st.caption("What became of each wish")
        show_rows_table(tasks, f"{key}-tasks", "tasks.csv")


def letter(text: str, *, subject: str = "") -> None:
    """The lines of an e-mail as they were written, in a frame; nothing in it takes effect."""
    with st.container(border=True):
        head = f"<p><strong>{escape_html(subject)}</strong></p>" if subject else ""
        st.html(f'{head}<div style="white-space: pre-wrap">{escape_html(text[:TEXT_LIMIT])}</div>')


EMAIL = Form(draw_email, {"email": str})


COLOURS = {"sent": "green", "failed": "red"}
MOST_LETTERS = 50


def draw_campaign(data: Any, key: str, workflow: Workflow | None) -> None:
    counts = data.get("counts")
    if isinstance(counts, dict) and counts:
        with st.container(horizontal=True):
            for name, count in counts.items():
                st.badge(plain(f"{name}: {count}"), color=COLOURS.get(name, "orange"))  # type: ignore[arg-type]
    _outbox(records(data["outbox"]), key)
    stopped = [item for item in records(data["items"]) if item.get("status") != "done"]
    if stopped:
        st.markdown("**Not sent**")
        show_rows_table(
            [{name: item.get(name) for name in ("store", "status", "reason")} for item in stopped], f"{key}-stopped"
        )


def _outbox(sent: list[dict[str, Any]], key: str) -> None:
    st.markdown("**Outbox**")
    if not sent:
        st.caption("The outbox is empty.")
        return
    show_rows_table(sent, f"{key}-outbox", "outbox.csv")
    for email in sent[:MOST_LETTERS]:
        with st.expander(plain(f"{email.get('store', '')}: {email.get('subject', '')}", 200)):
            letter(str(email.get("body", "")), subject=str(email.get("subject", "")))


CAMPAIGN = Form(draw_campaign, {"outbox": list, "items": list})


MOST_FACTS = 30
LONGEST_FACT = 1000
SHOWN = ("reply", "category", "used", "turns", "facts")


def draw_handled(data: Any, key: str, workflow: Workflow | None) -> None:
    with st.container(horizontal=True):
        if category := data.get("category"):
            st.badge(plain(str(category)), color="blue")
        if turns := data.get("turns"):
            st.badge(plain(f"{turns} {'turn' if turns == 1 else 'turns'}"), color="gray")
    if reply := data.get("reply"):
        letter(str(reply))
    done = text_items(data.get("used"))
    st.caption("What the agent did, in order" if done else "The agent used no tool.")
    with st.container(horizontal=True):
        for number, name in enumerate(done, 1):
            st.badge(plain(f"{number}. {name.replace('_', ' ')}"), color="gray")
    if facts := text_items(data.get("facts")):
        st.caption("What was found")
        for fact in facts[:MOST_FACTS]:
            st.markdown(f"- {plain(shorten(fact, LONGEST_FACT))}")
    draw_fields({name: value for name, value in data.items() if name not in SHOWN}, f"{key}-rest", workflow)


HANDLED = Form(draw_handled, {"used": list})
