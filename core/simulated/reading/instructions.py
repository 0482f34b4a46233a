"""What an instruction asks for: how many, how long, in which tone and language, signed by whom, with which words."""

from dataclasses import dataclass
from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading.times import NUMBER_WORDS

_COUNT = r"\d{1,3}|" + "|".join(word for word in NUMBER_WORDS if " " not in word and word not in ("a", "an"))
_ASKED = re.compile(
    rf"\b(?:(exactly|at least|at most|up to|about)\s+)?({_COUNT})\s+(?:(?:different|"
    rf"short|independent|numbered|key|main|"
    r"clear|important|simple|new|good|bullet|creative|concrete|possible|follow-up)\s+)*([a-z]{3,})",
    re.IGNORECASE,
)
_SENTENCES = re.compile(
    rf"\b(?:in|with|of|to)?\s*(?:at most |only |just |exactly )?({_COUNT}|a "
    rf"single)(?:(?:\s*-\s*|\s+(?:or|to)\s+)({_COUNT}))?\s+(?:short |clear |friendly |"
    rf"plain )*sentences?\b",
    re.IGNORECASE,
)
_LINES = re.compile(rf"\b({_COUNT})[- ]lines?\b", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:at most|no more than|not more than|maximum(?: of)?|max\.?|under|below|"
    r"fewer than|less than|up to|within) (\d+) words\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween (\d+) and (\d+) words\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:at least|no fewer than|minimum(?: of)?|more than) (\d+) words\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|in|of|exactly)? ?(\d+)[- ]words?\b", re.IGNORECASE)
_SIGN = re.compile(
    r"\b[Ss]ign(?:ed)?(?: (?:it|off|the \w+|your \w+|yourself))?(?: off)?(?: (?:as|with|by|from)(?: the name)?:? "
    r"[“\"']?|:? [“\"'])([^\s.,;“”\"'\n][^.,;“”\"'\n]{0,40})"
)
_QUOTED = r"[“\"'‘]([^”\"'’]{1,60})[”\"'’]"
_MUST = re.compile(
    rf"\b(?:contains?|includes?|mentions?|uses?|occurs?)(?: the)?(?: words?| phrase)? {_QUOTED}", re.IGNORECASE
)
_MUST_NOT = re.compile(
    rf"\b(?:(?:does|do|must|may|should) ?(?:not|n't)|never|without|avoid)(?: "
    rf"(?:contain|include|mention|use|using|say))?"
    rf"(?: the)?(?: words?| phrase)? {_QUOTED}",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"\b(?:ends?|finish(?:es)?|close) with {_QUOTED}", re.IGNORECASE)
_STARTS = re.compile(rf"\b(?:starts?|begins?|opens?) with {_QUOTED}", re.IGNORECASE)
_LANGUAGES = "german|french|spanish|italian|dutch|portuguese|polish|japanese|chinese|swedish|danish|turkish|russian"
_IN_LANGUAGE = re.compile(rf"\b(?:in|into|to) ({_LANGUAGES}|deutsch|français|español)\b", re.IGNORECASE)
_ASK_FOR = re.compile(
    r"\bask(?: (?:the customer|them|him|her|politely|also))*(?: for| "
    r"about)?\s+((?:the|their|his|her|your|an?|which|what|whether|when|how|"
    r"if)\s[^.;,\n]+?)(?:\s+and\s+(?:say|show|offer|tell)|[.;,\n]|$)",
    re.IGNORECASE,
)
TONES: dict[str, tuple[str, ...]] = {
    "formal": ("formal", "polite", "official", "professional", "business"),
    "friendly": ("friendly", "warm", "warmly", "kind", "kindly", "cheerful", "informal", "casual"),
    "enthusiastic": ("enthusiastic", "excited", "lively", "energetic", "upbeat"),
    "funny": ("funny", "humorous", "witty", "joke", "playful", "pirate"),
    "terse": ("terse", "brief", "briefly", "concise", "laconic"),
    "generous": ("generous", "apologetic", "apologise", "apologize", "understanding", "empathetic", "sympathetic"),
    "rude": ("rude", "grumpy", "sarcastic"),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an instruction says about the form of the answer; None or empty where it says nothing."""

    sentences: int | None
    lines: int | None
    least_words: int | None
    most_words: int | None
    signer: str | None
    tones: frozenset[str]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    ends: str | None
    starts: str | None
    language: str | None
    asks: tuple[str, ...]
    bullets: bool
    numbered: bool
    emoji: bool
    capitals: bool


@lru_cache(maxsize=256)
def wishes(instruction: str) -> Wishes:
    """Read the wishes out of an instruction."""
    least, most = _length(instruction)
    lowered = instruction.lower()
    unwanted = tuple(_MUST_NOT.findall(instruction))
    line = _LINES.search(instruction)
    return Wishes(
        sentences=_sentence_count(instruction),
        lines=_number(line[1]) if line else None,
        least_words=least,
        most_words=most,
        signer=_signer(instruction),
        tones=frozenset(tone for tone, said in TONES.items() if any(re.search(rf"\b{one}\b", lowered) for one in said)),
        must=tuple(one for one in _MUST.findall(_MUST_NOT.sub("", instruction)) if one.strip()),
        must_not=unwanted,
        ends=_first(_ENDS, instruction),
        starts=_first(_STARTS, instruction),
        language=_language(instruction),
        asks=tuple(one.strip() for one in _ASK_FOR.findall(instruction)),
        bullets="bullet" in lowered,
        numbered=bool(re.search(r"\bnumbered\b|\bnumber(?:ed)? (?:the |your )?steps\b", lowered)),
        emoji="emoji" in lowered,
        capitals=bool(re.search(r"\b(?:all caps|capital letters|upper ?case)\b", lowered)),
    )


def asked_count(instruction: str, *nouns: str) -> int | None:
    """How many of `nouns` (singular) the instruction asks for: “exactly 4 questions”, “3 points”."""
    for match in _ASKED.finditer(instruction):
        noun = match[3].lower()
        if any(noun.startswith(one.lower().removesuffix("y")) for one in nouns):
            return _number(match[2])
    return None


def any_count(instruction: str) -> int | None:
    """The one number of things asked for, whatever they are; not words, minutes or sentences."""
    other = ("word", "sentence", "minute", "hour", "day", "line", "paragraph", "percent", "step", "week", "year", "to")
    found = [match for match in _ASKED.finditer(instruction) if not match[3].lower().startswith(other)]
    found = [match for match in found if match[3].lower().endswith("s") or match[1]]
    return _number(found[0][2]) if found else None


def _length(instruction: str) -> tuple[int | None, int | None]:
    if match := _BETWEEN.search(instruction):
        return int(match[1]), int(match[2])
    most, least = _MOST.search(instruction), _LEAST.search(instruction)
    if most or least:
        return (int(least[1]) if least else None), (int(most[1]) if most else None)
    if match := _ABOUT.search(instruction):
        words = int(match[1])
        return round(words * 0.8), round(words * 1.15)
    return None, None


def _sentence_count(instruction: str) -> int | None:
    match = _SENTENCES.search(instruction)
    if match is None:
        return None
    return 1 if match[1].lower() == "a single" else _number(match[2] or match[1])


def _signer(instruction: str) -> str | None:
    match = _SIGN.search(instruction)
    return re.split(r"\s{1,9}(?:and (?![A-ZÀ-Ý])|(?:at|in|with)\s)", match[1].strip())[0] if match else None


def _language(instruction: str) -> str | None:
    match = _IN_LANGUAGE.search(instruction)
    named = {"deutsch": "german", "français": "french", "español": "spanish"}
    return named.get(match[1].lower(), match[1].lower()) if match else None


def _first(pattern: re.Pattern, text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBER_WORDS[word.lower()]
