"""Small charts as Vega-Lite specifications."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.text import shorten, visible

Spec = dict[str, Any]


def show_scores(scores: Sequence[float], *, top: float, each: str, name: str) -> None:
    """One point a round, joined by a line; `top` is the highest score there is."""
    st.vega_lite_chart(scores_spec(scores, top=top, each=each, name=name), alt=f"{name} per {each}: {list(scores)}")


def scores_spec(scores: Sequence[float], *, top: float, each: str, name: str) -> Spec:
    values = [{"round": number, "score": score} for number, score in enumerate(scores, 1)]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "round", "type": "ordinal", "title": each.capitalize(), "axis": {"labelAngle": 0}},
            "y": {"field": "score", "type": "quantitative", "title": name, "scale": {"domain": [0, top]}},
        },
        "height": 160,
    }


def show_counts(counts: dict[str, int], *, name: str) -> None:
    """A bar for each name, longest first."""
    st.vega_lite_chart(counts_spec(counts, name=name), alt=f"{name}: {counts}")


def counts_spec(counts: dict[str, int], *, name: str) -> Spec:
    values = [{"what": shorten(visible(what), 60), "count": count} for what, count in counts.items()]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "what", "type": "nominal", "title": None, "sort": "-x", "axis": {"labelLimit": 300}},
            "x": {"field": "count", "type": "quantitative", "title": name, "axis": {"tickMinStep": 1}},
        },
    }
