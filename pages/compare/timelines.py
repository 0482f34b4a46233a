"""Timelines of several runs on one time axis, aligned at zero, as one block of HTML."""

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.lab import PARALLEL, SEQUENTIAL, Bar, Comparison, Lane, Look, Strip, measured_strip
from core.text import duration, seconds, shorten
from pages.run import axis
from pages.ui import Html, element, listening, select_default
from pages.ui import show as show_html

MOST_LANES = 60
LABEL_INSIDE = 0.92  # further right than this share of the axis a duration is written before its bar
CLASSES: dict[Look, str] = {
    "work": "pw-completed",
    "refused": "pw-failed",
    "failed": "pw-failed",
    "cancelled": "pw-cancelled",
    "wait": "pw-wait",
    "person": "pw-person",
    "decision": "pw-point pw-completed",
}
HEADING = "grid-column: 1 / -1; font-weight: 600; padding-top: .5rem"
LEGEND = "green: the call · red: an attempt that failed or got a 429 · hatched: waiting before the next · ◆ decided"


def show_timelines(comparison: Comparison) -> list[str]:
    """Draw the typical runs of two modes of choice; the names of those modes."""
    modes = [mode.name for mode in comparison.modes]
    st.subheader("Side by side", anchor=False)
    upper, lower = st.columns(2)
    with listening("timelines"):
        names = [
            _choose(upper, "Above", "compare-above", modes, SEQUENTIAL.name, modes[0]),
            _choose(lower, "Below", "compare-below", modes, PARALLEL.name, modes[-1]),
        ]
    drawn = [name for name in dict.fromkeys(names) if comparison.typical(name) is not None]
    with st.container(key="compare-timelines", gap="xsmall"):
        strips = [strip_of(comparison, name) for name in drawn]
        show_html(strips_html(strips), element("div", LEGEND, cls="pw-legend"))
        missing = [name for name in dict.fromkeys(names) if name not in drawn]
        if missing:
            st.caption(f"Not measured yet: {', '.join(missing)}.")
    return drawn


def strips_html(strips: Sequence[Strip]) -> Html:
    """The strips on one axis, which is as long as the longest of them."""
    tick, length = axis(max((strip.wall for strip in strips), default=0.0))
    pieces = [piece for strip in strips for piece in _pieces(strip, length)]
    ruler = [element("div"), element("div", *_marks(tick, length), cls="pw-axis")]
    told = "; ".join(f"{strip.heading}: {len(strip.lanes)} steps in {seconds(strip.wall)}" for strip in strips)
    style = f"--tick: {100 * tick / length:.4f}%"
    return element("div", *pieces, *ruler, cls="pw-time", style=style, role="img", aria_label=told)


def _choose(place: DeltaGenerator, label: str, key: str, names: list[str], wanted: str, other: str) -> str:
    """What was chosen, if this comparison has it; else the mode that is wanted, or the other one."""
    chosen = st.session_state.get(f"{key}-chosen")
    value = chosen if chosen in names else wanted if wanted in names else other
    return str(place.selectbox(label, names, **select_default(key, value, partial(_chosen, key), names)))


def _chosen(key: str, name: str) -> None:
    st.session_state[f"{key}-chosen"] = name


def strip_of(comparison: Comparison, mode: str) -> Strip:
    """The typical run of a mode, with what it is in its heading."""
    run = comparison.typical(mode)
    assert run is not None
    wall = seconds(run.totals.wall_s)
    count = len(comparison.of(mode))
    which = f"run {run.repeat + 1}, the median of {count}" if count > 1 else f"run {run.repeat + 1}"
    state = "" if run.usable else f" · {run.trace.status}, does not count"
    return measured_strip(f"{mode}: {wall} ({which}){state}", run.trace)


def _pieces(strip: Strip, length: float) -> Iterator[Html]:
    yield element("div", strip.heading, style=HEADING)
    for lane in strip.lanes[:MOST_LANES]:
        yield element("div", shorten(lane.name, 60), cls="pw-name", title=lane.name)
        yield element("div", *_bars(lane, length), _end(strip.wall, length), cls="pw-lane")
    hidden = len(strip.lanes) - MOST_LANES
    if hidden > 0:
        yield element(
            "div", f"{hidden:,} more steps are not drawn; the JSON has all of them.", style=HEADING, cls="pw-soft"
        )


def _bars(lane: Lane, length: float) -> Iterator[Html]:
    for bar in lane.bars:
        yield element("i", cls=CLASSES[bar.look], style=_place(bar, length), title=shorten(bar.tip, 300))
    if lane.bars and lane.bars[-1].look != "decision":
        yield _words(lane.bars[0].start, lane.bars[-1].end, length)


def _words(start: float, end: float, length: float) -> Html:
    """How long the step took, behind its bar, or before it where there is no room behind."""
    if end / length <= LABEL_INSIDE:
        return element("s", seconds(end - start), style=f"left:{100 * end / length + 0.5:.2f}%")
    return element("s", seconds(end - start), cls="pw-before", style=f"left:{100 * start / length:.2f}%")


def _place(bar: Bar, length: float) -> str:
    left = f"left:{100 * bar.start / length:.2f}%"
    if bar.look == "decision":
        return left
    return f"{left};width:{100 * max(0.0, bar.end - bar.start) / length:.2f}%"


def _end(wall: float, length: float) -> Html:
    """A line where the run ended."""
    style = (
        f"left:{100 * wall / length:.2f}%;width:0;min-width:0;top:0;height:100%;border-left:1px dashed var(--pw-soft)"
    )
    return element("i", style=style, title="the run ended here")


def _marks(tick: float, length: float) -> Iterator[Html]:
    for number in range(1, round(length / tick) + 1):
        at = number * tick
        said = f"{at:g} s" if tick < 60 else duration(at)
        yield element("span", said, style=f"left:{100 * at / length:.2f}%")
