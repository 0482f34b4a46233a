"""Taking a topic or a message apart: points of an outline, parts of a task, wishes in a message."""

from core.simulated import linear as re
from core.simulated.reading.sentences import ended, joined, list_items
from core.simulated.reading.words import STOP_WORDS, content_words

_ANGLES = (
    ("Background", "What is the background of {topic}, and why does it matter now?"),
    ("Benefits", "What speaks for {topic}, and who gains from it?"),
    ("Difficulties", "What makes {topic} difficult, and what does it cost?"),
    ("Examples", "Where has {topic} been tried, and what came of it?"),
    ("People", "Whom does {topic} concern, and what do they say?"),
    ("Alternatives", "What could be done instead of {topic}?"),
    ("Next steps", "What would be the first steps towards {topic}?"),
    ("Outlook", "What will {topic} look like in ten years?"),
)
_ASPECTS = re.compile(
    r"\b(?:look(?:ing)? at|consider(?:ing)?|cover(?:ing)?|focus(?:ing)? on|with "
    r"regard to|think(?:ing)? (?:of|about)|tak(?:e|ing) into account|keep(?:ing)? in mind|bear(?:ing)? in mind|"
    r"in terms of|regarding|including|"
    r"do(?:es)? to|mean(?:s)? for|effects? (?:on|of)|(?:compare|aspects?):?)\s+(.+?)(?:[.?!]|$)",
    re.IGNORECASE,
)
_WISH_BREAK = re.compile(
    r"(?<=[.!?;])\s{1,9}|\n{1,9}|,?\s{1,9}(?:and|also|plus)\s{1,9}(?=(?:also |please |then "
    r")?(?:I(?:['’]d| would| want| need|['’]ve| have)?\b|"
    r"can you|could you|would you|please|where|when|why|what|how|tell|send|check|return|help|is there|my)\b)"
    r"|[,:]\s{1,9}(?:and |then |also |plus )?(?=(?:please )?(?:track|explain|take back|return|check|cancel|send|"
    r"tell|find|refund|"
    r"exchange|look (?:up|into)|correct|change|update|give|where is|when will|I(?:['’]d like| want| need| would "
    r"like))\b)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\?|\b(?:please|explain|take back|send back|give back|(?:sending|giving|taking|bringing|returning)\b|want|"
    r"would like|['’]d like|need|can you|could you|"
    r"where|when|how|why|what|return|refund|exchange|"
    r"check|cancel|track|send|seems?|wrong|incorrect|twice|help|tell|thank|invoice|order|question|know|problem|issue|"
    r"too (?:high|small|big|large|late)|broken|missing|update|change|book|schedule|complain|billed|charged|paid|"
    r"refunded|lost|damaged|faulty|defective|does(?:n['’]t| not)|never|arrived|invoiced|overcharged)\b"
    r"|\b[A-Z]{2,5}-\d{2,}",
    re.IGNORECASE,
)
_MORE_OF_IT = re.compile(
    r"(?:it|they|this|these|those|the reason|because|since|but it|but they)\b(?![^.]{0,400}\?)", re.IGNORECASE
)
_OF_IT = re.compile(
    r"^\W*(?:I['’]?d? ?(?:want|would like|like|need|wish)? to |please |can I |could you |can you )?(?:correct|"
    r"fix|check|change|explain|"
    r"look into|cancel|track|solve|return|send back|"
    r"exchange|refund|"
    r"give back|take back|send|replace) (?:it|them|this|that|these|those)\b",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^(?:hello|hi|hey|dear\b.*|thanks?(?: you)?(?: in advance| so much)?|best|regards|kind regards|cheers)\W*$",
    re.IGNORECASE,
)


_MODAL = re.compile(
    r"(should|can|could|will|would|must|may) ((?:our|the|my|your|a|an|this|every)? ?[\w'’-]+) (.+)", re.IGNORECASE
)


_TOPIC_WORD = r"(?=.{0,60}[aeiouyäöü])(?!.{0,60}(.)\1\1)[^\W\d_]{6,60}"
_TO_KNOW = re.compile(
    r"^what (?:should|must|do|can|could|shall) (?:I|we|you|one|people|they) "
    r"(?:know|consider|watch|think|bear in mind|look out)\s*(?:(?:of|about|before|when|for|if|out)\s+)*",
    re.IGNORECASE,
)


def topic_of(text: str) -> str:
    """What a text is about, in a few words: its first clause without the words of asking."""
    first = _TO_KNOW.sub("", re.split(r"[:.?!\n]|\s[–—-]\s", text.strip())[0])
    first = re.sub(
        r"^(?:please |can you |could you |i want you to |i would like )*(?:write|give|"
            r"make|create|draft|prepare|tell me|"
        r"explain|describe|research|find out|investigate|plan|compose|invite|suggest|compare|analy[sz]e|summari[sz]e)?"
        r"\s*(?:me |us )?(?:an?|the|some)?\s*(?:(?:short |long |brief |small "
            r")*(?:text|article|post|blog post|essay|report|faq|"
        r"story|poem|paragraph|guide|overview|e-?mail|letter|note|name|names|summary))?\s*(?:about|on|of|for|"
        r"that|which)?\s+",
        "", f"{first} ", flags=re.IGNORECASE,
    ).strip()  # fmt: skip
    if not re.match(r"[^.:]*\?", text.strip()):
        return (first or text.strip()).strip(" ,;")[:80]
    if modal := _MODAL.match(first):
        return f"whether {modal[2]} {modal[1].lower()} {modal[3]}"[:90]
    first = re.sub(r"^(what does .+?) (?:do|mean|change)\b.*$", r"\1", first, flags=re.IGNORECASE)
    turned = re.sub(
        r"^(?:should|does|do|did|is|are|can|could|will|would|why|how|what|which)\b\s*(?:does|do|is|are|should)?\s*",
        "",
        first,
        flags=re.IGNORECASE,
    )
    return (turned or first or text.strip()).strip(" ,;")[:80]


def is_thin(text: str) -> bool:
    """Whether a text says too little to be planned: not two words that mean something, nor one that is a topic."""
    telling = [word for word in content_words(text) if len(word) > 2 and word not in ("hmm", "hello", "test")]
    return len(telling) < 2 and not any(re.fullmatch(_TOPIC_WORD, word) for word in telling)


def aspects(text: str) -> list[str]:
    """The sides of a topic that the text itself lists."""
    if items := list_items(text):
        return items
    listed = re.search(r":\s*(.+)$", text.strip(), re.DOTALL)
    source = listed[1] if listed and "," in listed[1] else None
    if source is None:
        match = _ASPECTS.search(text)
        source = match[1] if match else ""
    parts = re.split(
        r",\s{0,9}(?:and\s{1,9})?|\s{1,9}and\s{1,9}(?=(?:at|to|on|for|of|about|what|why|how)\b)|;\s{0,9}"
        r"|\s{1,9}and\s{1,9}(?=[\w'’ ]{1,99}$)",
        source.strip(" ."),
    )
    cleaned = [re.sub(r"^(?:(?:at|to|on|for|and|of|about)\s+)+", "", one.strip()) for one in parts]
    found = [one for one in cleaned if one and any(word not in STOP_WORDS for word in one.split())]
    return found if len(found) > 1 else []


def points(text: str, count: int) -> list[str]:
    """`count` points for a text on a topic: its own aspects first, then the usual angles; fewer without a topic."""
    if is_thin(text):
        return [ended(text)] if re.search(r"\w", text) else []
    own = aspects(text)[:count]
    topic = topic_of(text)
    rest = [question.format(topic=_inner(topic)) for _, question in _ANGLES]
    named = [ended(one) for one in own]
    return (named + rest)[:count] if count <= len(named) + len(rest) else named + rest


def parts_of_task(text: str, count: int) -> list[tuple[str, str]]:
    """Independent parts of a task as (title, question), one for each aspect the task names, then the usual angles."""
    if is_thin(text):
        return []
    topic = _inner(topic_of(text))
    own = [(_title(one), f"What is there to say about {_inner(one)}, with regard to {topic}?") for one in aspects(text)]
    rest = [(title, question.format(topic=topic)) for title, question in _ANGLES]
    return (own + rest)[:count]


def split_wishes(text: str) -> list[str]:
    """The wishes in a message, each in the writer's words; what only greets or chats is left out."""
    pieces = [re.sub(r"^(?:and|also|plus|hello|hi|hey|dear \w+|secondly|thirdly|finally|"
        r"furthermore)[,!]?\s+", "", one.strip(), flags=re.IGNORECASE)
              for one in _WISH_BREAK.split(text)]  # fmt: skip
    pieces = [one for one in pieces if one and re.search(r"\w", one) and not _CHATTER.match(one)]
    wishes: list[str] = []
    before = ""
    for piece in pieces:
        if wishes and (_MORE_OF_IT.match(piece) or _OF_IT.search(piece)):
            wishes[-1] += f" {piece}"
        elif _WISH.search(piece) and (len(piece.split()) > 2 or not wishes):
            wishes.append(f"{before} {piece}".strip())
            before = ""
        elif wishes:
            wishes[-1] += f" {piece}"
        elif len(piece.split()) > 3:
            before = f"{before} {piece}".strip()
    wishes = [part for one in wishes for part in _by_numbers(one)]
    return wishes or ([text.strip()] if len(content_words(text)) > 1 else [])


def _by_numbers(wish: str) -> list[str]:
    """A wish that names numbers of two kinds, such as an order and an invoice, is two: parted before the second."""
    found = list(re.finditer(r"\b([A-Z]{2,5})-\d+", wish))
    second = next((one for one in found if one[1] != found[0][1]), None)
    if second is None:
        return [wish]
    breaks = list(re.finditer(r"\s+and\s+|[,;]\s+|\s+&\s+", wish[found[0].end() : second.start()]))
    if not breaks:
        return [wish]
    cut = found[0].end() + breaks[-1].start(), found[0].end() + breaks[-1].end()
    return [wish[: cut[0]], *_by_numbers(wish[cut[1] :])]


def together(parts: list[str]) -> str:
    """Aspects as prose."""
    return joined([_inner(one.rstrip(".?!")) for one in parts])


def title_from(text: str) -> str:
    """A title for a text on a topic."""
    return _title(topic_of(text)) or "Untitled"


def _title(text: str) -> str:
    text = re.sub(r"^(?:the|a|an) ", "", text.strip().rstrip(".?!:"), flags=re.IGNORECASE)
    short = " ".join(text.split()[:8])
    return short[:1].upper() + short[1:]


def _inner(topic: str) -> str:
    first = topic.partition(" ")[0]
    return topic if first.isupper() or first[1:] != first[1:].lower() else topic[:1].lower() + topic[1:]
