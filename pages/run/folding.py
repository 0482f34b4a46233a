"""Which groups of a workflow are open, and which are drawn as one node, one bar and one line.

A box for each: unlike a choice among several, it cannot take a group that has only just begun for one that was shut;
unlike a button, it keeps what was clicked while the page is busy.
"""

import hashlib

import streamlit as st

from core.diagram import fold
from core.reports import group_names
from core.text import shorten
from core.trace import Trace
from core.workflow import Workflow
from pages.ui import plain

MOST_OFFERED = 16
LONGEST_NAME = 40


def shut(workflow: Workflow) -> tuple[str, ...]:
    """The groups that the visitor has shut, by qualified names."""
    return tuple(st.session_state.get(_store(workflow), ()))


def show(workflow: Workflow, trace: Trace | None) -> None:
    """Draw a box for each group that stands in none that is shut; nothing for a workflow without any."""
    names = group_names(workflow, trace)
    closed = shut(workflow)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if names:
            st.caption("Open groups", width="content")
        for name in names[:MOST_OFFERED]:
            if fold(name, closed) == name:
                _box(workflow, name, is_open=name not in closed)
        if len(names) > MOST_OFFERED:
            st.caption(f"and {len(names) - MOST_OFFERED} more groups")


def _box(workflow: Workflow, name: str, *, is_open: bool) -> None:
    key = f"group-{hashlib.blake2s(f'{workflow.id}/{name}'.encode(), digest_size=6).hexdigest()}"
    st.checkbox(
        _label(name),
        key=key,
        on_change=_changed,
        args=(workflow, name, key),
        width="content",
        value=is_open,
    )


def _label(name: str) -> str:
    """The innermost two names tell groups of the same name apart."""
    return plain(" / ".join(shorten(one, LONGEST_NAME) for one in name.split("/")[-2:]).strip() or "no name")


def _changed(workflow: Workflow, name: str, key: str) -> None:
    others = [one for one in shut(workflow) if one != name]
    st.session_state[_store(workflow)] = others if st.session_state[key] else [*others, name]


def _store(workflow: Workflow) -> str:
    return f"shut-groups-{workflow.id}"
