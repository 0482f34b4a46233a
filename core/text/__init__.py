"""Plain work on texts: shortening, figures, patterns that never go back, differences, pages of HTML, table cells."""

from core.text.cleaning import case_folded, clean, shorten, visible, without_keys
from core.text.differences import DiffPiece, nearest, text_diff, unified_diff
from core.text.figures import SHORTEST, dollars, duration, ordinal, seconds, tokens, worked
from core.text.filled import Filled, FilledStretch, Filling, fillings_of, fit
from core.text.html_text import page_text
from core.text.patterns import SPACE, WORD, LinearPattern, has_word
from core.text.politeness import only_politeness
from core.text.text_files import text_from, text_of_argument
from core.text.token_estimate import estimate_tokens
from core.text.values import as_json, cell, columns, csv_text, readable

__all__ = [
    "DiffPiece",
    "Filled",
    "Filling",
    "LinearPattern",
    "SHORTEST",
    "SPACE",
    "FilledStretch",
    "WORD",
    "as_json",
    "case_folded",
    "cell",
    "clean",
    "columns",
    "csv_text",
    "dollars",
    "duration",
    "estimate_tokens",
    "fillings_of",
    "fit",
    "has_word",
    "nearest",
    "only_politeness",
    "ordinal",
    "page_text",
    "readable",
    "seconds",
    "shorten",
    "text_diff",
    "text_from",
    "text_of_argument",
    "tokens",
    "unified_diff",
    "visible",
    "without_keys",
    "worked",
]
