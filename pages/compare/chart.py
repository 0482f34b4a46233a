"""Speed-up against concurrency: measured points with their spread, the prediction, and the bound."""

from typing import Any

import streamlit as st

from core.lab import Comparison, Point, bound, points
from pages.compare.what_if import Asked, curve

MEASURED, PREDICTED, BOUND = "#2a9d8f", "#7c8ce0", "#d97706"
NO_BASE = (
    "A speed-up is sequential ÷ another mode: measure both on something that can run at once, "
    "and at least one pair of their runs must count."
)

Spec = dict[str, Any]


def show(comparison: Comparison, asked: Asked) -> None:
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


def spec(measured: list[Point], line: list[tuple[int, float]], most: float | None) -> Spec:
    """The chart as a Vega-Lite specification."""
    dots = [
        {
            "at_once": one.at_once,
            "mode": one.mode,
            "speedup": one.speedup.median,
            "least": one.speedup.least,
            "greatest": one.speedup.greatest,
            "n": one.speedup.count,
        }
        for one in measured
    ]
    curve_values = [{"at_once": count, "speedup": value} for count, value in line]
    layers: list[Spec] = [
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


_X: Spec = {"field": "at_once", "type": "quantitative", "title": "branches at once", "axis": {"tickMinStep": 1}}
_Y: Spec = {"field": "speedup", "type": "quantitative", "title": "sequential ÷ mode", "scale": {"domainMin": 0}}
_TOLD = [{"field": name} for name in ("mode", "at_once", "speedup", "least", "greatest", "n")]


def _layer(mark: Spec, values: list[Spec], tooltip: list[Spec] | None = None) -> Spec:
    encoding: Spec = {"x": _X, "y": _Y}
    if tooltip:
        encoding["tooltip"] = tooltip
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _alt(measured: list[Point], most: float | None) -> str:
    listed = ", ".join(f"{one.mode} {one.speedup.median:.2f}×" for one in measured)
    return f"Speed-up by branches at once: {listed}" + (f"; bound {most:.2f}×" if most else "")
