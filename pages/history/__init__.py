"""The list of past runs, and two of them side by side."""

from pages.history import actions, delete_all, filter, import_file, marks, notice, run_diff, runs_list, share

__all__ = [
    "actions",
    "delete_all",
    "filter",
    "import_file",
    "marks",
    "notice",
    "run_diff",
    "runs_list",
    "share",
]
