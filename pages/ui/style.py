"""The style sheet of the hand-made blocks, and the marks that stand beside status words."""

import functools
from pathlib import Path

from pages.ui.markup import use_style

WORDS = {
    "running": "…",
    "waiting": "‖",
    "completed": "✓",
    "reused": "↺",
    "rejected": "■",
    "failed": "✗",
    "cancelled": "○",
    "interrupted": "⏻",
}

SHEET = Path(__file__).with_suffix(".css")


def apply() -> None:
    """Add it to the page."""
    use_style(_sheet())


@functools.cache
def _sheet() -> str:
    return SHEET.read_text(encoding="utf-8")
