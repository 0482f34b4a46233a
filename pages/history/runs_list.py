"""The list of runs, a line each, a page at a time: looked at again every few seconds while one of them goes on."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from core.history import ANY_RUN, Filter, RunRow, moment, zone
from core.models import is_simulated
from core.text import dollars, seconds, shorten, tokens
from pages.history import actions as actions
from pages.history import filter as chosen
from pages.history.actions import show_actions
from pages.history.filter import clear_filter, title
from pages.run import badge, mode_of
from pages.session import playground, visitor
from pages.ui import GALLERY_PAGE, RUN_PAGE, Html, element, plain, show

LONGEST_NAME, LONGEST_REQUEST, LONGEST_MODEL = 80, 140, 40


def run_line(row: RunRow, now: datetime) -> Html:
    """The run's name, what it was asked, how it went, when, for how long and for how much."""
    short, full = moment(row.started, now, zone(st.context.timezone, st.context.timezone_offset))
    return element(
        "div",
        element("div", _first(row), element("span", shorten(row.request, LONGEST_REQUEST), cls="pw-soft")),
        element("div", badge(row.status, row.status)),
        _cell(shorten(row.model, LONGEST_MODEL), "", mode_of(row.workflow, row.mode)),
        _cell(short, full),
        _cell(_duration(row, now), "From the start of the run to its end", "wall time"),
        _cell(_tokens(row), "Tokens in → out; ≈ marks an estimate", "tokens in → out" if row.calls else ""),
        _cell(_money(row), "US dollars; unknown where no price is known", _whose_money(row)),
        cls="pw-run",
    )


def name_of_run(row: RunRow) -> str:
    """What the run is called: its name, else its workflow's."""
    return shorten(row.name or title(row.workflow), LONGEST_NAME)


def _first(row: RunRow) -> Html:
    marks = [mark for mark, so in (("imported", row.imported), ("shared", row.shared)) if so]
    if row.name:
        marks.insert(0, title(row.workflow))
    return element("p", element("b", name_of_run(row)), *(element("span", mark, cls="pw-tag") for mark in marks))


def _cell(words: str, about: str, below: str = "") -> Html:
    lines = [element("span", words), *([element("span", below, cls="pw-soft")] if below else [])]
    return element("div", *lines, title=about)


def _duration(row: RunRow, now: datetime) -> str:
    if row.status in ("running", "waiting"):
        return seconds(max(0.0, (now - datetime.fromisoformat(row.started)).total_seconds()))
    return "–" if row.wall_s is None else seconds(row.wall_s)


def _tokens(row: RunRow) -> str:
    if not row.calls:
        return "no calls"
    return f"{tokens(row.input_tokens, estimated=row.estimated)} → {tokens(row.output_tokens)}"


def _money(row: RunRow) -> str:
    return dollars(row.cost_usd) if row.calls else "–"


def _whose_money(row: RunRow) -> str:
    if not row.calls:
        return ""
    return "simulated" if is_simulated(row.model) else "cost"


EVERY = 2.0  # seconds between two looks while a run goes on
UNKEPT = "It could not be stored and goes when the server stops. Open it and save it with “Share”, as a file."


def show_runs_list(wanted: Filter) -> None:
    """Draw the runs that are wanted, and what can be done with them."""
    every = EVERY if _going_on(_rows(wanted)) else None
    st.fragment(_look, run_every=every)(wanted, every)


def _look(wanted: Filter, every: float | None) -> None:
    rows = _rows(wanted)
    in_line = playground().in_line(visitor())
    if in_line:
        st.caption(f"{in_line} more in line. A run appears here when it begins.")
    show_actions(rows, deleted=wanted.deleted)
    unkept = playground().unkept(visitor()) if chosen.page() == 1 and wanted == ANY_RUN else []
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
        st.checkbox(f"Select {plain(name_of_run(row))}", key=actions.pick(row), label_visibility="collapsed")
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
            show(run_line(row, datetime.now(UTC)))
        if not deleted:
            _open(row)


def _show_unkept(row: RunRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"unkept-{-row.number}"):
        st.badge("not kept", color="orange", help=UNKEPT)
        with st.container(width="stretch"):
            show(run_line(row, datetime.now(UTC)))
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
    elif wanted != ANY_RUN:
        show(element("div", "No run fits what is chosen above.", cls="pw-empty"))
        st.button("Show all runs", key="clear-filter", icon=":material/filter_alt_off:", on_click=clear_filter)
    elif playground().history.notice:
        show(element("div", "There is nothing to show here at the moment; above is said why.", cls="pw-empty"))
    else:
        words = "No runs yet. Open a workflow and press Run: the simulated model needs no key. Every run is kept here."
        show(element("div", words, cls="pw-empty"))
        st.page_link(GALLERY_PAGE.script, label="Choose a workflow", icon=":material/grid_view:")
