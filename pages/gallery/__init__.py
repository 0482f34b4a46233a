"""The gallery's cards, each with its small picture."""

from pages.gallery.cards import find, sentence, show_pattern
from pages.gallery.first_drawing import DRAWN, let_it_appear

__all__ = [
    "DRAWN",
    "find",
    "let_it_appear",
    "sentence",
    "show_pattern",
]
