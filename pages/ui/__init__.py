"""What every page draws with: text that is not ours, markup that escapes, styles, widgets that the server sets too."""

from pages.ui import markup, style
from pages.ui.held import Act, held, held_choice, listening
from pages.ui.lazy_expander import lazy_expander
from pages.ui.markup import Html, element, join, picture, show
from pages.ui.page_table import COMPARE_PAGE, GALLERY_PAGE, HISTORY_PAGE, PAGES, RUN_PAGE, Page
from pages.ui.style import WORDS
from pages.ui.untrusted import TEXT_LIMIT, escape_html, plain, show_markdown, show_text

__all__ = [
    "COMPARE_PAGE",
    "GALLERY_PAGE",
    "HISTORY_PAGE",
    "PAGES",
    "Page",
    "RUN_PAGE",
    "Act",
    "Html",
    "TEXT_LIMIT",
    "WORDS",
    "element",
    "escape_html",
    "held",
    "held_choice",
    "join",
    "lazy_expander",
    "listening",
    "markup",
    "picture",
    "plain",
    "show",
    "show_markdown",
    "show_text",
    "style",
]
