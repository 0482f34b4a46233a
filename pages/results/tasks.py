"""What agents did, task by task or file by file, and who gave up."""

from typing import Any

import streamlit as st

from core.text import shorten, visible
from core.workflow import Workflow
from pages.results.form import Form, records, text_items
from pages.ui import plain, show_markdown, show_text

MARKS = {"done": "✓", "stopped": "✗", "open": "…"}
COLOURS = {"done": "green", "stopped": "red", "open": "gray"}
MOST_SHOWN = 50
LONGEST_NAME = 60


def draw_work_list(data: Any, key: str, workflow: Workflow | None) -> None:
    if text := data.get("text"):
        show_markdown(str(text), key=f"{key}-text")
    work = data["work"]
    for note in text_items(work.get("notes")):
        st.warning(plain(note), icon=":material/content_cut:")
    tasks = records(work.get("tasks"))
    show_task_counts(tasks)
    if states := records(data.get("history")):
        st.caption("The list after the plan and after each result: priority while a task is open, 10 comes first")
        st.dataframe(changes(tasks, states), hide_index=True)
    for task in tasks[:MOST_SHOWN]:
        _task(task, f"{key}-{task.get('number')}")


def show_task_counts(tasks: list[dict[str, Any]]) -> None:
    """How many tasks are done, stopped and open."""
    with st.container(horizontal=True):
        for status, colour in COLOURS.items():
            count = sum(task.get("status") == status for task in tasks)
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
    return {str(task.get("number")): _cell(task) for task in records(state.get("tasks"))}


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
        tools = text_items(task.get("tools"))
        st.caption(plain(", ".join(tools)) if tools else "no tools")


WORK_LIST = Form(draw_work_list, {"work": dict})


def draw_website(data: Any, key: str, workflow: Workflow | None) -> None:
    for change in records(data["changes"]):
        version = change.get("version")
        kept = f"version {version}" if version is not None else "unchanged"
        with st.container(border=True):
            st.markdown(f"**{plain(str(change.get('file', '')))}** · {plain(kept)}")
            st.markdown(plain(str(change.get("summary", "")), 1000))
            if change.get("notice"):
                st.caption(f"Told its dependents: {plain(str(change['notice']), 500)}")
    for reason in data["given_up"]:
        st.warning(plain(str(reason), 500), icon=":material/flag:")


WEBSITE = Form(draw_website, {"changes": list, "given_up": list})
