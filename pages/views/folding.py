"""Which groups of a workflow are open, and which are drawn as one node, one bar and one line.

A button for each: unlike a choice among several, it cannot take a group that has only just begun for one that was shut.
"""

import streamlit as st

from core.groups import group_names
from core.paths import fold
from core.text import shorten
from core.trace import Trace
from core.workflow import Workflow
from pages.views.untrusted import plain

MOST_OFFERED = 16
LONGEST_NAME = 40
OPEN, SHUT = ":material/keyboard_arrow_down:", ":material/keyboard_arrow_right:"


def shut(workflow: Workflow) -> tuple[str, ...]:
    """The groups that the visitor has shut, by qualified names."""
    return tuple(st.session_state.get(_key(workflow), ()))


def show(workflow: Workflow, trace: Trace | None) -> None:
    """Draw a button for each group; nothing for a workflow without any."""
    names = group_names(workflow, trace)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        closed = shut(workflow)
        for number, name in enumerate(names[:MOST_OFFERED]):
            if fold(name, closed) == name:
                _button(workflow, name, number, is_shut=name in closed)
        if len(names) > MOST_OFFERED:
            st.caption(f"and {len(names) - MOST_OFFERED} more groups")


def _button(workflow: Workflow, name: str, number: int, *, is_shut: bool) -> None:
    st.button(
        _label(name),
        key=f"group-{number}",
        type="tertiary",
        icon=SHUT if is_shut else OPEN,
        on_click=_toggle,
        args=(workflow, name),
        help="Open this group" if is_shut else "Draw this group as one node, one bar and one line",
    )


def _label(name: str) -> str:
    """The innermost two names tell groups of the same name apart."""
    return plain(" / ".join(shorten(one, LONGEST_NAME) for one in name.split("/")[-2:]).strip() or "no name")


def _toggle(workflow: Workflow, name: str) -> None:
    closed = shut(workflow)
    st.session_state[_key(workflow)] = [one for one in closed if one != name] + ([name] if name not in closed else [])


def _key(workflow: Workflow) -> str:
    return f"shut-groups-{workflow.id}"
