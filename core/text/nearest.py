"""The names that somebody may have meant who typed another."""

from collections.abc import Collection

MOST = 3
LEAST_ALIKE = 60  # per cent of the letters


def nearest(name: str, known: Collection[str]) -> list[str]:
    """The known names most like this one, the most alike first; none where it is like none of them."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    return [found for found, _, _ in extract(name, list(known), scorer=ratio, limit=MOST, score_cutoff=LEAST_ALIKE)]
