"""What of a web page is read, and where reading it ends."""

import pytest

from core.text.html_text import DEEPEST, LONGEST_TEXT, page_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Hats</h1><p>Caps &amp; <b>more</b>", "Hats\nCaps &\nmore"),
        ("<p>a<script>b('<p>c</p>')</script>d<style>e{}</style><!-- f -->g", "a\nd\ng"),
        ("<svg><text>a</text></svg><template>b</template><noscript>c</noscript><iframe>d</iframe>e", "e"),
        ("<p>a<svg>b</p>c", "a\nc"),
        ("é <meta charset=iso-8859-1>é", "é\né"),
        ("<p>caf&eacute; &#8364;5 &oddly;", "café €5 &oddly;"),
        ("a \t b<br>c\nd", "a b\nc\nd"),
        ("<p>\x00\ud800</p>", "\u2400\ufffd"),
        ("no page at all", "no page at all"),
        ("", ""),
        ("<a <a <a", ""),
        ("<!-- never closed <p>a", ""),
    ],
)
def test_the_words_of_a_page_are_those_that_a_person_would_see(html: str, text: str) -> None:
    assert page_text(html) == text


def test_a_page_ends_where_it_is_nested_too_deep_and_what_stands_before_is_read() -> None:
    assert page_text("<div>" * (DEEPEST - 10) + "inside") == "inside"
    assert page_text("<p>before</p>" + "<div>" * 50_000 + "too deep").splitlines() == ["before"]


def test_no_more_than_a_page_of_text_is_read() -> None:
    assert len(page_text("<p>word</p>" * 100_000)) == LONGEST_TEXT
