import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.text.text_files import text_from, text_of_argument

MARKED = ("utf-8-sig", "utf-16", "utf-32")
TEXT = st.text().filter(lambda text: not {"\x00", "\r"} & set(text) and not text.startswith("\ufeff"))


@given(TEXT, st.sampled_from(["utf-8", *MARKED]))
def test_a_text_is_read_as_it_was_written(text: str, encoding: str) -> None:
    assert text_from(text.encode(encoding), what="It") == text


@given(TEXT, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_without_a_mark_utf_16_is_told_by_its_first_letters(text: str, encoding: str) -> None:
    assert text_from(f'"{text}"'.encode(encoding), what="It") == f'"{text}"'


def test_line_ends_are_those_of_a_text_file() -> None:
    assert text_from(b"a\r\nb\rc\n", what="It") == "a\nb\nc\n"


def test_what_is_not_unicode_is_read_as_the_terminal_has_it() -> None:
    assert text_from("Grüße".encode("cp1252"), what="It", otherwise="cp1252") == "Grüße"


@pytest.mark.parametrize("data", [b"\xff", "Grüße".encode("cp1252"), b"\xff\xfea", b"\x89PNG\r\n\x1a\n\x00\x00"])
@pytest.mark.parametrize("otherwise", ["utf-8", "ascii", "no such encoding"])
def test_what_is_no_text_is_refused_in_a_sentence_that_says_what_to_do(data: bytes, otherwise: str) -> None:
    with pytest.raises(InputError, match="The file 'a' is neither UTF-8 nor UTF-16 text. Save it as UTF-8."):
        text_from(data, what="The file 'a'", otherwise=otherwise)


def test_an_argument_keeps_its_letters_whatever_the_locale() -> None:
    assert text_of_argument("Grüße".encode().decode("ascii", "surrogateescape")) == "Grüße"
    assert text_of_argument(os.fsdecode(b"\xff")) == os.fsdecode(b"\xff")
    assert text_of_argument("\ud800") == "\ud800"
