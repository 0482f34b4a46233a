"""Which runs of the history are looked at, and which page of them."""

from typing import get_args

import streamlit as st

from core.history.questions import Filter, StoredStatus
from core.workflow import find_workflows
from pages.views.playground import playground, visitor

SEARCH, WORKFLOW, STATUS, MARKS = "history-search", "history-workflow", "history-status", "history-marks"
PAGES = "history-pages"
STARRED, DELETED = "Starred", "Deleted"
ROWS = 20
LONGEST_SEARCH = 200


def show() -> Filter:
    """Draw the fields; what they say."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        words = st.text_input(
            "Search",
            key=SEARCH,
            placeholder="Words of the request or the name",
            max_chars=LONGEST_SEARCH,
            width=280,
            persist_state="session",
            on_change=first_page,
        )
        workflow = _choice("Workflow", WORKFLOW, playground().history.workflows(visitor()), 240)
        status = _choice("Status", STATUS, list(_statuses()), 160)
        marks = st.pills(
            "Only",
            [STARRED, DELETED],
            key=MARKS,
            selection_mode="multi",
            persist_state="session",
            on_change=first_page,
        )
    return Filter(
        workflow=workflow,
        status=_statuses().get(status or ""),
        search=(words or "").strip(),
        starred=STARRED in marks,
        deleted=DELETED in marks,
    )


def clear() -> None:
    """Look at all runs again."""
    for key in (SEARCH, WORKFLOW, STATUS, MARKS):
        st.session_state[key] = [] if key == MARKS else "" if key == SEARCH else None
    first_page()


def before() -> int | None:
    """The number of the last run on the page before; None on the first page."""
    pages = st.session_state.get(PAGES) or [None]
    last: int | None = pages[-1]
    return last


def page() -> int:
    """Which page is shown, from 1."""
    return len(st.session_state.get(PAGES) or [None])


def older(last: int) -> None:
    """Go to the page after the run with this number."""
    st.session_state[PAGES] = [*(st.session_state.get(PAGES) or [None]), last]


def newer() -> None:
    """Go back by a page."""
    st.session_state[PAGES] = (st.session_state.get(PAGES) or [None])[:-1] or [None]


def first_page() -> None:
    """Begin with the newest run again."""
    st.session_state[PAGES] = [None]


def title(workflow_id: str) -> str:
    """A workflow's name; its id where there is no such workflow any more."""
    found = find_workflows().get(workflow_id)
    return found.title if found else workflow_id


def _choice(label: str, key: str, options: list[str], width: int) -> str | None:
    chosen: str | None = st.selectbox(
        label,
        options,
        index=None,
        key=key,
        placeholder="Any",
        format_func=title if key == WORKFLOW else str,
        width=width,
        persist_state="session",
        on_change=first_page,
    )
    return chosen


def _statuses() -> dict[str, StoredStatus]:
    literals = get_args(StoredStatus)
    return {one: one for part in literals for one in (get_args(part) or (part,))}
