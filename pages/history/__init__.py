"""The list of past runs, and two of them side by side."""

from pages.history.actions import COMPARE, show_delete_all
from pages.history.filter import show_filter
from pages.history.notices import show_history_notice, show_marks, show_room_left
from pages.history.run_diff import show_run_diff
from pages.history.runs_list import show_runs_list
from pages.history.share import show_import, show_share

__all__ = [
    "COMPARE",
    "show_delete_all",
    "show_filter",
    "show_history_notice",
    "show_import",
    "show_marks",
    "show_room_left",
    "show_run_diff",
    "show_runs_list",
    "show_share",
]
