"""Which groups of a workflow are open, and when the steps of those that are shut ran, taken together."""

import hashlib
from collections.abc import Collection, Iterator

import streamlit as st

from core.diagram import fold
from core.reports import Group, GroupLine, group_names
from core.text import shorten
from core.trace import Span, Step, Trace
from core.workflow import Workflow
from pages.ui import plain

SHORTEST = 0.001  # seconds


def merged(spans: list[Span], gap: float, most: int) -> list[Span]:
    """The stretches in which at least one of them runs; those less than `gap` seconds apart are one, or less than as
    many times that as it takes for `most` stretches.
    """
    stretches = sorted(spans)
    while True:
        joined: list[Span] = []
        for start, end in stretches:
            if joined and start <= joined[-1][1] + gap:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        if len(joined) <= most:
            return joined
        stretches, gap = joined, max(2 * gap, SHORTEST)


def by_node(group: Group, shut: Collection[str], deepest: int) -> Iterator[tuple[GroupLine, list[Step]]]:
    """A line for each node of a group with its steps, and for each group; shut are also all below `deepest`."""
    nodes: dict[str, list[Step]] = {}
    for member in group.members.values():
        if isinstance(member, Step):
            nodes.setdefault(member.node, []).append(member)
    told: set[str] = set()
    depth = len(group.path)
    for member in group.members.values():
        if isinstance(member, Group):
            is_shut = depth >= deepest or member.place in shut
            yield GroupLine(member, depth, shut=is_shut), member.steps if is_shut else []
            yield from () if is_shut else by_node(member, shut, deepest)
        elif member.node not in told:
            told.add(member.node)
            yield GroupLine(member, depth), nodes[member.node]


MOST_OFFERED = 16
LONGEST_NAME = 40


def shut(workflow: Workflow) -> tuple[str, ...]:
    """The groups that the visitor has shut, by qualified names."""
    return tuple(st.session_state.get(_store(workflow), ()))


def show_folding(workflow: Workflow, trace: Trace | None) -> None:
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
    return plain(" / ".join(shorten(part, LONGEST_NAME) for part in name.split("/")[-2:]).strip() or "no name")


def _changed(workflow: Workflow, name: str, key: str) -> None:
    others = [group for group in shut(workflow) if group != name]
    st.session_state[_store(workflow)] = others if st.session_state[key] else [*others, name]


def _store(workflow: Workflow) -> str:
    return f"shut-groups-{workflow.id}"
