import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from pages.ui.untrusted import COLOURED_LIMIT, MARKDOWN_LIMIT, TEXT_LIMIT, escape_html, plain
from tests.hostile import texts

SINK = "http://127.0.0.1:9"


def markdown_page(text: str) -> AppTest:
    def page(text: str) -> None:
        from pages.ui.untrusted import show_markdown

        show_markdown(text, key="answer")

    return AppTest.from_function(page, kwargs={"text": text}).run()


def text_page(text: str) -> AppTest:
    def page(text: str) -> None:
        from pages.ui.untrusted import show_text

        show_text(text, key="answer")

    return AppTest.from_function(page, kwargs={"text": text}).run()


def html_of(app: AppTest) -> str:
    (element,) = app.get("html")
    return str(element.proto.body)


def test_short_markdown_is_drawn_whole_without_a_download() -> None:
    app = markdown_page("Hello **Ada**")
    assert "Hello <strong>Ada</strong>" in html_of(app)
    assert list(app.get("download_button")) == []


def test_long_markdown_is_cut_at_a_line_and_offered_whole() -> None:
    app = markdown_page("a line of words\n" * 5000)
    assert MARKDOWN_LIMIT * 0.9 < html_of(app).count("a line of words") * 16 <= MARKDOWN_LIMIT
    (button,) = app.get("download_button")
    assert "80,000 characters; the first 20,000 are shown" in button.proto.label


def test_long_text_is_cut_and_offered_whole() -> None:
    app = text_page("x" * (TEXT_LIMIT + 1))
    assert len(app.code[0].value) == TEXT_LIMIT
    assert len(app.get("download_button")) == 1


def test_text_that_grows_by_its_marks_is_offered_whole_too() -> None:
    app = text_page("\u200b" * (TEXT_LIMIT // 4))
    assert len(app.code[0].value) == TEXT_LIMIT
    assert len(app.get("download_button")) == 1


def test_a_very_long_text_is_not_highlighted_because_that_makes_an_element_of_every_word() -> None:
    def page(text: str) -> None:
        from pages.ui.untrusted import show_text

        show_text(text, key="answer", language="json")

    for text, language in (("[1]", "json"), ("1," * COLOURED_LIMIT, "plaintext")):
        app = AppTest.from_function(page, kwargs={"text": text}).run()
        assert app.code[0].value == text
        assert app.code[0].language == language


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_an_empty_text_says_so(text: str) -> None:
    assert [caption.value for caption in markdown_page(text).caption] == ["(empty)"]
    assert [caption.value for caption in text_page(text).caption] == ["(empty)"]


def test_hidden_characters_are_seen_even_when_named_by_an_entity() -> None:
    assert "⟨U+202E⟩" in html_of(markdown_page("a\u202eb"))
    assert "⟨U+202E⟩" in html_of(markdown_page("a&#8238;b"))
    assert "⟨U+202E⟩" in text_page("a\u202eb").code[0].value


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\udcff" * 10])
def test_texts_that_cannot_be_encoded_are_drawn(text: str) -> None:
    assert not markdown_page(text).exception
    assert not text_page(text).exception


@pytest.mark.parametrize("text", texts(SINK))
def test_a_plain_label_is_one_paragraph_of_words(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(plain(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for token in tokens for child in token.children or []} <= {"text", "text_special"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("two\n\n lines", "two lines"),
        ("12:30 and 7:05", "12\\:30 and 7\\:05"),
        (":red[x]", "\\:\u2060red\\[x\\]"),
        (":material/delete:", "\\:\u2060material\\/delete\\:"),
        (":100:", "\\:\u2060100\\:"),
        ("http://a.test", "http\\:\u2060\\/\\/a\\.test"),
        ("www.a.test", "www\u2060\\.a\\.test"),
        ("a@b.test", "a\\@\u2060b\\.test"),
        ("$5 & <b>", "\\$5 \\& \\<b\\>"),
        ("# 1. - >", "\\# 1\\. \\- \\>"),
        ("", ""),
    ],
)
def test_a_plain_label_shows_its_letters(text: str, label: str) -> None:
    assert plain(text) == label


def test_a_plain_label_is_short() -> None:
    assert plain("x" * 1000, limit=20) == "xxxxxxxx… \\(992 more\\)"


def test_html_made_by_hand_gets_text_and_marks_only() -> None:
    assert escape_html("<b title=\"x\" y='z'>&\u202e\x00") == (
        "&lt;b title=&quot;x&quot; y=&#x27;z&#x27;&gt;&amp;⟨U+202E⟩␀"
    )
