"""Which runs of the history are looked at, and which page of them."""

from functools import partial
from typing import Any, get_args

import streamlit as st

from core.history import Filter, StoredStatus
from core.workflows import find_workflows
from pages.session import playground, visitor
from pages.ui import listening, select_default, widget_default

SEARCH, WORKFLOW, STATUS, MARKS = "history-search", "history-workflow", "history-status", "history-marks"
PAGES, CHOSEN = "history-pages", "history-filter"
STARRED, DELETED = "Starred", "Deleted"
ROWS = 20
LONGEST_SEARCH = 200


def show_filter() -> Filter:
    """Draw the fields; what they say."""
    mine = _chosen()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"), listening("filter"):
        st.text_input(
            "Search",
            placeholder="Words of the request or the name",
            max_chars=LONGEST_SEARCH,
            width=280,
            **widget_default(SEARCH, mine[SEARCH], partial(_choose, SEARCH)),
        )
        _choice("Workflow", WORKFLOW, playground().history.workflows(visitor()), 240)
        _choice("Status", STATUS, list(_statuses()), 160)
        marks = widget_default(MARKS, mine[MARKS], partial(_choose, MARKS), "default")
        st.pills("Only", [STARRED, DELETED], selection_mode="multi", **marks)
    return Filter(
        workflow=mine[WORKFLOW],
        status=_statuses().get(mine[STATUS] or ""),
        search=(mine[SEARCH] or "").strip(),
        starred=STARRED in mine[MARKS],
        deleted=DELETED in mine[MARKS],
    )


def clear_filter() -> None:
    """Look at all runs again."""
    st.session_state.pop(CHOSEN, None)
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


def _chosen() -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.setdefault(CHOSEN, {SEARCH: "", WORKFLOW: None, STATUS: None, MARKS: []})
    return found


def _choose(key: str, value: Any) -> None:
    _chosen()[key] = value
    first_page()


def _choice(label: str, key: str, options: list[str], width: int) -> None:
    words: dict[str, Any] = {"placeholder": "Any", "format_func": title if key == WORKFLOW else str, "width": width}
    wanted = select_default(key, _chosen()[key], partial(_choose, key), options)
    st.selectbox(label, options, **words, **({"index": None} | wanted))


def _statuses() -> dict[str, StoredStatus]:
    literals = get_args(StoredStatus)
    return {literal: literal for part in literals for literal in (get_args(part) or (part,))}
