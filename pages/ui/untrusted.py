"""Text that we did not write (models, people, files, tools) on its way to the screen. All of it passes here.

`show_markdown` and `show_text` draw a text; `plain` makes it fit for labels, toasts, errors and titles, which Streamlit
reads as Markdown; `escape_html` is for HTML made by hand. Nothing is fetched, no HTML and no Streamlit directive in the
text takes effect, links show where they go, and hidden characters are seen.
"""

import html
import string

import streamlit as st

from core.text import clean, shorten, visible
from pages.ui.model_markdown import as_html

MARKDOWN_LIMIT = 20_000  # characters; a browser needs seconds for more
TEXT_LIMIT = 100_000
COLOURED_LIMIT = 20_000  # highlighting makes an element of every word
LONG_TEXT, LONG_TEXT_LINES = 4_000, 60
FRAME_HEIGHT = 560  # pixels
LABEL_LIMIT = 200

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation})
_DIRECTIVE = frozenset(string.ascii_letters + "_/+-[")  # what begins a directive of Streamlit's after a colon
_NO_BREAK = "\u2060"  # word joiner: no width, keeps both sides apart for Streamlit's patterns


def show_markdown(text: str, *, key: str) -> None:
    """Draw a model's Markdown. `key` names the download button that appears when the text is too long to draw."""
    if not text.strip():
        st.caption("(empty)")
        return
    shown = visible(text)
    # Once more after parsing: `&#8238;` names a hidden character, too.
    st.html(visible(as_html(_lines_within(shown, MARKDOWN_LIMIT))))
    if len(shown) > MARKDOWN_LIMIT:
        _offer_whole(text, MARKDOWN_LIMIT, key)


def show_text(text: str, *, key: str, language: str | None = None) -> None:
    """Draw a text or code as it is, with a copy button; a long one scrolls in a frame.

    `language` switches on highlighting, up to a length.
    """
    if not text.strip():
        st.caption("(empty)")
        return
    shown = visible(text)
    drawn = shown[:TEXT_LIMIT]
    long = len(drawn) > LONG_TEXT or drawn.count("\n") > LONG_TEXT_LINES
    coloured = language if len(drawn) <= COLOURED_LIMIT else None
    st.code(drawn, language=coloured, wrap_lines=True, height=FRAME_HEIGHT if long else "content")
    if len(shown) > TEXT_LIMIT:
        _offer_whole(text, TEXT_LIMIT, key)


def plain(text: str, limit: int = LABEL_LIMIT) -> str:
    """One line that Streamlit's Markdown shows letter by letter: for labels, toasts, errors, captions and titles.

    Not for what shows text as it is (options of a select box, table cells, `st.text`): that takes `visible(text)`.
    """
    line = shorten(visible(" ".join(text.split())), limit)
    apart = (f"{letter}{_NO_BREAK}" if _sets_off(line, place) else letter for place, letter in enumerate(line))
    return "".join(apart).translate(_ESCAPED)


def escape_html(text: str) -> str:
    """The text for an element or a quoted attribute of HTML made by hand."""
    return html.escape(visible(text), quote=True)


def _sets_off(line: str, place: int) -> bool:
    """Whether Streamlit would find an emoji, a colour or a web address from here on, even where the sign is escaped."""
    letter = line[place]
    if letter not in ":@wW":
        return False
    rest = line[place + 1 :]
    if letter == ":":
        return rest[:1] in _DIRECTIVE or rest[:1].isdecimal() and _is_word(rest.partition(":")[0]) and ":" in rest
    if letter == "@":
        return _is_word(rest[:1])
    www = line[max(place - 2, 0) : place + 1].lower() == "www" and rest.startswith(".")
    return www and not _is_word(line[place - 3 : place - 2] if place > 2 else "")


def _is_word(text: str) -> bool:
    return text != "" and all(letter.isalnum() or letter == "_" for letter in text)


def _offer_whole(text: str, limit: int, key: str) -> None:
    st.download_button(
        f"Download the whole text ({len(text):,} characters; the first {limit:,} are shown)",
        data=clean(text).encode(),
        file_name="text.txt",
        mime="text/plain",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def _lines_within(text: str, limit: int) -> str:
    """The start of the text, cut at a line's end where there is one in the last tenth."""
    if len(text) <= limit:
        return text
    end = text.rfind("\n", limit - limit // 10, limit)
    return text[: end if end > 0 else limit]
