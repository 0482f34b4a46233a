"""Text that we did not write (models, people, files, tools) on its way to the screen. All of it passes here.

`show_markdown` and `show_text` draw a text; `plain` makes it fit for labels, toasts, errors and titles, which Streamlit
reads as Markdown; `escape_html` is for HTML made by hand. Nothing is fetched, no HTML and no Streamlit directive in the
text takes effect, links show where they go, and hidden characters are seen.
"""

import string
import threading
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from core.text import WORD, LinearPattern, clean, shorten, visible

MARKDOWN_LIMIT = 20_000  # characters; a browser needs seconds for more
TEXT_LIMIT = 100_000
COLOURED_LIMIT = 20_000  # highlighting makes an element of every word
LONG_TEXT, LONG_TEXT_LINES = 4_000, 60
FRAME_HEIGHT = 560  # pixels
LABEL_LIMIT = 200
LONGEST_ADDRESS = 1000
MOST_SIGNS = 1_500  # what the parser takes longest over; each may cost it 40 µs
MOST_MARKDOWN_LINES = 2_000  # each may be an item, a heading or a row
MOST_CELLS = 2_000  # a row of one cell is filled up to as many as the table's first row has

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation})
_DIRECTIVE = frozenset(string.ascii_letters + "_/+-[")  # what begins a directive of Streamlit's after a colon
_NO_BREAK = "\u2060"  # word joiner: no width, keeps both sides apart for Streamlit's patterns
_HOST = LinearPattern(r"(?i)[a-z0-9.-]+(:[0-9]+)?|\[[0-9a-f:.]+\](:[0-9]+)?")
_MAIL = LinearPattern(rf"(?i)[{WORD}.+-]+@[a-z0-9.-]+")
_ONE_AT_A_TIME = threading.Lock()
"""The parser lists its rules and its library fills tables while the first text is read, in the sight of a second."""
_SIGNS = "[]<*_`~!&\\"
_STYLE = """<style>
.model-text { overflow-wrap: anywhere; }
.model-text a { color: inherit; }
.model-text code { font-family: "Source Code Pro", monospace; font-size: 0.875em; }
.model-text table { display: block; overflow-x: auto; border-collapse: collapse; }
.model-text th, .model-text td { border: 1px solid rgb(128 128 128 / 40%); padding: 0.25em 0.6em; text-align: left; }
.model-text pre { white-space: pre-wrap; padding: 0.75em 1em; border-radius: 0.5em; }
.model-text pre { background: rgb(128 128 128 / 12%); }
.model-text blockquote { margin: 0; padding-left: 1em; border-left: 3px solid rgb(128 128 128 / 40%); }
.model-text .away { opacity: 0.75; font-size: 0.9em; }
</style>"""


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
    return escape(visible(text), quote=True)


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


def as_html(text: str) -> str:
    """CommonMark with tables and strikethrough. HTML in the text is shown as text, so every tag is one of ours.

    A text that would take long to parse is shown letter by letter.
    """
    return f'{_STYLE}<div class="model-text">{_drawn(text)}</div>'


def _drawn(text: str) -> str:
    if not _is_soon_parsed(text):
        return f"<pre>{escape(text)}</pre>"
    with _ONE_AT_A_TIME:
        html: str = _parser().render(text, {"links": []})
    return html


def _is_soon_parsed(text: str) -> bool:
    lines = text.split("\n")
    bars = [line.count("|") for line in lines if "|" in line]
    cells = len(bars) * (max(bars, default=0) + 1)
    return sum(map(text.count, _SIGNS)) <= MOST_SIGNS and len(lines) <= MOST_MARKDOWN_LINES and cells <= MOST_CELLS


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    for name, rule in (
        ("image", _image),
        ("link_open", _link_open),
        ("link_close", _link_close),
        ("heading_open", _heading),
        ("heading_close", _heading),
    ):
        parser.add_render_rule(name, rule)
    return parser


def destination(address: str) -> str | None:
    """Where a link leads, for people: host and port, or the mail address. None for what must not be a link."""
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return address[len("mailto:") :] if _MAIL.fullmatch(address[len("mailto:") :]) else None
    # A name before an @ looks like the host to a reader, so such addresses are no links either.
    return parts.netloc if parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc) else None


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    words = renderer.renderInlineAsText(token.children, options, env).strip()
    origin = destination(source) or ("the text itself" if source.startswith("data:") else "an unclear address")
    return f'<span class="away">[image from {escape(origin)}, not loaded{": " if words else ""}{escape(words)}]</span>'


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    address = str(tokens[index].attrGet("href") or "")
    env["links"].append(address)
    if destination(address) is None:
        return ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">'


def _link_close(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    address = env["links"].pop()
    where = destination(address)
    closing = "</a>" if where else ""
    return f'{closing} <span class="away">({escape(where or address[:LONGEST_ADDRESS])})</span>'


def _heading(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A model's headings stay below the page's own."""
    token = tokens[index]
    level = min(int(token.tag[1]) + 3, 6)
    return f"<{'/' if token.nesting < 0 else ''}h{level}>"
