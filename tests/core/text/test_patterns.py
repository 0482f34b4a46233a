"""Patterns that never go back, and what differs in them from Python's own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.patterns import BLANK, SPACE, WORD, LinearPattern, escaped, has_word

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("ours", "pythons", "letters"),
    [
        (f"[{WORD}]+", r"\w+", "aZ_9éßñ会العع٣²½ - .,\u0301"),
        (f"[{SPACE}]+", r"\s+", " \t\n\r\x0b\x0c\x1c\x85\xa0\u1680\u2003\u2028\u2029\u3000a\u200b"),
        (f"[{BLANK}]+", r"[^\S\n]+", " \t\n\r\x0b\x0c\x1c\x85\xa0\u1680\u2003\u2028\u2029\u3000a\u200b"),
    ],
)
def test_letters_and_spaces_are_those_that_python_takes_for_them(ours: str, pythons: str, letters: str) -> None:
    assert LinearPattern(ours).findall(letters) == re.findall(pythons, letters)


@given(ANY_TEXT, ANY_TEXT)
def test_a_text_is_found_where_it_stands_lone_surrogates_and_all(before: str, text: str) -> None:
    match = LinearPattern(escaped(text)).search(before + text)
    assert match is not None
    assert match.start() <= len(before)
    assert match.end() - match.start() == len(text)
    assert LinearPattern(escaped(text)).fullmatch(text) is not None


def test_what_is_found_is_given_as_it_stands_in_the_text() -> None:
    assert LinearPattern("[ab].").findall("a\ud800 b会") == ["a\ud800", "b会"]
    assert LinearPattern("(?i)a").sub("-", "AbaÄ") == "-b-Ä"


@pytest.mark.parametrize(
    ("text", "word", "stands"),
    [
        ("Very good.", "very", True),
        ("every day", "very", False),
        ("no-one, very_few", "very", False),
        ("été", "t", False),
        ("(C++)", "c++", True),
        ("100%", "100", True),
        ("a.b", "a.b", True),
        ("aXb", "a.b", False),
        ("xa a a", "a a", True),
        ("", "very", False),
    ],
)
def test_a_word_is_one_of_its_own_whatever_its_capitals(text: str, word: str, stands: bool) -> None:
    assert has_word(text, word) is stands
