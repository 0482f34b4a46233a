"""The people a text names."""

from collections.abc import Iterator

from core.simulated import linear as re
from core.simulated.reading.dates import MONTHS, WEEKDAYS

LONGEST_LIST = 1_000  # characters after a verb that are looked at for names

_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?[A-ZÀ-ÝŁŚŽ][\w’'-]*[a-zà-ÿ][\w’'-]*(?: (?:van|von|de|"
    r"der|da|di|al|bin|O['’])?\s?[A-ZÀ-ÝŁŚŽ][\w’'-]*[a-zà-ÿ][\w’'-]*)*"
)
_KIN = (
    *("mum", "mom", "dad", "mother", "father", "sister", "brother", "wife", "husband", "partner", "boss", "manager"),
    *("parents", "kids", "daughter", "son", "grandma", "grandpa", "aunt", "uncle", "dentist", "doctor", "lawyer"),
)
_GROUP = (
    *("team", "board", "group", "department", "class", "choir", "crew", "committee", "staff", "clients?", "customers?"),
    *("family", "colleagues", "friends", "neighbou?rs", "investors", "designers?", "developers?", "engineers?"),
)
_FIRST_NAMES = frozenset(
    """
    adam ahmed aisha alan alex alice amelia amy ana andrea andrew anna anne anton arthur barbara ben bella bob boris
    carla carlos carol caroline charlie chen chloe chris clara claire daniel dan david dora diana diego eddie ella
    elena eli elif emil emily emma eric erik eva eve felix fatima finn fiona francis frank gabriel george gina grace
    hanna hannah harry hassan helen henry hugo ian ida ines ingrid ivan jack james jan jana jane jean jim joanna joe
    john jonas jose josh julia julie karen kate kevin kim lara laura lea lee lena leo li liam lina linda lisa luca
    lucas lucy luis luke maria marie mario mark martin mary matt max maya mei mia michael miguel mike mina mohammed
    nadia nathan nina noah nora oliver olga omar oscar pablo patrick paul paula peter philip pia priya rachel raj ravi
    rita robert rosa ruth ryan sam samir samuel sandra sara sarah sebastian sofia sophie stefan steve susan susie tara
    theo thomas tim tina tom tomas uma vera victor wei will yara yuki yusuf zoe
    """.split()
)
_NOT_NAMES = (
    frozenset(
        """
    a actually add afterwards all also an and another any are as ask at because before book breakfast brunch but buy by
    call can cancel change cheers could dear dinner dr do does drinks email english european every everyone for french
    friends from german get gmt good have hello hey hi hotel how however i i'd i'll i'm i've ich if in internet invite
    is it it's its june just kind let let's lunch madam mail march may maybe me meet meeting monday move my no not now
    of ok okay on one or our order our pencil plan please pm am put regards remind remove reschedule room schedule see
    send set she he sir so some someone spanish sorry team teams thank thanks that the their them then there these they
    this to today tomorrow tonight us utc want we we'll we're what what's when where which who why will with would yes
    you your next last video phone conference client customer board staff
    sales budget design weekly daily monthly annual
    quarterly doctor dentist birthday yoga piano tennis football against delay postpone push block arrange which new old
    invoice order zoom skype office project review roadmap christmas easter new year
    """.split()
    )
    | frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | frozenset(day[:3] for day in WEEKDAYS)
)
_SUBJECT_VERB = (
    r"(?:is|are|was|were|will|would|wants?|has|have|and|or|likes?|joins?|needs?|can|asked|said|says|celebrates?|meets?|"
    r"comes?|goes|going|visits?|wrote|calls?|called|invited)"
)
_LIST = rf"{_NAME}|me|my (?:{'|'.join(_KIN)})|(?:the|our|my) (?:\w+ )?(?:{'|'.join(_GROUP)})"
_INTRODUCED = re.compile(
    rf"\b(?:[Ww]ith|[Aa]gainst|[Ii]nvit(?:e|ing)|[Aa]dd(?:ing)?|[Rr]emove|[Tt]ake|[Cc]c|[Ii]nclud(?:e|ing)|"
    rf"[Bb]ring(?:ing)?|[Mm]eet(?:ing)?|[Ss]ee(?:ing)?|[Aa]ttendees?:|"
    rf"[Pp]articipants?:|[Pp]eople:|[Jj]oin(?:ed by)?|"
    rf"[Ww]ho:|[Aa]sk|[Tt]ell|[Rr]emind|[Cc]all)\s+"
    rf"((?:{_LIST})(?:(?:\s*,\s*(?:and |& )?|\s+(?:and|&|plus|as well as)\s+(?:old |also )?)(?:{_LIST}))*)"
)
_SUBJECTS = re.compile(
    rf"(?:^|[.!?:]\s+|\b(?:[Ii]f|[Tt]hat|[Ww]hen|[Dd]oes|[Cc]an|"
    rf"\d)\s+)((?:{_NAME})(?:\s*,\s*(?:and )?(?:{_NAME})|\s+(?:and|&)\s+(?:old "
    rf")?(?:{_NAME}|me|I))*)"
    rf"(?:\s+(?:\([^)]*\)\s+)?(?:{_SUBJECT_VERB}|[a-z]{{2,}}ed)\b)",
    re.MULTILINE,
)
_PAIRS = re.compile(rf"({_NAME})(?:,\s+({_NAME}))*,?\s+(?:and|&)\s+(?:old )?({_NAME})")
_TOLD = re.compile(r"(?:remind|tell|ask|call|send|to|for|from|by)\s", re.IGNORECASE)
_WITH_ROLE = re.compile(
    r"((?:\bMr|\bMrs|\bMs|\bDr|\bProf)\.? [A-ZÀ-ÝŁŚŽ][\w’'-]*[a-zà-ÿ])"
    rf"|\b(?:with|meet|see|invite|and) (?:my|our|the) [a-z]+,? ({_NAME})"
)
_SPLIT = re.compile(r"\s*,\s*(?:and |& )?|\s+(?:and|&|plus|as well as)\s+(?:old |also )?")


def find_people(text: str) -> list[str]:
    """Names, each once, in the order of the text; groups as they are called; “me” where somebody asks to be in."""
    places = sorted(_found(text), key=lambda one: one[0])
    people: list[str] = []
    for _, name in places:
        known = [one.lower() for one in people]
        if name.lower() not in known and not any(name in one.split() for one in people):
            people.append(name)
    return people


def introduced(text: str, verbs: str) -> list[str]:
    """The people who follow one of `verbs` (a regular expression), as in “add Bob and Carol”."""
    people: list[str] = []
    for match in re.finditer(rf"\b(?i:{verbs})\s+", text):
        rest = text[match.end() : match.end() + LONGEST_LIST]
        listed = re.match(rf"(?:{_LIST})(?:(?:\s*,\s*(?:and )?|\s+(?:and|&)\s+)(?:{_LIST}))*", rest)
        people += [name for name in _names(listed[0]) if name not in people] if listed else []
        people += (
            [name for name in _lower_case(rest.partition(".")[0][:60]) if name not in people] if not listed else []
        )
    return people


def sender(text: str) -> str | None:
    """Who signed a message, if somebody did: “I am Dana”, “Best regards, Dana”."""
    signed = re.search(
        rf"\b(?:regards|cheers|thanks|thank you|sincerely|best|yours|"
        rf"greetings),?\s*[-–]?\s*\n?\s*({_NAME})\s*[.!]?\s*$",
        text.strip(),
        re.IGNORECASE,
    )
    named = re.search(rf"\b(?:[Mm]y name is|[Tt]his is|I am|I'm)\s+({_NAME})", text)
    last = re.search(
        rf"(?:[.!?]\s+|\n\s*)(?:[-–—]\s*)?({_NAME})(?:,?\s*\(?[A-Z]{{2,5}}-\d+\)?)?\s*[.!]?\s*$", text.strip()
    )
    for match in (signed, named, last if last and len(last[1].split()) <= 3 else None):
        if match and match[1][:1].isupper() and match[1].lower() not in _NOT_NAMES:
            return match[1].strip()
    return None


def _found(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_INTRODUCED, _SUBJECTS):
        for match in pattern.finditer(text):
            names = [one for one in _names(match[1]) if one != "me" or not _TOLD.match(match[0])]
            yield from ((match.start(1) + match[1].find(name), name) for name in names)
    for match in _WITH_ROLE.finditer(text):
        name = match[1] or match[2]
        if _plain(name):
            yield match.start() + match[0].find(name), name
    for match in _PAIRS.finditer(text):
        yield from ((match.start() + match[0].find(name), name) for name in _names(match[0]) if _plain(name))
    for match in re.finditer(r"\b[a-z]+\b", text):
        if match[0] in _FIRST_NAMES and match[0] not in ("will", "may", "mark", "rose") and _in_list(text, match):
            yield match.start(), match[0].capitalize()
    for match in re.finditer(rf"\b{_NAME}", text):
        first = match[0].split()[0].lower()
        if first in _FIRST_NAMES and first not in _NOT_NAMES and _plain(match[0]):
            yield match.start(), match[0]


def _names(listed: str) -> Iterator[str]:
    for one in _SPLIT.split(listed):
        name = one.strip()
        while " " in name and name[0].isupper() and name.split()[0].lower() in _NOT_NAMES:
            name = name.partition(" ")[2]
        name = re.sub(r"[’']s$", "", name)
        kind = re.fullmatch(r"(?:the|our|my) (.+)", name)
        if kind:
            yield kind[1]
        elif name == "me" or (name and _plain(name)):
            yield name


def _plain(name: str) -> bool:
    """Whether no word of it is a day, a month or an everyday word with a capital."""
    name = re.sub(r"^(?:Mr|Mrs|Ms|Dr|Prof)\.? (?=\w)", "", name)
    return name.lower() not in _NOT_NAMES and not any(word.lower().rstrip("'’s") in _NOT_NAMES for word in name.split())


def _in_list(text: str, match: re.Match) -> bool:
    before = text[: match.start()].rstrip().lower()
    return (
        re.search(r"(?:^|\s)(?:with|and|invite|add|remove|to|for|from|by|see|meet|ask|tell|plus)$|[,&]$", before)
        is not None
    )


def _lower_case(listed: str) -> list[str]:
    return [word.capitalize() for word in re.findall(r"[a-z]+", listed)[:6] if word in _FIRST_NAMES]
