"""How results are shown: one form for each kind of result."""

from pages.results.show_result import FORMS, show_result

__all__ = ["FORMS", "show_result"]
