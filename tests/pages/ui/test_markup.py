import pytest

from pages.ui.markup import Html, element, join, picture

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def test_text_and_attributes_are_escaped_and_html_of_ours_is_not() -> None:
    made = element("p", HOSTILE, element("b", "bold"), title=HOSTILE, cls=HOSTILE, style=HOSTILE)
    assert "<img" not in made
    assert made.count("<") == 4
    assert "<b>bold</b>" in made
    assert "<img" not in join([HOSTILE])


def test_hidden_characters_become_marks() -> None:
    assert "\u202e" not in element("p", "a\u202eb")


def test_a_picture_comes_from_the_page_itself() -> None:
    assert 'src="data:image/svg+xml;base64,AA"' in picture("data:image/svg+xml;base64,AA", "A diagram")
    with pytest.raises(ValueError, match="made here"):
        picture("https://elsewhere.example/p.png", "x")


def test_a_plain_text_that_looks_like_html_is_not_taken_for_it() -> None:
    assert element("p", str(Html("<b>x</b>")) + "") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
