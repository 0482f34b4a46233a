"""A run on screen: diagram, timeline, table, inspector, approvals, and how it ended."""

from pages.run import inspector, live, outcome, rerun, site
from pages.run.live import interval
from pages.run.run_status import RESULT, badge, in_line, mode_of
from pages.run.site import read_site
from pages.run.timeline import axis

__all__ = [
    "RESULT",
    "axis",
    "badge",
    "in_line",
    "inspector",
    "interval",
    "live",
    "mode_of",
    "outcome",
    "read_site",
    "rerun",
    "site",
]
