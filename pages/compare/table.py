"""The figures of a comparison: a row for each mode with what limited it, and speed-up by concurrency as a chart."""

from typing import Any

import streamlit as st

from core.lab import Comparison, ModeRow, Point, Spread, bound, notes, points, rows, verdicts
from core.text import dollars, seconds
from pages.compare.what_if import WhatIf, curve
from pages.ui import Html, element, plain
from pages.ui import show as show_html

MEASURED, PREDICTED, BOUND = "#2a9d8f", "#7c8ce0", "#d97706"
NO_BASE = (
    "A speed-up is sequential ÷ another mode: measure both on something that can run at once, "
    "and at least one pair of their runs must count."
)

_Spec = dict[str, Any]


def show_speed_up_chart(comparison: Comparison, asked: WhatIf) -> None:
    """Draw the chart."""
    st.subheader("Speed-up by branches at once", anchor=False)
    found = points(comparison)
    if not found:
        st.caption(NO_BASE)
        return
    line, most = curve(comparison, asked), bound(comparison)
    with st.container(key="compare-chart"):
        st.vega_lite_chart(spec(found, line, most), alt=_alt(found, most), width="stretch")
        limited = f" under {asked.calls_per_minute} requests a minute" if asked.calls_per_minute else ""
        said = f" · dashes: the bound from the critical path, {most:.2f}×" if most else ""
        st.caption(f"Points: measured, with min and max · line: predicted{limited}{said}")


def spec(measured: list[Point], line: list[tuple[int, float]], most: float | None) -> _Spec:
    """The chart as a Vega-Lite specification."""
    dots = [
        {
            "at_once": point.at_once,
            "mode": point.mode,
            "speedup": point.speedup.median,
            "least": point.speedup.least,
            "greatest": point.speedup.greatest,
            "n": point.speedup.count,
        }
        for point in measured
    ]
    curve_values = [{"at_once": count, "speedup": value} for count, value in line]
    layers: list[_Spec] = [
        _layer({"type": "line", "color": PREDICTED, "point": {"color": PREDICTED, "size": 12}}, curve_values),
        {
            "data": {"values": dots},
            "mark": {"type": "rule", "color": MEASURED, "strokeWidth": 2},
            "encoding": {"x": _X, "y": {**_Y, "field": "least"}, "y2": {"field": "greatest"}},
        },
        _layer({"type": "point", "filled": True, "size": 80, "color": MEASURED, "opacity": 1}, dots, tooltip=_TOLD),
    ]
    if most is not None:
        rule = {"type": "rule", "color": BOUND, "strokeDash": [6, 4]}
        layers.append(
            {"data": {"values": [{"bound": most}]}, "mark": rule, "encoding": {"y": {**_Y, "field": "bound"}}}
        )
    return {"layer": layers, "height": 260}


_X: _Spec = {"field": "at_once", "type": "quantitative", "title": "branches at once", "axis": {"tickMinStep": 1}}
_Y: _Spec = {"field": "speedup", "type": "quantitative", "title": "sequential ÷ mode", "scale": {"domainMin": 0}}
_TOLD = [{"field": name} for name in ("mode", "at_once", "speedup", "least", "greatest", "n")]


def _layer(mark: _Spec, values: list[_Spec], tooltip: list[_Spec] | None = None) -> _Spec:
    encoding: _Spec = {"x": _X, "y": _Y}
    if tooltip:
        encoding["tooltip"] = tooltip
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _alt(measured: list[Point], most: float | None) -> str:
    listed = ", ".join(f"{point.mode} {point.speedup.median:.2f}×" for point in measured)
    return f"Speed-up by branches at once: {listed}" + (f"; bound {most:.2f}×" if most else "")


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


def show_comparison_table(comparison: Comparison) -> None:
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
