"""Words and their stems, and the few that carry no meaning."""

from functools import lru_cache

from core.simulated import linear as re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")

STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are aren't as at be because been before being below between both
    but by can can't could couldn't did didn't do does doesn't doing don't down during each either else ever every few
    for from further get got had has have having he her here hers him his how i i'd i'll i'm i've if in into is isn't
    it it's its itself just let let's like made make many may me might more most much must my no nor not now of off on
    once one only or other ought our ours out over own per please quite rather really same shall she should so some
    such than that that's the their theirs them themselves then there these they they're this those through to too
    under until up upon us very was wasn't we we'd we'll we're we've were what what's when where which while who whom
    wheres whats hows whos whose why will with within without won't would you you'd you'll you're you've your yours
    """.split()
)


def words(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word (Porter's English stemmer of Snowball).

    A stemmer holds the word it works on, so every call has one of its own.
    """
    import snowballstemmer

    return str(snowballstemmer.stemmer("english").stemWord(word.removesuffix("'s")))


@lru_cache(maxsize=512)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)


def content_words(text: str) -> list[str]:
    """The words that carry meaning, each once, in order."""
    return list(dict.fromkeys(word for word in words(text) if word not in STOP_WORDS and not word[0].isdigit()))


def overlap(asked: frozenset[str], text: frozenset[str]) -> float:
    """The share of `asked` that occurs in `text`, 0 to 1."""
    return len(asked & text) / len(asked) if asked else 0.0
