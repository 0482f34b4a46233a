"""The timing lab's page: what is compared, the runs under way, the table and the timelines."""

from pages.compare.comparison import (
    apply_request,
    comparison_buttons,
    comparison_in_link,
    comparison_notices,
    show_no_comparison,
    show_progress,
    workflow_in_link,
)
from pages.compare.downloads import show_comparison_downloads
from pages.compare.setup import show_more_setup, show_setup
from pages.compare.table import show_comparison_table, show_speed_up_chart
from pages.compare.timelines import show_timelines
from pages.compare.what_if import ask_what_if, show_prediction

__all__ = [
    "apply_request",
    "ask_what_if",
    "comparison_buttons",
    "comparison_in_link",
    "comparison_notices",
    "show_comparison_downloads",
    "show_comparison_table",
    "show_more_setup",
    "show_no_comparison",
    "show_prediction",
    "show_progress",
    "show_setup",
    "show_speed_up_chart",
    "show_timelines",
    "workflow_in_link",
]
