"""The outbox: the e-mails that were sent, each to be read, and why the others were not. Nothing left the machine."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.email import letter
from pages.results.form import Form, records
from pages.results.rows import table
from pages.ui import plain

COLOURS = {"sent": "green", "failed": "red"}
MOST_LETTERS = 50


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    counts = data.get("counts")
    if isinstance(counts, dict) and counts:
        with st.container(horizontal=True):
            for name, count in counts.items():
                st.badge(plain(f"{name}: {count}"), color=COLOURS.get(name, "orange"))  # type: ignore[arg-type]
    _outbox(records(data["outbox"]), key)
    stopped = [one for one in records(data["items"]) if one.get("status") != "done"]
    if stopped:
        st.markdown("**Not sent**")
        table([{name: one.get(name) for name in ("store", "status", "reason")} for one in stopped], f"{key}-stopped")


def _outbox(sent: list[dict[str, Any]], key: str) -> None:
    st.markdown("**Outbox**")
    if not sent:
        st.caption("The outbox is empty.")
        return
    table(sent, f"{key}-outbox", "outbox.csv")
    for one in sent[:MOST_LETTERS]:
        with st.expander(plain(f"{one.get('store', '')}: {one.get('subject', '')}", 200)):
            letter(str(one.get("body", "")), subject=str(one.get("subject", "")))


FORM = Form(draw, {"outbox": list, "items": list})
