"""Things a text names: businesses, places, products, and the reasons it gives."""

from core.simulated import linear as re
from core.simulated.reading.dates import MONTHS, WEEKDAYS
from core.simulated.reading.words import STOP_WORDS

_REASON = re.compile(
    r"\b(?:because(?: of)?|since|due to|the reason is(?: that)?)\s+([^.!?\n]+)"
    r"|\b((?:it|they|he|she|the \w+|these|this) (?:do(?:es)? not|don['’]t|doesn['’]t|"
    r"is|are|was|were|did not|has|have|won['’]t|keeps?|"
    r"arrived|broke|stopped)\s[^.!?,\n]+)",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"\b(?:return|returning|exchange|(?:send|give|take|bring|sending|giving|taking|bringing) back|refund for|"
    r"bought|ordered|"
    r"purchased|buy|order)(?:ed|ing)?\s+"
    r"(?:the|my|this|these|those|an?|some|our|two|"
    r"both)\s+([\w'’ -]+?)(?:\s+(?:because|since|as|that|which|for|from|which|but|"
    r"and|due|will|is|are|was|were|do|does|I|we|it|they|last|on|in|yesterday|who|broke|won['’]t|to)\b|[,.;!?(\n]|$)",
    re.IGNORECASE,
)
_BOUGHT = re.compile(
    r"\b(?:the|my|this|these|those|an?|both)\s+((?:[\w'’-]+\s){0,3}?[\w'’-]+)\s+(?:that |which )?(?:I|we) "
    r"(?:just |recently |have )?(?:bought|ordered|got|received|purchased)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:the|my|this|these|both)\s+((?:[\w'’-]+\s){0,3}?[\w'’-]+)\s+(?:is|are|was|were|has|have|had|do(?:es)?|"
    r"did|don['’]t|"
    r"doesn['’]t|came|come|comes|arrived|broke|stopped|turned out|fits?|leaks?)\b",
    re.IGNORECASE,
)
_GOES_BACK = re.compile(
    r"\b(?:return|exchang|refund|send|sent|give|take|bring)\w*\b.{0,20}\b(?:it|them|this|"
    r"these|back)\b",
    re.IGNORECASE,
)
_TOWN = r"(?:the\s)?[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+)*"
_PLACE = re.compile(rf"\b(?:in|at|from|to|near|for)\s+({_TOWN}(?:(?:,\s*(?:and )?|\s+and\s+){_TOWN})*)")
MOST_LINES = 200
NO_PLACES = frozenset((*WEEKDAYS, *MONTHS, "christmas", "easter", "english", "zoom"))
_BUSINESS = re.compile(
    r"\b(?:welcome to|visit|called|named|this is|here at|©(?: "
    r"?\d{4})?)[ ]+((?:the\s)?[A-ZÀ-Ý][\w'’&.-]*(?:[ ](?:[A-ZÀ-Ý&][\w'’.-]*|and|of|de|"
    r"del|du|la|the))*)",
    re.IGNORECASE,
)


def business_name(text: str) -> str | None:
    """The name of a business: as it introduces itself, else the line that recurs or comes first."""
    if re.search(r"<[a-z][^>]*>", text, re.IGNORECASE):
        text = _without_tags(text)
    lines = [re.split(r"\s[·|–—]\s|\s-\s", line.strip())[0].strip() for line in text.splitlines() if line.strip()]
    short = [
        line
        for line in lines
        if re.match(r"(?:the )?[A-ZÀ-Ý]", line) and len(line.split()) <= 6 and line[-1] not in ".:?!"
    ]
    repeated = [line for line in short[:MOST_LINES] if text.count(line) > 1]
    introduced = _BUSINESS.search(text)
    if repeated:
        return repeated[0]
    if introduced and introduced[1][:1].isupper():
        return str(introduced[1]).strip(" .,")
    return short[0] if short else None


def _without_tags(text: str) -> str:
    """What an HTML page says, a line for each tag; scripts and styles are left out."""
    parts = re.split(r"(?i)(</?(?:script|style)\b[^>]*>)", text)
    hidden = ""
    said: list[str] = []
    for part in parts:
        opened = re.match(r"(?i)<(/?)(script|style)\b", part)
        if opened and not hidden and not opened[1]:
            hidden = opened[2].lower()
        elif opened and opened[1] and opened[2].lower() == hidden:
            hidden = ""
        elif not hidden:
            said.append(re.sub(r"<[^>]+>", "\n", part))
    return "\n".join(said)


def places(text: str) -> list[str]:
    """The places a text names after in, at, from, to, near or for."""
    found: list[str] = []
    for match in _PLACE.finditer(text):
        found += [one.strip() for one in re.split(r",\s*(?:and )?|\s+and\s+", match[1]) if one.strip()]
    if not found:
        spoken = re.search(r"\b(?:in|for|at|near)\s+([a-z]{3,})\b(?:\s*(?:[?.!,]|right|now|today|$))", text)
        found = [spoken[1].capitalize()] if spoken and spoken[1] not in STOP_WORDS else []
    return [one for one in found if one.lower() not in NO_PLACES]


def product_in(text: str) -> str | None:
    """What somebody bought, returns or wants."""
    bought = _BOUGHT.search(text)
    match = bought or _PRODUCT.search(text) or (_SUBJECT.search(text) if _GOES_BACK.search(text) else None)
    return match[1].strip() if match else None


def reason_in(text: str) -> str | None:
    """The reason a text gives: because it is broken, they do not fit."""
    match = _REASON.search(text)
    return (match[1] or match[2]).strip() if match else None
