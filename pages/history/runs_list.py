"""The list of runs: looked at again every few seconds while one of them goes on, a page at a time."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from core.history import ANY, Filter, RunRow
from pages.history import actions as actions
from pages.history import filter as chosen
from pages.history.row import line, name_of
from pages.session import playground, visitor
from pages.ui import GALLERY_PAGE, RUN_PAGE, element, plain, show

EVERY = 2.0  # seconds between two looks while a run goes on
UNKEPT = "It could not be stored and goes when the server stops. Open it and save it with “Share”, as a file."


def show_list(wanted: Filter) -> None:
    """Draw the runs that are wanted, and what can be done with them."""
    every = EVERY if _going_on(_rows(wanted)) else None
    st.fragment(_look, run_every=every)(wanted, every)


def _look(wanted: Filter, every: float | None) -> None:
    rows = _rows(wanted)
    in_line = playground().in_line(visitor())
    if in_line:
        st.caption(f"{in_line} more in line. A run appears here when it begins.")
    actions.show(rows, deleted=wanted.deleted)
    unkept = playground().unkept(visitor()) if chosen.page() == 1 and wanted == ANY else []
    for row in unkept:
        _show_unkept(row)
    if not rows and not unkept:
        _empty(wanted)
    for row in rows[: chosen.ROWS]:
        _show_row(row, deleted=wanted.deleted)
    _paging(wanted, rows)
    if every is not None and not _going_on(rows):
        st.rerun()


def _going_on(rows: Sequence[RunRow]) -> bool:
    return any(row.status in ("running", "waiting") for row in rows) or playground().in_line(visitor()) > 0


def _rows(wanted: Filter) -> list[RunRow]:
    """The runs of this page, and one more if there are older ones."""
    return playground().history.runs(visitor(), wanted, before=chosen.before(), most=chosen.ROWS + 1)


def _show_row(row: RunRow, *, deleted: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"run-{row.number}"):
        st.checkbox(f"Select {plain(name_of(row))}", key=actions.pick(row), label_visibility="collapsed")
        if not deleted:
            st.button(
                "Remove the star" if row.starred else "Star",
                key=f"{'starred' if row.starred else 'star'}-{row.number}",
                icon=":material/star:" if row.starred else ":material/star_border:",
                type="tertiary",
                help="Take the star away" if row.starred else "Star this run",
                on_click=actions.star,
                args=([row.id], not row.starred),
            )
        with st.container(width="stretch"):
            show(line(row, datetime.now(UTC)))
        if not deleted:
            _open(row)


def _show_unkept(row: RunRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"unkept-{-row.number}"):
        st.badge("not kept", color="orange", help=UNKEPT)
        with st.container(width="stretch"):
            show(line(row, datetime.now(UTC)))
        _open(row)


def _open(row: RunRow) -> None:
    query = {"workflow": row.workflow, "run": row.id}
    st.page_link(RUN_PAGE.script, label="Open", icon=":material/arrow_forward:", query_params=query)


def _paging(wanted: Filter, rows: Sequence[RunRow]) -> None:
    more = len(rows) > chosen.ROWS
    page = chosen.page()
    if page == 1 and not more:
        return
    count = playground().history.count(visitor(), wanted)
    first = (page - 1) * chosen.ROWS
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Newer", key="newer", icon=":material/chevron_left:", disabled=page == 1, on_click=chosen.newer)
        last = rows[: chosen.ROWS][-1].number if rows else 0
        st.button(
            "Older",
            key="older",
            icon=":material/chevron_right:",
            disabled=not more,
            on_click=chosen.older,
            args=(last,),
        )
        st.caption(f"{first + 1}–{first + min(len(rows), chosen.ROWS)} of {count:,}")


def _empty(wanted: Filter) -> None:
    if wanted == Filter(deleted=True):
        show(element("div", "Nothing is deleted.", cls="pw-empty"))
    elif wanted != ANY:
        show(element("div", "No run fits what is chosen above.", cls="pw-empty"))
        st.button("Show all runs", key="clear-filter", icon=":material/filter_alt_off:", on_click=chosen.clear)
    elif playground().history.notice:
        show(element("div", "There is nothing to show here at the moment; above is said why.", cls="pw-empty"))
    else:
        words = "No runs yet. Open a workflow and press Run: the simulated model needs no key. Every run is kept here."
        show(element("div", words, cls="pw-empty"))
        st.page_link(GALLERY_PAGE.script, label="Choose a workflow", icon=":material/grid_view:")
