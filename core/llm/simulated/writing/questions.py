"""Questions that sentences answer, made by turning a statement round."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from core.llm.simulated.reading.prompt_parts import Document
from core.llm.simulated.reading.sentences import sentences
from core.llm.simulated.reading.words import content_words, overlap, stems

_BE = r"is|are|was|were|can|could|will|would|must|should|has|have"
_VERBS = (
    "turn|work|last|need|grow|stand|pair|cost|take|make|give|use|help|produce|store|lose|catch|start|shut|respond|"
    "return|deliver|supply|power|cut|reduce|lower|hold|run|steady|smooth|replace|answer|rise|fall|depend|contain|offer|"
    "provide|allow|cause|increase|include|show|keep|bring|come|go|get|change|live|eat|protect|support|mean|become|begin|"
    "end|open|close|ship|arrive|belong|lead|save|create|build|move|carry|drop|push|pump|complement|call|improve|receive"
)
_STATEMENT = re.compile(
    rf"^(?P<subject>(?!It\b|They\b|This\b|That\b|These\b|Those\b|There\b|He\b|She\b|We\b|You\b|I\b|If\b|When\b|For\b|In\b|"
    rf"Within\b|Because\b|Once\b|As\b|Here\b|No\b)[A-Z][\w’' -]{{2,70}}?) "
    rf"(?:(?P<be>{_BE})|(?P<verb>(?:{_VERBS})(?:s|es)?)) (?P<rest>.+?)[.!]?$"
)
_LENGTH = re.compile(r"\b\d+(?: to \d+)? (?:years?|months?|weeks?|days?|hours?|minutes?|decades)\b")
_AMOUNT = re.compile(r"\bpercent\b|\d ?%|\btimes\b|[€$£]\s?\d")
_CLAUSE = re.compile(r"[,;:]| because | which | whose | when | so that | and | but | by about | from about | since ")


def question_for(sentence: str) -> str | None:
    """A question that the sentence answers, None when it cannot be turned round."""
    match = _STATEMENT.match(sentence)
    if match is None:
        return None
    subject = _lowered(match["subject"])
    rest = _CLAUSE.split(match["rest"])[0].strip()
    word = _question_word(sentence, rest)
    if match["be"]:
        return _with_be(word, match["be"], subject, rest)
    verb = match["verb"]
    singular = verb.endswith("s") and verb not in ("pass",)
    plain = re.sub(r"(?<=sh|ch)es$|(?<=ss)es$|ies$|s$", "", verb) if singular else verb
    auxiliary = "does" if singular else "do"
    if word in ("How long", "How much"):
        return f"{word} {auxiliary} {subject} {plain}?"
    return f"{word} {auxiliary} {subject} {plain} {rest}?" if len(rest) < 70 else f"How {auxiliary} {subject} {plain}?"


def questions_about(documents: Sequence[Document], wish: str, count: int) -> list[str]:
    """`count` different questions that the documents answer, those near the wish first, the documents in turn."""
    by_document = [_candidates(one, wish) for one in documents]
    if len(documents) > 1:
        by_document.insert(1, _joint(documents, wish))
    found = [one for row in zip_longest(*by_document) for one in row if one is not None]
    unique = list(dict.fromkeys(found))
    for document in documents:
        unique += [f"What should one know about {word}?" for word in _keywords(document)]
    return list(dict.fromkeys(unique))[:count]


def _candidates(document: Document, wish: str) -> list[str]:
    wanted = stems(wish)
    said = [(one, question_for(one)) for one in sentences(document.text)]
    made = [(overlap(wanted, stems(one)), place, question) for place, (one, question) in enumerate(said) if question]
    return [question for _, _, question in sorted(made, key=lambda one: (-one[0], one[1]))]


def _joint(documents: Sequence[Document], wish: str) -> list[str]:
    """Questions whose answers stand in two documents, the pair nearest to the wish first."""
    ordered = sorted(documents, key=lambda one: -overlap(stems(wish), stems(f"{one.title} {one.text}")))
    pairs = [
        (first, second)
        for place, first in enumerate(ordered)
        for second in ordered[place + 1 :]
        if stems(first.text) & stems(second.title) or stems(second.text) & stems(first.title)
    ]
    return [f"How do {_topic(first)} and {_topic(second)} go together?" for first, second in pairs]


def _topic(document: Document) -> str:
    return _lowered(re.sub(r"^(?:the )?(?:benefits|advantages|basics|history|use) of ", "", document.title, flags=re.I))


def _keywords(document: Document) -> list[str]:
    words = [word for word in content_words(document.text) if len(word) > 5]
    return sorted(words, key=lambda word: -document.text.lower().count(word))[:8]


def _question_word(sentence: str, rest: str) -> str:
    if re.search(r"\bbecause\b|\bthat is why\b", sentence):
        return "Why"
    if _LENGTH.match(re.sub(r"^(?:about|around|at about) ", "", rest)):
        return "How long"
    if _AMOUNT.search(rest[:40]) and not rest.startswith(("the ", "a ")):
        return "How much"
    return "How"


def _with_be(word: str, be: str, subject: str, rest: str) -> str:
    if be in ("is", "are", "was", "were"):
        if re.match(r"(?:a|an|the|one|noise|not|\w+,)\b", rest) or " " not in rest:
            return f"What {be} {subject}?"
        return f"{'How' if word.startswith('How ') else 'Why'} {be} {subject} {rest}?"
    if be in ("has", "have"):
        participle = re.match(r"(\w+(?:ed|en|un|own|ade|ept))\b", rest)
        if participle:
            return f"{word} {be} {subject} {rest if word == 'Why' else participle[1]}?"
        plain = "does" if be == "has" else "do"
        return f"{'Why' if word == 'Why' else 'What'} {plain} {subject} have{f' {rest}' if word == 'Why' else ''}?"
    return f"How {be} {subject} {rest}?"


def _lowered(subject: str) -> str:
    first, _, rest = subject.partition(" ")
    keep = first.isupper() and len(first) > 1 or (rest[:1].isupper() and first not in ("The", "A", "An"))
    return subject if keep else subject[:1].lower() + subject[1:]
