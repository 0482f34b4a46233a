"""What if there were more workers, or a rate limit? Computed from a recorded run, without a new call."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from core.lab import (
    MOST_WORKERS,
    Comparison,
    LabSession,
    Spread,
    Strip,
    TimedMode,
    best_record,
    measured_strip,
    minute_of,
    predict,
    predicted,
    predicted_strip,
    widest,
)
from core.text import seconds
from pages.compare.timelines import strips_html
from pages.ui import element, listening, widget_default
from pages.ui import show as show_html

WORKERS, LIMIT = "compare-workers", "compare-what-if-limit"
CHOSEN = "compare-what-if"
LEAST_AXIS, USUAL = 8, 4


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How many workers, and how many calls a minute (None: as many as come)."""

    workers: int
    calls_per_minute: int | None


def ask_what_if(session: LabSession) -> WhatIf:
    """Draw the questions; what is asked. A new comparison starts from four at once and its own rate limit."""
    comparison = session.comparison
    st.subheader("What if …", anchor=False)
    first = WhatIf(USUAL, comparison.plan.options.simulation.requests_per_minute)
    most, asked = most_workers(comparison), _chosen(session.id, first)
    at_once = min(asked.workers, most)
    with listening("what-if"):
        workers = widget_default(WORKERS, at_once, partial(_choose, session.id, first, "workers"))
        st.slider("… this many branches ran at once", 1, most, **workers)
        limit = widget_default(LIMIT, asked.calls_per_minute, partial(_choose, session.id, first, "calls_per_minute"))
        st.number_input(
            "… the server allowed this many requests a minute", min_value=1, placeholder="no limit", **limit
        )
    record = best_record(comparison)
    if record is not None:
        st.caption(
            f"Computed from run {record.repeat + 1} of {record.mode} with its measured durations: no call is made. "
            "The order of waiting branches is that of the engine; what a call would take under load is not known."
        )
    return WhatIf(at_once, asked.calls_per_minute)


def _chosen(session_id: str, first: WhatIf) -> WhatIf:
    kept = st.session_state.get(CHOSEN, {})
    asked: WhatIf = kept["asked"] if kept.get("of") == session_id else first
    return asked


def _choose(session_id: str, first: WhatIf, name: str, value: int | None) -> None:
    changed: dict[str, Any] = {name: value}
    st.session_state[CHOSEN] = {"of": session_id, "asked": replace(_chosen(session_id, first), **changed)}


def most_workers(comparison: Comparison) -> int:
    """How far the slider goes: all branches of the widest fan-out, and every cap that was measured."""
    record = best_record(comparison)
    caps = [mode.concurrency or 0 for mode in comparison.modes]
    return min(MOST_WORKERS, max([LEAST_AXIS, *caps, widest(record.trace) if record else 1]))


def curve(comparison: Comparison, asked: WhatIf) -> list[tuple[int, float]]:
    """The predicted speed-up for 1 … N workers."""
    record = best_record(comparison)
    if record is None:
        return []
    return predicted(comparison, record.trace, most_workers(comparison), asked.calls_per_minute)


def show_prediction(comparison: Comparison, asked: WhatIf) -> None:
    """Draw the predicted timeline, with a measured one below it where there is one with as many at once."""
    record = best_record(comparison)
    if record is None:
        return
    limit, minute = asked.calls_per_minute, minute_of(comparison)
    planned = predict(record.trace, workers=asked.workers, calls_per_minute=limit, minute_s=minute)
    limited = f", {limit} requests a minute" if limit else ""
    strips = [predicted_strip(f"predicted: {asked.workers} at once{limited}", planned)]
    strips += _measured(comparison, asked)
    with st.container(key="compare-prediction"):
        show_html(element("b", _verdict(strips)), strips_html(strips))


def _measured(comparison: Comparison, asked: WhatIf) -> list[Strip]:
    mode = next((timed for timed in comparison.modes if _same(comparison, timed, asked)), None)
    run = comparison.typical(mode.name) if mode else None
    if mode is None or run is None or not run.usable:
        return []
    wall = Spread.of([totals.wall_s for totals in comparison.totals(mode.name)])
    times = f"median {seconds(wall.median)}, n = {wall.count}" if wall else ""
    return [measured_strip(f"measured: {mode.name} ({times})", run.trace)]


def _same(comparison: Comparison, mode: TimedMode, asked: WhatIf) -> bool:
    """Whether a mode was measured under what is asked."""
    limit = comparison.plan.options.simulation.requests_per_minute
    run = comparison.typical(mode.name)
    if mode.flow is not None or mode.mode != "parallel" or limit != asked.calls_per_minute or run is None:
        return False
    branches = widest(run.trace)
    return min(mode.concurrency or branches, branches) == min(asked.workers, branches)


def _verdict(strips: list[Strip]) -> str:
    said = f"Predicted {seconds(strips[0].wall)}"
    if len(strips) == 1:
        return f"{said}; not measured this way."
    percent = round(100 * (strips[0].wall / strips[1].wall - 1)) if strips[1].wall else 0
    difference = f"{percent:+d} %" if percent else "less than 1 % apart"
    return f"{said}, measured {seconds(strips[1].wall)} ({difference})."
