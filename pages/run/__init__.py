"""A run on screen: diagram, timeline, table, inspector, approvals, and how it ended."""

from pages.run.inspector import show_inspector
from pages.run.live import draw_run, interval, show_run
from pages.run.outcome import RESULT, badge, in_line, mode_of, show_outcome
from pages.run.rerun import show_origin, show_rerun_actions
from pages.run.site import read_site, show_site
from pages.run.timeline import axis

__all__ = [
    "RESULT",
    "axis",
    "badge",
    "draw_run",
    "in_line",
    "interval",
    "mode_of",
    "read_site",
    "show_inspector",
    "show_origin",
    "show_outcome",
    "show_rerun_actions",
    "show_run",
    "show_site",
]
