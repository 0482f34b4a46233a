"""The gallery's cards, each with its small picture."""

from pages.gallery.cards import matching_workflows, sentence, show_pattern
from pages.gallery.first_drawing import DRAWN, let_it_appear

__all__ = [
    "DRAWN",
    "let_it_appear",
    "matching_workflows",
    "sentence",
    "show_pattern",
]
