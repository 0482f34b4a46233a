"""One run of the history as a line."""

from datetime import datetime

import streamlit as st

from core.history import RunRow, moment, zone
from core.models import is_simulated
from core.text import dollars, seconds, shorten, tokens
from pages.history.filter import title
from pages.run import badge, mode_of
from pages.ui import Html, element

LONGEST_NAME, LONGEST_REQUEST, LONGEST_MODEL = 80, 140, 40


def line(row: RunRow, now: datetime) -> Html:
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


def name_of(row: RunRow) -> str:
    """What the run is called: its name, else its workflow's."""
    return shorten(row.name or title(row.workflow), LONGEST_NAME)


def _first(row: RunRow) -> Html:
    marks = [mark for mark, so in (("imported", row.imported), ("shared", row.shared)) if so]
    if row.name:
        marks.insert(0, title(row.workflow))
    return element("p", element("b", name_of(row)), *(element("span", mark, cls="pw-tag") for mark in marks))


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
