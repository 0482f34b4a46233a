"""What can be taken away: the table as CSV, the picture as SVG, every run as JSON."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.lab import Comparison, LabSession, cells, comparison_as_json, timeline_svg
from core.text import csv_text
from core.trace import run_as_json
from pages.compare.comparison import lab_sessions
from pages.compare.timelines import strip_of

NOT_HERE = "This comparison is no longer here: the server keeps the last few of each visitor."


def show_comparison_downloads(session: LabSession, drawn: Sequence[str]) -> None:
    """Draw the buttons; `drawn` are the modes in the picture. A file is made when its button is pressed."""
    name = f"compare-{session.comparison.plan.workflow.id}"
    here = (session.id, session.owner)
    with st.container(horizontal=True, gap="small"):
        _button("Table (CSV)", partial(table_file, *here), f"{name}.csv", "text/csv", "table")
        _button("Timelines (SVG)", partial(picture_file, *here, tuple(drawn)), f"{name}.svg", "image/svg+xml", "image")
        _button("Runs (JSON)", partial(runs_file, *here), f"{name}.json", "application/json", "data_object")


def table_file(session_id: str, owner: str) -> bytes:
    """A row for each mode; no cell is a formula."""
    comparison = _found(session_id, owner)
    return csv_text(cells(comparison)).encode() if comparison else NOT_HERE.encode()


def picture_file(session_id: str, owner: str, modes: Sequence[str]) -> bytes:
    """The timelines of these modes on one axis."""
    comparison = _found(session_id, owner)
    if comparison is None:
        return NOT_HERE.encode()
    title = f"{comparison.plan.workflow.title}, {comparison.plan.options.model}"
    return timeline_svg(title, [strip_of(comparison, mode) for mode in modes]).encode()


def runs_file(session_id: str, owner: str) -> bytes:
    """The comparison's figures and each of its runs."""
    comparison = _found(session_id, owner)
    if comparison is None:
        return NOT_HERE.encode()
    return json.dumps(runs_as_json(comparison), ensure_ascii=False, indent=1).encode()


def runs_as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as the command line prints it, with its runs."""
    runs = [{"compared_as": run.mode, "repeat": run.repeat, **run_as_json(run.trace)} for run in comparison.runs[:]]
    return {**comparison_as_json(comparison), "runs": runs}


def _found(session_id: str, owner: str) -> Comparison | None:
    session = lab_sessions().find(session_id, owner)
    return session.comparison if session else None


def _button(label: str, make: Callable[[], bytes], file: str, mime: str, icon: str) -> None:
    key = f"compare-{file.rpartition('.')[2]}"
    st.download_button(label, make, file, mime, key=key, on_click="ignore", icon=f":material/{icon}:")
