"""What a planner found, its tasks as they ended, each with the agent that was made for it, and how the list changed."""

from typing import Any

import streamlit as st

from core.text import shorten, visible
from core.workflow import Workflow
from pages.results.form import Form, records, texts
from pages.ui import plain, show_markdown, show_text

MARKS = {"done": "✓", "stopped": "✗", "open": "…"}
COLOURS = {"done": "green", "stopped": "red", "open": "gray"}
MOST_SHOWN = 50
LONGEST_NAME = 60


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    if text := data.get("text"):
        show_markdown(str(text), key=f"{key}-text")
    work = data["work"]
    for note in texts(work.get("notes")):
        st.warning(plain(note), icon=":material/content_cut:")
    tasks = records(work.get("tasks"))
    show_counts(tasks)
    if states := records(data.get("history")):
        st.caption("The list after the plan and after each result: priority while a task is open, 10 comes first")
        st.dataframe(changes(tasks, states), hide_index=True)
    for task in tasks[:MOST_SHOWN]:
        _task(task, f"{key}-{task.get('number')}")


def show_counts(tasks: list[dict[str, Any]]) -> None:
    """How many tasks are done, stopped and open."""
    with st.container(horizontal=True):
        for status, colour in COLOURS.items():
            count = sum(one.get("status") == status for one in tasks)
            if count:
                st.badge(f"{count} {status}", color=colour)  # type: ignore[arg-type]


def changes(tasks: list[dict[str, Any]], states: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A row a task, a column a state of the list: the priority of an open task, a mark for one that has ended."""
    columns = {("plan" if not place else f"result {place}"): _cells(state) for place, state in enumerate(states)}
    return [
        {"task": shorten(visible(str(task.get("name", ""))), LONGEST_NAME)}
        | {name: cells.get(str(task.get("number")), "") for name, cells in columns.items()}
        for task in tasks[:MOST_SHOWN]
    ]


def _cells(state: dict[str, Any]) -> dict[str, str]:
    return {str(one.get("number")): _cell(one) for one in records(state.get("tasks"))}


def _cell(task: dict[str, Any]) -> str:
    status = task.get("status")
    return shorten(str(task.get("priority", "")), 10) if status == "open" else MARKS.get(str(status), "")


def _task(task: dict[str, Any], key: str) -> None:
    mark = MARKS.get(str(task.get("status")), "")
    with st.expander(plain(f"{mark} {task.get('number')}. {shorten(str(task.get('name', '')), LONGEST_NAME)}")):
        st.caption(plain(str(task.get("what", ""))))
        show_text(str(task.get("result") or "Not done."), key=f"{key}-result")
        st.caption("The system message of its agent, and its tools")
        show_text(str(task.get("instructions", "")), key=f"{key}-system")
        tools = texts(task.get("tools"))
        st.caption(plain(", ".join(tools)) if tools else "no tools")


FORM = Form(draw, {"work": dict})
