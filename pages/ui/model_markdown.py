"""Markdown of unknown origin as HTML that fetches nothing, links nowhere in disguise and runs nothing."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from core.text import WORD, Pattern

LONGEST_ADDRESS = 1000
MOST_SIGNS = 1_500  # what the parser takes longest over; each may cost it 40 µs
MOST_LINES = 2_000  # each may be an item, a heading or a row
MOST_CELLS = 2_000  # a row of one cell is filled up to as many as the table's first row has
_HOST = Pattern(r"(?i)[a-z0-9.-]+(:[0-9]+)?|\[[0-9a-f:.]+\](:[0-9]+)?")
_MAIL = Pattern(rf"(?i)[{WORD}.+-]+@[a-z0-9.-]+")
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
    return sum(map(text.count, _SIGNS)) <= MOST_SIGNS and len(lines) <= MOST_LINES and cells <= MOST_CELLS


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
