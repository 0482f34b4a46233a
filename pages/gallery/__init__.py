"""The gallery's cards, each with its small picture."""

from pages.gallery import first_drawing
from pages.gallery.cards import find, sentence, show_pattern
from pages.gallery.first_drawing import DRAWN

__all__ = [
    "DRAWN",
    "find",
    "first_drawing",
    "sentence",
    "show_pattern",
]
