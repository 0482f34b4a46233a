"""What a shop's page says: its name, its goods, its manner, what it stands for, and what in it deserves praise."""

from collections import Counter

from core.simulated import linear as re
from core.simulated.reading.sentences import sentences
from core.simulated.reading.words import content_words, overlap, stems, words

ENOUGH = 1.5
NEARLY_AS_GOOD = 0.5
_MONEY = r"(?:[€£$¥]|\b(?:EUR|USD|GBP|CHF|kr|euro)\b)"
_PRICE = re.compile(rf"{_MONEY}\s?(?:from )?\d|\d[\d.,]*\s?{_MONEY}")
_PRAISE = (
    (2.0, r"\b(?:awards?|prize|medal|game of the year|jury|we won|honou?red)\b"),
    (2.0, r"\b(?:gave (?:every|all|away|it)|giv(?:e|es|en) (?:away|one|four|\d)|donat\w+|charit\w+|free of charge)\b"),
    (2.0, r"\b(?:spende\w*|gespendet|verschenk\w*|tafel|ausgezeichnet|auszeichnung|gewonnen|ehrenamtlich)\b"),
    (1.5, r"\b(?:for free|at no (?:charge|cost)|food banks?|shelters?|homeless|volunteers?|free repairs?)\b"),
    (1.5, r"\b(?:hospitals?|schools?|neighbours|apprentic\w+|trainees|refugees)\b"),
    (1.5, r"\b(?:paid in full|full pay|living wage|same (?:hourly )?wage|paid twice|fair wages?|worker-owned)\b"),
    (1.5, r"\b(?:rescued|restored|replant\w+|refill\w*|open source|publish(?:ed|es)?|permissive|schematics)\b"),
    (1.0, r"\b(?:warranty|guarantee|lifetime|in stock for|ten years|by hand|never tested|everybody can)\b"),
    (0.5, r"\b(?:unsold|left ?overs?|second life|mend(?:s|ed)?|bring back|take back|nurse)\b"),
    (0.5, r"\b\d[\d,.]* ?(?:%|per cent|bikes|wards|people|families|pupils|children|countries|trees)"),
)
_BLAME = r"\b(?:cookies?|VAT|sorry|recall|withdrawn|incorrect|delay\w*|wrong|lost|increase|closed|terms|privacy)\b"
_STANDS_FOR = (
    r"\b(?:we (?:do not|don't|never|always|believe|only|sell|pay|repair)|rule|promise|nobody|everybody|every|never)\b"
)
_BADGE = re.compile(r"(?:new|only|batch|bestseller|sold|sale|price|article|qty|min|game of the year)\b", re.IGNORECASE)
_NEWS = r"\b(?:new|news|opened?|open the doors|since|founded|began|20[12]\d|first|centenary|anniversary)\b"
_MANNERS = (
    ("playful and loud", r"[!🎉🏆🐝🐙🎈👻🦆🥔🧦🐌🌋]|\bsilly\b|\bfun\b"),
    ("combative and warm", r"\b(?:strike|fight|street|union|co-?op|campaigns?|solidarity|vote|trouble)\b"),
    ("precise and technical", r"\b(?:firmware|latency|open source|usb|pcb|warranty|schematics|ms|hot-swap)\b"),
    ("quiet and elegant", r"\b(?:maison|eau|extrait|perfumes?|silk|luxury|atelier|composes?|notes|flacons?)\b"),
    ("dry and exact", r"\b(?:catalogue|per cent|articles?|supplied|dispatched|conditions?|terms|carriage|no\.)"),
    ("homely and unhurried", r"\b(?:sheep|hill|wool|farm|garden|bread|kettle|yarn|lambs?|sisters?|flock)\b"),
)
PLAIN = "plain and friendly"


def prose(text: str) -> list[str]:
    """The whole sentences of a page, without its menus, product names and prices."""
    flowing = re.sub(r"\n(?=[a-z€£$(,.])|(?<=[a-z,])\n(?=[A-Z€£$][^\n]{0,40}\n[.,a-z])", " ", text)
    found = (re.sub(r"\s+([.,;!?])", r"\1", one).lstrip("🏆🎉★ ") for one in sentences(flowing))
    return [one for one in found if len(words(one)) >= 7 and one[-1:] in '.!?…”"' and not _PRICE.search(one[:12])]


def shop_name(text: str) -> str:
    """The name the page gives itself: the first line up to a dash, a bar or an emoji."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    name = re.split(r"\s[-–—|:*·•]\s|\s+[^\w\s&'’.,!-]|[|:*•]", first)[0].strip(" .!-–*")
    name = re.sub(r"^welcome to (?:the )?", "", name, flags=re.IGNORECASE)
    return re.split(r",\s*\d", name)[0][:60].strip() or "the shop"


def goods(text: str) -> list[str]:
    """What is on offer, by name: the heading in front of each price. What stands before the first is left out where
    there are several, since the page's own headings stand there, too."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    common, name = Counter(lines), shop_name(text)
    found: list[str] = []
    heading = ""
    for line in lines:
        if _PRICE.search(line) and len(line) < 40:
            found += [heading] if heading else []
            heading = ""
        elif (not heading or not found) and common[line] == 1 and _is_heading(line) and not line.startswith(name):
            heading = line
        elif len(words(line)) > 25:
            heading = ""
    named = list(dict.fromkeys(found))
    return named[1:] if len(named) > 3 else named


def _is_heading(line: str) -> bool:
    few = len(words(line)) <= (3 if line.endswith(".") else 7)
    named = line[0].isupper() and line[-1] not in "!?:,]" and re.search(r"[^\W\d]{3}", line) is not None
    return few and named and not _BADGE.match(line)


def manner(text: str) -> str:
    """How the page speaks."""
    counts = {name: len(re.findall(pattern, text, re.IGNORECASE)) for name, pattern in _MANNERS}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 4 else PLAIN


def praise(sentence: str) -> float:
    """How much a sentence tells of something that deserves praise."""
    score = sum(weight for weight, pattern in _PRAISE if re.search(pattern, sentence, re.IGNORECASE))
    blame = len(re.findall(_BLAME, sentence, re.IGNORECASE))
    return score - 1.5 * blame - (0.5 if len(words(sentence)) > 45 else 0.0)


def praiseworthy(text: str) -> list[str]:
    """The sentences that deserve praise, the best first."""
    return sorted((one for one in prose(text) if praise(one) >= ENOUGH), key=praise, reverse=True)


def stands_for(text: str, most: int = 3) -> list[str]:
    """What the shop holds by, in its own short sentences."""
    found = [one for one in prose(text) if re.search(_STANDS_FOR, one, re.IGNORECASE) and len(words(one)) <= 28]
    return sorted(dict.fromkeys(found), key=praise, reverse=True)[:most]


def news(text: str, other_than: str = "") -> str:
    """A sentence that tells of something new or old enough to be told; empty if there is none."""
    found = [one for one in prose(text) if re.search(_NEWS, one, re.IGNORECASE) and one != other_than]
    return max(found, key=lambda one: len(re.findall(_NEWS, one, re.IGNORECASE)) + praise(one) / 2, default="")


def recurring(text: str, most: int = 4) -> list[str]:
    """The words the page keeps coming back to."""
    told = " ".join(prose(text)) or text
    said = [word for word in words(told) if len(word) > 4 and word.isalpha()]
    known = set(content_words(told))
    return [word for word, _ in Counter(word for word in said if word in known).most_common(most)]


def mentions(letter: str, fact: str) -> bool:
    """Whether a letter tells of a fact, in these or nearly these words."""
    return overlap(stems(fact), stems(letter)) >= 0.6
