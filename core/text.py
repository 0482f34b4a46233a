"""Text from outside: made storable once at the border, and shown without hidden characters."""

import re
import unicodedata

_MARKS_OF_ONE_LETTER = 8  # more combining marks than this on one letter draw over the neighbouring lines

# Characters that take no room on screen or turn the reading direction, apart from the joiners and variation selectors.
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TO_MARK = re.compile(
    r"(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n))"
    rf"|(?P<hidden>[{_HIDDEN}])"
    # Emoji and some scripts need joiners and variation selectors: one, between or after characters beyond Latin-1.
    r"|(?P<joiner>(?<![\u0100-\u1fff\u2070-\U000dffff])[\u200c\u200d]|[\u200c\u200d](?![\u0100-\u1fff\u2070-\U000dffff]))"
    r"|(?P<selector>(?<![\u00a9\u00ae\u1000-\u1fff\u2070-\ufdff\uff00-\U000dffff0-9#*])[\ufe00-\ufe0f])"
    rf"|(?P<pile>(?<=[{_COMBINING}]{{{_MARKS_OF_ONE_LETTER}}})[{_COMBINING}]+)"
)


def clean(text: str) -> str:
    """Lone surrogates become U+FFFD and NUL becomes its picture U+2400; everything else stays."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\u2400")


def visible(text: str) -> str:
    """The text for a screen: controls, escape sequences, direction overrides and zero-width characters become marks.

    Newline, tab, and the joiners inside emoji and words of other scripts stay. Safe to apply twice.
    """
    return _TO_MARK.sub(_mark, clean(text))


def _mark(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "pile":
        return f"⟨{len(found)} more marks⟩"
    code = ord(found)
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


def folded(text: str) -> str:
    """The text as a search compares it: whatever its case and however its accents are written.

    The dot of a Turkish İ and its absence in ı count for nothing, because I and i are one letter to everybody else.
    """
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFC", text).casefold()
    return unicodedata.normalize("NFC", lower.replace("ı", "i").replace("i\u0307", "i"))
