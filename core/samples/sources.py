"""Sources of an answer: entries of a knowledge base that fit a question, and whether answers cite what they lean on."""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, Field

from core.samples.bundled import documents, knowledge_base
from core.text import SPACE, LinearPattern

LONGEST_QUESTION = 5_000  # characters that are looked for; stemming takes longest


class Found(BaseModel):
    """An entry with its BM25 score: higher fits better, 0 shares no word with the question."""

    id: str
    title: str
    text: str
    score: float


def search(question: str, top: int) -> list[Found]:
    """The `top` entries that fit best, best first; entries that share no word with the question are left out."""
    entries = knowledge_base()
    texts = tuple(f"{entry.title}. {entry.title}. {entry.text} {' '.join(entry.tags)}" for entry in entries)
    return [
        Found(**entries[place].model_dump(include={"id", "title", "text"}), score=score)
        for place, score in best_fits(question, texts, top)
    ]


def best_fits(question: str, texts: tuple[str, ...], top: int) -> list[tuple[int, float]]:
    """Place and score of the `top` texts that fit best, best first; those that share no word are left out.

    BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) as the library `bm25s` has it.
    """
    words = _stemmed([question[:LONGEST_QUESTION]])
    if not words.vocab:
        return []
    places, scores = _index(texts).retrieve(words, k=min(top, len(texts)), show_progress=False)
    hits = zip(places[0], scores[0], strict=True)
    return [(int(place), round(float(score), 3)) for place, score in hits if score > 0]


@lru_cache(maxsize=8)
def _index(texts: tuple[str, ...]) -> Any:
    """Shared by threads, because searching changes nothing in it."""
    import bm25s

    index = bm25s.BM25()
    index.index(_stemmed(list(texts)), show_progress=False)
    return index


def _stemmed(texts: list[str]) -> Any:
    """The words of each text. A stemmer holds the word it works on, so every call has one of its own."""
    import bm25s
    import snowballstemmer

    stemmer = snowballstemmer.stemmer("english").stemWords
    return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)


LEANS_FROM = 0.5
FEWEST_SHARED_WORDS = 4
LONGEST_ANSWER = 3_000  # characters that are audited; an answer has two or three sentences

_SENTENCE_END = LinearPattern(rf"[.!?][{SPACE}]")
_WORD = LinearPattern(r"[a-z0-9]+")
_STOP_WORDS = frozenset(
    """
    a about after all also an and any are as at be because been but by can do does for from had has have how if in into
    is it its like made make many may more most much no not of on one only or other our out over so some such than that
    the their them then there these they this those through to too two up use used very was we were what when where
    which while who why will with without would you your
    """.split()
)


class FaqEntry(BaseModel):
    question: str = Field(description="The question")
    answer: str = Field(description="Two or three sentences, only from the documents")
    sources: list[str] = Field(description="Titles of the documents that support the answer")


class Support(BaseModel):
    """The sentence of a document that is nearest to something the answer says; `overlap` is 0 to 1."""

    title: str
    sentence: str
    overlap: float


class AuditedEntry(FaqEntry):
    """An entry with what the audit found: `unknown` sources do not exist, `uncited` ones were used but not named."""

    supports: list[Support] = []
    unknown: list[str] = []
    uncited: list[str] = []


class Faq(BaseModel):
    entries: list[AuditedEntry]
    missed_citations: int = Field(description="Documents that answers lean on without citing them, over all entries")


def as_prompt() -> str:
    """The documents as a prompt carries them: a heading each, then the text."""
    return "\n\n".join(f"# {document.title}\n{document.text}" for document in documents())


def audit(entries: Iterable[FaqEntry]) -> Faq:
    """Check every entry's sources against the documents."""
    audited = [_audit_one(entry) for entry in entries]
    return Faq(entries=audited, missed_citations=sum(len(entry.uncited) for entry in audited))


def _audit_one(entry: FaqEntry) -> AuditedEntry:
    titles = {document.title for document in documents()}
    supports = _supports(entry.answer)
    return AuditedEntry(
        **entry.model_dump(),
        supports=list(supports.values()),
        unknown=[title for title in entry.sources if title not in titles],
        uncited=[title for title in supports if title not in entry.sources],
    )


def _supports(answer: str) -> dict[str, Support]:
    """For each document the answer leans on, its nearest sentence.

    A sentence of the answer leans on the document that shares most of its content words (stemmed), if that share is at
    least LEANS_FROM.
    """
    found: dict[str, Support] = {}
    for words in map(_stems, dict.fromkeys(_sentences(answer[:LONGEST_ANSWER]))):
        best = _overlap(words, *max(_known_sentences(), key=lambda sentence: len(words & sentence[2])))
        shared = best.overlap * len(words)
        enough = best.overlap >= LEANS_FROM and shared >= min(FEWEST_SHARED_WORDS, len(words))
        if enough and (best.title not in found or found[best.title].overlap < best.overlap):
            found[best.title] = best
    return found


def _overlap(words: frozenset[str], title: str, sentence: str, known: frozenset[str]) -> Support:
    share = len(words & known) / len(words) if words else 0.0
    return Support(title=title, sentence=sentence, overlap=round(share, 3))


@cache
def _known_sentences() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(
        (document.title, sentence, _stems(sentence))
        for document in documents()
        for sentence in _sentences(document.text)
    )


def _sentences(text: str) -> list[str]:
    ends = [match.start() + 1 for match in _SENTENCE_END.finditer(text)]
    return [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)]) if text[start:end].strip()]


def _stems(text: str) -> frozenset[str]:
    import snowballstemmer

    words = [word for word in _WORD.findall(text.lower()) if word not in _STOP_WORDS]
    return frozenset(snowballstemmer.stemmer("english").stemWords(words))
