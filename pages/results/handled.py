"""What an agent made of a message: the reply as a letter, what it was taken for, and what the agent did, in order."""

from typing import Any

import streamlit as st

from core.text import shorten
from core.workflow import Workflow
from pages.results import fields
from pages.results.email import letter
from pages.results.form import Form, texts
from pages.ui import plain

MOST_FACTS = 30
LONGEST_FACT = 1000
SHOWN = ("reply", "category", "used", "turns", "facts")


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    with st.container(horizontal=True):
        if category := data.get("category"):
            st.badge(plain(str(category)), color="blue")
        if turns := data.get("turns"):
            st.badge(plain(f"{turns} {'turn' if turns == 1 else 'turns'}"), color="gray")
    if reply := data.get("reply"):
        letter(str(reply))
    done = texts(data.get("used"))
    st.caption("What the agent did, in order" if done else "The agent used no tool.")
    with st.container(horizontal=True):
        for number, name in enumerate(done, 1):
            st.badge(plain(f"{number}. {name.replace('_', ' ')}"), color="gray")
    if facts := texts(data.get("facts")):
        st.caption("What was found")
        for fact in facts[:MOST_FACTS]:
            st.markdown(f"- {plain(shorten(fact, LONGEST_FACT))}")
    fields.draw({name: value for name, value in data.items() if name not in SHOWN}, f"{key}-rest", workflow)


FORM = Form(draw, {"used": list})
