"""The table of a comparison: a row for each mode, what limited it, and what a reader must know."""

import streamlit as st

from core.lab import Comparison, ModeRow, Spread, notes, rows, verdicts
from core.text import dollars, seconds
from pages.ui import Html, element, plain
from pages.ui import show as show_html

COLUMNS = (
    ("mode", ""),
    ("wall, median", "from start to end"),
    ("min–max", "of the wall time"),
    ("n", "runs that count"),
    ("sum of calls", "the steps' durations added up"),
    ("critical path", "the longest chain of steps that had to follow each other"),
    ("speed-up", "sequential ÷ this mode, pair by pair: median (min–max)"),
    ("efficiency", "critical path ÷ wall time"),
    ("calls", "of one run"),
    ("tokens in + out", "of one run"),
    ("cost", "of one run"),
    ("429s", "attempts refused for coming too fast, of one run"),
    ("waited", "before further attempts, of one run"),
)


def show(comparison: Comparison) -> None:
    """Draw the table and the sentences below it."""
    st.subheader("What it came to", anchor=False)
    with st.container(key="compare-table", gap="xsmall"):
        show_html(table_html(comparison))
        for note in notes(comparison):
            st.caption(plain(note, 500))
    st.subheader("What limited each mode", anchor=False)
    with st.container(key="compare-limits", gap="xsmall"):
        lines = [element("li", element("b", mode), f": {said}") for mode, said in verdicts(comparison)]
        show_html(element("ul", *lines, style="margin:0;padding-left:1.2rem;font-size:.9rem"))


def table_html(comparison: Comparison) -> Html:
    """The table as one block."""
    head = [
        element("th", name, cls="" if place == 0 else "pw-n", title=told) for place, (name, told) in enumerate(COLUMNS)
    ]
    body = [_row(row) for row in rows(comparison)]
    table = element("table", element("thead", element("tr", *head)), element("tbody", *body), cls="pw-steps")
    return element("div", table, cls="pw-scroll")


def _row(row: ModeRow) -> Html:
    figures = [element("td", figure, cls="pw-n") for figure in _figures(row)]
    return element("tr", element("td", element("b", row.mode)), *figures)


def _figures(row: ModeRow) -> list[str]:
    if row.wall is None:
        nothing = f"{row.failed} not counted" if row.failed else "not measured"
        return [nothing, *[""] * (len(COLUMNS) - 2)]
    return [
        seconds(row.wall.median),
        f"{seconds(row.wall.least)}–{seconds(row.wall.greatest)}",
        f"{row.wall.count}" + (f" ({row.failed} not counted)" if row.failed else ""),
        seconds(row.steps.median) if row.steps else "",
        seconds(row.path.median) if row.path else "",
        _times(row.speedup),
        f"{row.efficiency:.0%}" if row.efficiency is not None else "",
        str(row.calls),
        f"{row.input_tokens:,} + {row.output_tokens:,}",
        dollars(row.cost_usd),
        str(row.refused),
        seconds(row.waited_s) if row.waited_s else "0",
    ]


def _times(spread: Spread | None) -> str:
    if spread is None:
        return ""
    if spread.count == 1 or spread.least == spread.greatest:
        return f"{spread.median:.2f}×"
    return f"{spread.median:.2f}× ({spread.least:.2f}–{spread.greatest:.2f})"
