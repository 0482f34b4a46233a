import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.cleaning import case_folded, clean, shorten, visible

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("\udcff", "\ufffd"),
        ("a\x00b", "a\u2400b"),
        ("\ud83d\ude00", "\U0001f600"),
        ("שלום 👩‍👩‍👧‍👦 \u202e \ufeff", "שלום 👩‍👩‍👧‍👦 \u202e \ufeff"),
        ("", ""),
    ],
)
def test_text_is_made_storable_and_otherwise_kept(given_text: str, stored: str) -> None:
    assert clean(given_text) == stored


@given(ANY_TEXT)
def test_cleaned_text_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\u202egpj.exe", "⟨U+202E⟩gpj.exe"),
        ("\u2066a\u2069", "⟨U+2066⟩a⟨U+2069⟩"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\ufeffa", "⟨U+FEFF⟩a"),
        ("\U000e0041\U000e007f", "⟨U+E0041⟩⟨U+E007F⟩"),
        ("x\ufe0f", "x⟨U+FE0F⟩"),
        ("\U000e0101", "⟨U+E0101⟩"),
        ("\x1b[2J", "␛[2J"),
        ("\x1b]8;;http://127.0.0.1:9/\x07x", "␛]8;;http://127.0.0.1:9/␇x"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\x7f\x08", "␡␈"),
        ("a\rb", "a␍b"),
        ("a\x00b", "a␀b"),
        ("e" + "\u0301" * 1000, "e" + "\u0301" * 8 + "⟨992 more marks⟩"),
    ],
)
def test_what_hides_is_shown_as_a_mark(hidden: str, shown: str) -> None:
    assert visible(hidden) == shown


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines\r\nand\ta tab",
        "👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ ❤️ ☎️ ©️",
        "می‌خواهم שלום مرحبا नमस्ते क्‍ष",
        "Zoë, Łukasz, İıſ, ﷺ, Z͑ͫ̓ͪ",
        "$5 100% {x} `y` <b>",
    ],
)
def test_ordinary_text_of_any_script_stays(text: str) -> None:
    assert visible(text) == text


@given(ANY_TEXT)
def test_shown_text_can_be_shown_again(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("limit", range(0, 60))
def test_shortened_text_keeps_to_its_limit_and_counts_what_it_leaves_out(limit: int) -> None:
    text = "abcdefghij" * 200
    short = shorten(text, limit)
    assert len(short) <= limit
    if limit >= 20:
        kept, note = short.split("… (")
        assert text.startswith(kept)
        assert int(note.removesuffix(" more)").replace(",", "")) == len(text) - len(kept)


def test_text_within_the_limit_is_left_alone() -> None:
    assert shorten("abc", 3) == "abc"


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Straße", "STRASSE"),
        ("É", "é"),
        ("e\u0301te\u0301", "ÉTÉ"),
        ("ΟΔΥΣΣΕΥΣ", "Οδυσσεύς".replace("ύ", "υ")),
        ("ПРИВЕТ", "привет"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("IŞIK", "ışık"),
        ("ﬁn", "FIN"),
        ("ＡＢＣ", "ａｂｃ"),
        ("Å", "a\u030a"),
        ("東京", "東京"),
    ],
)
def test_a_search_knows_no_case_in_any_language(written: str, searched: str) -> None:
    assert case_folded(searched) == case_folded(written)


@given(ANY_TEXT)
def test_folded_text_is_folded_and_its_case_counts_for_nothing(text: str) -> None:
    once = case_folded(text)
    assert case_folded(once) == once
    if text.isascii():
        assert once == text.lower() == case_folded(text.upper())
