"""Questions that sentences answer, made by turning a statement round."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from core.simulated import linear as re
from core.simulated.reading.prompt_parts import Document
from core.simulated.reading.sentences import sentences
from core.simulated.reading.words import content_words, overlap, stem, stems, words

_BE = frozenset("is are was were can could will would must should has have".split())
_VERBS = frozenset(
    """
    turn work last need grow stand pair take make give help produce lose catch start shut respond return deliver supply
    reduce lower hold steady smooth replace rise fall depend contain offer provide allow cause increase include keep
    bring come go get live eat protect mean become begin open close ship arrive belong lead save create build move
    carry push pump complement improve receive cost use store cut run cover stop pay write send
    """.split()
)
_NOUN_TOO = frozenset(
    "work cost use store cut run supply return help lead start rise fall cause stop pay cover open".split()
)
_PRONOUN = re.compile(
    r"(?:It|They|This|That|These|Those|There|He|She|We|You|I|If|When|For|In|Within|Because|Once|As|Here|No|After|Before|"
    r"Not|At|On|With|To|From|Please|Walk|Push|Treat|Enter|Check|Keep|Write|Most are)\b"
)
_WORD = re.compile(r"[\w’'-]+")
_ADVERB = re.compile(r"\b(?:therefore|however|also|still|usually|slowly|simply|often|always|then|already) ")
_LENGTH = re.compile(r"\b\d+(?: to \d+)? (?:years?|months?|weeks?|days?|hours?|minutes?|decades)\b")
_AMOUNT = re.compile(r"\bpercent\b|\d ?%|\btimes\b|[€$£]\s?\d")
_CLAUSE = re.compile(r"[,;:]| because | which | whose | when | so that | and | but | by about | from about | since ")


def question_for(sentence: str) -> str | None:
    """A question that the sentence answers, None when it cannot be turned round."""
    if not sentence[:1].isupper() or _PRONOUN.match(sentence) or sentence.endswith("?"):
        return None
    sentence = _ADVERB.sub("", sentence.partition(":")[0])
    found = _verb_in(sentence)
    if found is None:
        return None
    subject, verb = _lowered(sentence[: found.start()].strip()), found[0]
    rest = _CLAUSE.split(sentence[found.end() :].strip().rstrip(".!"))[0].strip()
    word = _question_word(sentence, rest)
    if verb in _BE:
        return _with_be(word, verb, subject, rest)
    singular = verb not in _VERBS
    auxiliary, plain = ("does", _plain(verb)) if singular else ("do", verb)
    if word in ("How long", "How much") or not rest or len(rest) > 70:
        return f"{word} {auxiliary} {subject} {plain}?"
    return f"{word} {auxiliary} {subject} {plain} {rest}?"


def _verb_in(sentence: str) -> re.Match | None:
    """The first verb that agrees with the word before it: panels turn, a panel turns."""
    before = ""
    for number, match in enumerate(_WORD.finditer(sentence)):
        word = match[0].lower()
        if number and (match.start() > 75 or "," in sentence[: match.start()]):
            return None
        plural = before.endswith("s") and not before.endswith(("ss", "us", "is"))
        if number and word in _BE:
            return match
        if number and word in _VERBS and plural and not (word in _NOUN_TOO and number < 2):
            return match
        if number and _plain(word) in _VERBS and _plain(word) != word and not plural:
            return match
        before = word
    return None


def _plain(verb: str) -> str:
    """turns → turn, pushes → push, carries → carry."""
    if re.search(r"(?:sh|ch|ss|go|x)es$", verb):
        return verb[:-2]
    return re.sub(r"ies$", "y", verb) if verb.endswith("ies") else verb.removesuffix("s")


def questions_about(documents: Sequence[Document], wish: str, count: int) -> list[str]:
    """`count` different questions that the documents answer, those near the wish first, the documents in turn."""
    documents = sorted(documents, key=lambda one: -_nearness(one, wish, documents))
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


def _nearness(document: Document, wish: str, documents: Sequence[Document]) -> float:
    """How near a document is to a wish: how much each of its words belongs to this document, the title's twice."""
    near = 0.0
    said = [Counter(stem(one) for one in words(f"{doc.title} {doc.text}")) for doc in documents]
    for word in stems(wish):
        counts = [one[word] for one in said]
        if sum(counts):
            share = counts[list(documents).index(document)] / sum(counts)
            near += share**2 * (2 if word in stems(document.title) else 1)
    return near


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
    return _lowered(
        re.sub(r"^(?:the )?(?:benefits|advantages|basics|history|use) of ", "", document.title, flags=re.IGNORECASE)
    )


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
