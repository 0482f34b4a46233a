"""HTML made by hand: every text in it is escaped while it is built, so no value can become markup.

show(element("p", "Any text", element("b", "bold"), cls="note"))
"""

import functools
from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from pages.ui.untrusted import escape_html

STATUS_SIGNS = {
    "running": "…",
    "waiting": "‖",
    "completed": "✓",
    "reused": "↺",
    "rejected": "■",
    "failed": "✗",
    "cancelled": "○",
    "interrupted": "⏻",
}
SHEET = Path(__file__).with_name("style.css")


class Html(str):
    """A piece of HTML that was built here."""

    __slots__ = ()


def element(name: str, *children: str, cls: str = "", style: str = "", **attributes: str) -> Html:
    """One element. A child that is not Html is text and escaped; so are attributes. `aria_label` is `aria-label`."""
    named = {"class": cls, "style": style, **attributes}
    head = "".join(f' {key.replace("_", "-")}="{escape_html(value)}"' for key, value in named.items() if value)
    return Html(f"<{name}{head}>{join(children)}</{name}>")


def join(children: Iterable[str]) -> Html:
    """Pieces one after the other; what is not Html is escaped."""
    return Html("".join(child if isinstance(child, Html) else escape_html(child) for child in children))


def picture(source: str, alt: str, cls: str = "") -> Html:
    """An image; `source` is a data: address of ours."""
    if not source.startswith("data:image/"):
        raise ValueError("Only pictures made here are shown.")
    return Html(f'<img class="{escape_html(cls)}" alt="{escape_html(alt)}" src="{escape_html(source)}">')


def show(*pieces: Html) -> None:
    """Draw the pieces as one block."""
    st.html(join(pieces))


def use_style(css: str) -> None:
    """Add a style sheet of ours to the page."""
    st.html(f"<style>{css}</style>")


def apply_style() -> None:
    """Add the style sheet of the hand-made blocks to the page."""
    use_style(_sheet())


@functools.cache
def _sheet() -> str:
    return SHEET.read_text(encoding="utf-8")
