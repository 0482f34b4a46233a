"""What every page draws with: text that is not ours, markup that escapes, styles, widgets that the server sets too.

`PAGES` is the table of all pages.
"""

from pages.ui.markup import STATUS_SIGNS, Html, apply_style, element, join, picture, show
from pages.ui.page_table import COMPARE_PAGE, GALLERY_PAGE, HISTORY_PAGE, PAGES, RUN_PAGE, AppPage
from pages.ui.untrusted import TEXT_LIMIT, escape_html, plain, show_markdown, show_text
from pages.ui.widgets import Act, lazy_expander, listening, select_default, widget_default

__all__ = [
    "Act",
    "COMPARE_PAGE",
    "GALLERY_PAGE",
    "HISTORY_PAGE",
    "Html",
    "PAGES",
    "AppPage",
    "RUN_PAGE",
    "STATUS_SIGNS",
    "TEXT_LIMIT",
    "apply_style",
    "element",
    "escape_html",
    "join",
    "lazy_expander",
    "listening",
    "picture",
    "plain",
    "select_default",
    "show",
    "show_markdown",
    "show_text",
    "widget_default",
]
