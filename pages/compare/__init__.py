"""The timing lab's page: what is compared, the runs under way, the table and the timelines."""

from pages.compare import chart, comparison, downloads, live, setup, table, timelines, what_if

__all__ = [
    "chart",
    "comparison",
    "downloads",
    "live",
    "setup",
    "table",
    "timelines",
    "what_if",
]
