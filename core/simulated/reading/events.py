"""Does a text speak of a calendar event, of a change to one, and what is the event called?"""

from datetime import date

from core.simulated import linear as re
from core.simulated.reading.dates import find_dates
from core.simulated.reading.people import find_people, introduced
from core.simulated.reading.times import clock_time, minutes, usual_time

_NOUNS = (
    "meeting|call|appointment|lunch|dinner|breakfast|brunch|coffee|drinks?|party|review|workshop|conference|interview|"
    "session|stand-?up|sync|retro(?:spective)?|kick-?off|demo|presentation|training|class|lesson|concert|fair|festival|"
    "wedding|birthday|anniversary|jubilee|visit|trip|flight|game|match|rehearsal|seminar|webinar|lecture|hackathon|"
    "picnic|barbecue|bbq|date|check-?up|consultation|one-on-one|1:1|catch-?up|offsite|brainstorm(?:ing)?|exam|course|"
    "event|gathering|reunion|ceremony|tour|walk|hike|supper|tea|film|movie|play|exhibition|reservation|sprint|"
    "standup|chat"
)
_NOUN = re.compile(rf"\b({_NOUNS})\b", re.IGNORECASE)
_VERBS = re.compile(
    r"\b(?:schedule|scheduling|book|set up|arrange|organi[sz]e|plan|meet|meeting|get "
    r"together|catch up|put .{0,30}calendar|"
    r"add .{0,40}calendar|block|reserve|host|invite|celebrates?|join (?:us|me)|"
    r"let['’]?s|remind|attend|going to|(?:are|is) (?:you|\w+) (?:free|available|around)|grab|pencil)\b",
    re.IGNORECASE,
)
_OTHER_WISH = re.compile(
    r"^\W*(?:hi|hello|hey|please|can you|could you|would you|i(?:'d| would) like you to|can i|[, ])*\s*(?:please )?"
    r"(?:send|write|draft|forward|e-?mail|translate|summari[sz]e|explain|tell|buy|order|find|search|calculate|fix|read|"
    r"delete|print|show|ignore|describe|what|who|why|how|where|which|is it|do you|does|did|are you|when (?:did|was))\b",
    re.IGNORECASE,
)
_STILL_EVENT = re.compile(
    r"\b(?:invit(?:e|ation)|calendar|schedul|appointment|what about|how about|(?:are|"
    r"is) (?:you|\w+) (?:free|available|around)|"
    r"find (?:a )?(?:time|slot)|book a)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:some ?time|some day|someday|one day|soon|maybe|perhaps|eventually|at some point|one of these days|might|"
    r"should (?:really )?(?:grab|get|do|meet|catch)|would like to|wouldn't mind|whenever)\b|\?\s*$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:move|mov(?:ed|ing)|reschedul\w{1,9}|postpone\w?|push(?:ed)?\b.{0,40}\bback|"
    r"bring (?:\w{1,20} ){0,4}forward|push (?:\w{1,20} ){1,5}back|cancel\w{0,9}|shift\w{0,9}|change|changing|"
    r"rename|call off|swap|delay\w{0,9}|instead|earlier|later|extend|shorten|make it|take .{1,40} off|remove|drop)\b"
    r"|\badd\b(?!.{0,60}\b(?:calendar|diary|agenda|planner)\b).{1,60}\bto (?:the|our|my|that|this|tomorrow|"
    r"today|\w{1,20}day)"
    r"|\b(?:can['’]?t|cannot|won['’]t) (?:make|come|attend)",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    r"\b(?:every|each) (?:other )?(?:day|week|month|morning|\w+day)|\b(?:daily|weekly|"
    r"monthly)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\b(?:by|before|until|due|no later than)\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^\W*(?:(?:please|hi|hello|hey|ok|so)\b[\s,!]*)*(?:(?:i|we) (?:have|need|want|would like|['’]d like|am going|are "
    r"going|will)(?: to)? )?(?:i['’]m |we['’]re |there['’]s |there is )?(?:seeing |an? |my |the )?",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(
    r"\s*(?:[,.;!?(–—]|\b(?:on|at|with|from|next|this|tomorrow|today|tonight|in|for|to|\w+day)\b|\d)", re.IGNORECASE
)
_ANY = date(2000, 1, 3)
_SKIP = frozenset(
    """
    a an the let's let us me my our your his her their schedule scheduling book set up arrange organise organize plan
    have hold with for at on in to and of please can could you we i need want would like grab going get do go is are
    h hr hour hours min minutes minute m long short quick next this that coming new another some add put create make
    move cancel reschedule postpone change from by about around also remind invite host attend block there's there will
    be join monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight morning afternoon evening
    should could shall may what how about week month soon sometime's it celebrate celebrates off take s half
    """.split()
)  # fmt: skip


def likelihood(text: str) -> float:
    """How sure one can be that the text is about a calendar event, 0 to 1: its date, time, people and words."""
    dated = bool(find_dates(text, _ANY)) or _REPEATED.search(text) is not None
    timed = clock_time(text) is not None
    score = 0.3
    score += 0.22 if _NOUN.search(text) or _VERBS.search(text) else 0.0
    score += 0.06 if _NOUN.search(text) and _VERBS.search(text) else 0.0
    score += 0.22 if dated else 0.0
    score += 0.18 if timed else 0.06 if usual_time(text) else 0.0
    score += 0.06 if minutes(text) else 0.0
    score += 0.06 if find_people(text) else 0.0
    score -= 0.08 if _VAGUE.search(text) and not (dated and timed) else 0.0
    return round(min(0.98, max(0.05, score + (0.04 if dated and timed else 0.0))), 2)


def is_event(text: str) -> bool:
    """Whether the text speaks of an event at all; a wish for something else is none."""
    if _OTHER_WISH.match(text) and not _STILL_EVENT.search(text):
        return False
    if _CHANGE.search(text) and (_NOUN.search(text) or find_dates(text, _ANY)):
        return True
    dated, timed = bool(find_dates(text, _ANY)), clock_time(text) is not None
    fixed = dated and timed and not _DEADLINE.search(text)
    return bool(_NOUN.search(text)) or fixed or (bool(_VERBS.search(text)) and (dated or timed))


def sureness(text: str) -> float:
    """How sure the judgement of `is_event` is, whichever way it goes."""
    if is_event(text):
        return likelihood(text)
    return 0.9 if _OTHER_WISH.match(text) else round(max(0.55, 0.95 - likelihood(text) * 0.6), 2)


def changes_something(text: str) -> bool:
    """Whether an existing event is to be changed, not a new one made."""
    return _CHANGE.search(text) is not None


def event_name(text: str) -> str:
    """A short name: the event's noun with the words before it; a person or a purpose when the noun is bare."""
    match = _best_noun(text)
    if match is None:
        verb = re.search(r"\b(?:to|and) (?:see|visit|celebrate|discuss|talk about|watch) ((?:\w+ ?){1,4})", text)
        return _opening(verb[0].split(" ", 1)[1] if verb else text)
    before = re.findall(r"[\w'’-]+|[^\w\s]", text[: match.start()])
    words: list[str] = []
    for word in reversed(before[-4:]):
        if (
            not re.match(r"[\w]", word)
            or re.sub(r"['’]s$", "", word.lower()) in _SKIP
            or re.search(r"\d", word)
            or len(words) == 3
        ):
            break
        words.insert(0, word)
    name = " ".join([*words, match[1]])
    purpose = re.match(
        r"\s+(?:about|on the|to discuss|to plan|for the)\s+((?:the |our |his |her )?[\w'’-]+(?: [\w'’-]+)?)",
        text[match.end() :],
    )
    if not words and purpose and not find_dates(purpose[1], _ANY):
        return _titled(f"{name}: {re.sub(r'^(?:the|our) ', '', purpose[1])}")
    people = introduced(text, "with|for")
    return _titled(f"{name} with {people[0]}" if not words and people and people[0] != "me" else name)


def _opening(text: str) -> str:
    """The first words, up to where a date, a time, a place or people begin: “Dentist on 3 December” is a dentist."""
    rest = text[_LEAD_IN.match(text).end() :]  # type: ignore[union-attr]
    end = _END_OF_NAME.search(rest)
    words = rest[: end.start() if end else None].split()
    return _titled(" ".join(words[:5])) if words else ""


def _best_noun(text: str) -> re.Match | None:
    """The noun with the most telling words before it; “call” and “date” only when there is no other."""
    found = list(_NOUN.finditer(text))
    strong = [one for one in found if one[1].lower() not in ("date", "call", "play", "event", "visit", "drink", "tea")]
    best = (strong or found)[0] if found else None
    for one in found:  # of “birthday party” the party
        follows = best is not None and one.start() == best.end() + 1 and text[best.end()] == " "
        best = one if follows else best
    return best


def _titled(name: str) -> str:
    name = re.sub(r"\s+(?:on|at|in|next|this|with|to|for)$", "", name.strip())
    return name[:1].upper() + name[1:]
