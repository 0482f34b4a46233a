"""Sentences, and which of them answer a question or sum a text up."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading.words import stems

_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Prof|No|e\.g|i\.e|etc|approx|vs|a\.m|p\.m|[ap]\.m)\.$")
_BREAK = re.compile(r"(?<=[.!?…])[\"”’)]?\s{1,50}(?=[\"“‘(\[]?[A-Z0-9À-ÝÄÖÜ#•*-])|\n{1,50}")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
LONGEST_ABBREVIATION = 10


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text; bullets and numbers of a list are taken off, headings are kept."""
    found: list[list[str]] = []
    for piece in _BREAK.split(text):
        plain = _BULLET.sub("", piece or "").strip()
        if not plain:
            continue
        if found and _ABBREVIATION.search(found[-1][-1][-LONGEST_ABBREVIATION:]):
            found[-1].append(plain)
        else:
            found.append([plain])
    return tuple(" ".join(parts) for parts in found)


def list_items(text: str) -> list[str]:
    """The items of a list with bullets or numbers."""
    return [_BULLET.sub("", line).strip() for line in text.splitlines() if _BULLET.match(line)]


def relevant(question: str, candidates: Sequence[str], most: int) -> list[str]:
    """The candidates that share most of the question's rarer words, best first; none that shares no word."""
    asked = stems(question)
    known = [stems(one) for one in candidates]
    rarity = _rarity(known)
    scores = [sum(rarity[word] for word in asked & one) / math.sqrt(8 + len(one)) if one else 0.0 for one in known]
    ranked = sorted(range(len(candidates)), key=lambda place: (-scores[place], place))
    return [candidates[place] for place in ranked[:most] if scores[place] > 0]


def summary(text: str, most: int) -> list[str]:
    """The sentences that hold most of the text's frequent words, in the text's order."""
    said = [one for one in sentences(text) if len(one.split()) > 3] or list(sentences(text))
    counts = Counter(word for one in said for word in stems(one))
    scores = [
        sum(counts[word] - 0.5 for word in stems(one)) / (len(stems(one)) + 3) + (0.3 if place == 0 else 0)
        for place, one in enumerate(said)
    ]
    chosen = sorted(range(len(said)), key=lambda place: -scores[place])[:most]
    return [said[place] for place in sorted(chosen)]


def joined(parts: Sequence[str], last: str = "and") -> str:
    """A list in prose: a, b and c."""
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def ended(text: str) -> str:
    """The text as a sentence: capital at the start, a stop at the end."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in '.!?…:”"' else text.rstrip(",;") + "."


def _rarity(known: Sequence[frozenset[str]]) -> Counter[str]:
    counts = Counter(word for one in known for word in one)
    return Counter({word: math.log(1 + len(known) / count) for word, count in counts.items()})
