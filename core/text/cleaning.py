"""Text from outside: made storable once at the border, and shown without hidden characters and without keys."""

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from core.text.patterns import LinearPattern

_MARKS_OF_ONE_LETTER = 8  # more combining marks than this on one letter draw over the neighbouring lines


def _letters(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


_CONTROLS = _letters((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F))
# Characters that take no room on screen or turn the reading direction, apart from the joiners and variation selectors.
_HIDDEN = _letters(
    *((code, code) for code in (0xAD, 0x34F, 0x61C, 0x200B, 0x3164, 0xFEFF, 0xFFA0)),
    *((0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F)),
    *((0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
_COMBINING = _letters(
    *((0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
)
_JOINERS = frozenset("\u200c\u200d")
_SELECTORS = _letters((0xFE00, 0xFE0F))
_LOOKED_AT = _CONTROLS | _HIDDEN | _COMBINING | _JOINERS | _SELECTORS


def clean(text: str) -> str:
    """Lone surrogates become U+FFFD and NUL becomes its picture U+2400; everything else stays."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\u2400")


def visible(text: str) -> str:
    """The text for a screen: controls, escape sequences, direction overrides and zero-width characters become marks.

    Newline, tab, and the joiners inside emoji and words of other scripts stay. Safe to apply twice.
    """
    cleaned = clean(text)
    return cleaned if _LOOKED_AT.isdisjoint(cleaned) else "".join(_marked(cleaned))


def _marked(text: str) -> Iterator[str]:
    """The letters, or what is shown in their place."""
    marks = 0  # combining marks up to here
    for place, letter in enumerate(text):
        if letter in _COMBINING:
            marks += 1
            if marks <= _MARKS_OF_ONE_LETTER:
                yield _mark(letter) if letter in _HIDDEN else letter
            continue
        if marks > _MARKS_OF_ONE_LETTER:
            yield f"⟨{marks - _MARKS_OF_ONE_LETTER} more marks⟩"
        marks = 0
        yield _mark(letter) if letter in _LOOKED_AT and _is_marked(text, place) else letter
    if marks > _MARKS_OF_ONE_LETTER:
        yield f"⟨{marks - _MARKS_OF_ONE_LETTER} more marks⟩"


def _is_marked(text: str, place: int) -> bool:
    """Whether the control, hidden character, joiner or selector at a place is shown as a mark."""
    before, letter, after = text[place - 1 : place], text[place], text[place + 1 : place + 2]
    if letter == "\r":
        return after != "\n"
    # Emoji and some scripts need joiners and variation selectors: one, between or after characters beyond Latin-1.
    if letter in _JOINERS:
        return not (_beyond_latin(before) and _beyond_latin(after))
    return letter not in _SELECTORS or not _takes_selector(before)


def _beyond_latin(letter: str) -> bool:
    return "\u0100" <= letter <= "\u1fff" or "\u2070" <= letter <= "\U000dffff"


def _takes_selector(letter: str) -> bool:
    return (
        letter in ("©", "®", "#", "*")
        or "0" <= letter <= "9"
        or "\u1000" <= letter <= "\u1fff"
        or "\u2070" <= letter <= "\ufdff"
        or "\uff00" <= letter <= "\U000dffff"
    )


def _mark(letter: str) -> str:
    code = ord(letter)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"⟨U+{code:04X}⟩"


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, with a note of how many are left out where that fits."""
    if len(text) <= limit:
        return text
    note = f"… ({len(text) - limit:,} more)"
    while (kept := limit - len(note)) > 0 and note != (longer := f"… ({len(text) - kept:,} more)"):
        note = longer
    return text[:kept] + note if kept > 0 else text[: max(limit - 1, 0)] + "…"[:limit]


def case_folded(text: str) -> str:
    """The text as a search compares it: whatever its case and however its accents are written.

    The dot of a Turkish İ and its absence in ı count for nothing, because I and i are one letter to everybody else.
    """
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFC", text).casefold()
    return unicodedata.normalize("NFC", lower.replace("ı", "i").replace("i\u0307", "i"))


KEYS = LinearPattern(r"\b(?:sk-|AIza)[A-Za-z0-9_-]{8,}")


def without_keys(value: Any, secrets: Collection[str] = ()) -> Any:
    """`value` (JSON's types) without keys: those given, and whatever looks like one of OpenAI's or Google's."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "[key]")
        return KEYS.sub("[key]", value)
    if isinstance(value, dict):
        return {without_keys(name, secrets): without_keys(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [without_keys(item, secrets) for item in value]
    return value
