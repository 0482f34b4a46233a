"""Answers taken from the documents in a prompt, and which documents they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading.prompt_parts import Document
from core.simulated.reading.sentences import sentences
from core.simulated.reading.topics import signs
from core.simulated.reading.words import overlap, stems

SUPPORTS_FROM = 0.5
ANSWERS_FROM = 0.5
Ranked = tuple[float, int, int, str]
NOT_IN_THERE = "The documents do not answer this question."
_LEAD = re.compile(r"^(?:That is why|Therefore|However|But|And|So|Also|Still),?\s+", re.IGNORECASE)
_DANGLING = re.compile(r"^(?:It|They|This|That|These|Those|He|She|Its|Their|Most are|About)\b")
_MANY_NAMES = frozenset(("~giveback", "~moneyback"))
_ASIDE = frozenset("do does did how what why which who when where go together work tell say know mean need".split())


@dataclass(frozen=True, slots=True)
class Grounded:
    """An answer with the documents its sentences come from, strongest first; `covered` is how much of the question
    they speak of, 0 to 1."""

    text: str
    sources: tuple[Document, ...]
    covered: float


def answer_from(documents: Sequence[Document], question: str, most_sentences: int = 3) -> Grounded:
    """The sentences that fit the question best; a second document is heard when it has nearly as much to say.

    A question of which no document speaks enough is not answered.
    """
    ranked = _ranked(documents, question)
    covered = max((overlap(_asked(question), _said(f"{one.title} {one.text}")) for one in documents), default=0.0)
    if not ranked or covered < ANSWERS_FROM:
        return Grounded(NOT_IN_THERE, (), covered)
    chosen = _chosen(documents, ranked, most_sentences)
    places = list(dict.fromkeys(place for place, _ in chosen))
    in_order = sorted(chosen, key=lambda one: (places.index(one[0]), one[1]))
    text = " ".join(_freed(sentences(documents[place].text)[number]) for place, number in in_order)
    if _DANGLING.match(text):
        text = f"{documents[places[0]].title}: {text[:1].lower()}{text[1:]}"
    return Grounded(text, tuple(documents[place] for place in places), covered)


def _chosen(documents: Sequence[Document], ranked: Sequence[Ranked], most: int) -> list[tuple[int, int]]:
    """The best sentence, a good one of another document, what follows the best one, and further good ones."""
    score, place, number, _ = ranked[0]
    others = [one for one in ranked if one[1] != place and one[0] >= 0.45 * score]
    other = max(others, key=lambda one: (one[0], -one[1]), default=None)
    next_one = _next_in_paragraph(documents[place], number)
    wanted = [(place, number)]
    wanted += [(other[1], other[2])] if other else []
    wanted += [(place, next_one)] if next_one is not None else []
    wanted += [(one[1], one[2]) for one in ranked[1:] if one[0] >= 0.7 * score]
    return list(dict.fromkeys(wanted))[: min(most, 2 if other is None else 3)]


def _next_in_paragraph(document: Document, number: int) -> int | None:
    """The place of the sentence that follows in the same paragraph; paragraphs are lines."""
    before = 0
    for line in document.text.splitlines():
        count = len(sentences(line))
        if number < before + count:
            return number + 1 if number + 1 < before + count else None
        before += count
    return None


def supporting(documents: Sequence[Document], answer: str) -> list[Document]:
    """The documents that hold most of the words of a sentence of the answer; each sentence counts for its nearest."""
    found: list[Document] = []
    for sentence in sentences(answer):
        said = stems(sentence)
        scores = [max((overlap(said, stems(one)) for one in sentences(doc.text)), default=0.0) for doc in documents]
        best = max(scores, default=0.0)
        if best >= SUPPORTS_FROM:
            found += [doc for doc, score in zip(documents, scores, strict=True) if score >= max(0.85 * best, 0.5)]
    return list(dict.fromkeys(found))


def _ranked(documents: Sequence[Document], question: str) -> list[Ranked]:
    """(score, document, sentence, its text with the document's title) of every sentence with a word of the question."""
    asked = _asked(question)
    counts = [sum(1 for doc in documents for one in sentences(doc.text) if word in _said(one)) for word in asked]
    rarity = {word: 1.0 / (1 + count) ** 0.4 for word, count in zip(asked, counts, strict=True)}
    rarity |= {word: 2 * rarity[word] for word in asked & _MANY_NAMES}
    found = []
    for place, document in enumerate(documents):
        titled = asked & _said(document.title)
        for number, sentence in enumerate(sentences(document.text)):
            said = _said(sentence)
            score = sum(rarity[word] for word in asked & said) + 0.6 * sum(rarity[word] for word in titled - said)
            score *= 0.9 if _DANGLING.match(sentence) else 1.0
            if asked & said:
                found.append((score, place, number, f"{document.title} {sentence}"))
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))


def _asked(question: str) -> frozenset[str]:
    return _said(question) - _ASIDE


@lru_cache(maxsize=1024)
def _said(text: str) -> frozenset[str]:
    """The telling words, and whether it speaks of giving something back, which has many names."""
    return stems(text) | (signs(text) & _MANY_NAMES)


def _freed(sentence: str) -> str:
    """The sentence without the connecting word that leaned on the one before it."""
    free = _LEAD.sub("", sentence)
    return free[:1].upper() + free[1:]
