"""Finding the entries of the knowledge base that fit a question: BM25 over stemmed words."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from core.samples.bundled import knowledge_base

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
