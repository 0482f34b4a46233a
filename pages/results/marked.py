"""A document with the sentence that supports something marked in it."""

import streamlit as st

from pages.ui import escape_html


def show_marked(text: str, sentence: str = "") -> None:
    """Draw the text; the first place where `sentence` stands is marked."""
    place = text.find(sentence) if sentence else -1
    if place < 0:
        body = escape_html(text)
    else:
        end = place + len(sentence)
        marked = f"<mark>{escape_html(sentence)}</mark>"
        body = escape_html(text[:place]) + marked + escape_html(text[end:])
    st.html(f'<div style="white-space: pre-wrap">{body}</div>')
