"""Strings by what a field is called: names, dates, numbers of orders, reasons, summaries, whole texts."""

from collections.abc import Callable

from core.simulated import field_texts
from core.simulated import linear as re
from core.simulated.reading import labels
from core.simulated.reading.choices import expression_in
from core.simulated.reading.dates import find_dates, find_start
from core.simulated.reading.events import event_name
from core.simulated.reading.identifiers import (
    find_address,
    find_emails,
    find_id,
    find_ids,
    find_money,
    find_phone,
    find_shaped,
)
from core.simulated.reading.people import find_people, sender
from core.simulated.reading.sentences import ended, relevant, sentences, summary
from core.simulated.reading.things import business_name, places, product_in, reason_in
from core.simulated.reading.times import clock_time
from core.simulated.reading.words import content_words
from core.simulated.scope import Scope, Slot
from core.simulated.writing import planning
from core.simulated.writing.events import link_in

Finder = Callable[[Scope, Slot], str | None]


def find(scope: Scope, slot: Slot) -> str | None:
    """The string for a field; None when the text has nothing for it."""
    for pattern, finder in _BY_NAME:
        if slot.says(pattern):
            return finder(scope, slot)
    return _by_description(scope, slot)


def _by_description(scope: Scope, slot: Slot) -> str | None:
    for pattern, finder in _BY_MEANING:
        if slot.means(pattern):
            return finder(scope, slot)
    found = _after_label(scope.text, slot)
    if found or slot.optional:
        return found
    best = relevant(f"{slot.words} {slot.description}", sentences(scope.text), 1)
    return best[0] if best else next(iter(summary(scope.text, 1)), "")


def _after_label(text: str, slot: Slot) -> str | None:
    """“colour: red” or “colour is red” for a field called colour."""
    match = re.search(rf"\b{re.escape(slot.words)}\s*(?:[:=]|\bis\b)\s*([^\n.;,]+)", text, re.IGNORECASE)
    return match[1].strip() if match else None


def _name(scope: Scope, slot: Slot) -> str | None:
    about = f"{scope.title} {slot.words} {slot.description}"
    if re.search(
        r"event|meeting|appointment|calendar|booking", f"{about} {scope.asked.instruction[:300]}", re.IGNORECASE
    ):
        return event_name(scope.text) or _or_empty(scope, slot, planning.title_from(field_texts.cleaned(scope.text)))
    if re.search(
        r"person|customer|user|contact|sender|author|guest|first|last|full|employee|attendee", about, re.IGNORECASE
    ):
        people = find_people(scope.text)
        return sender(scope.text) or (people[0] if people else None if slot.optional else "")
    if re.search(
        r"restaurant|compan|business|shop|store|brand|organi[sz]ation|hotel|venue|product|place", about, re.IGNORECASE
    ):
        return business_name(scope.text)
    people = find_people(scope.text)
    return sender(scope.text) or (people[0] if people else planning.title_from(scope.text))


def _or_empty(scope: Scope, slot: Slot, name: str) -> str | None:
    return "" if slot.means("empty") else None if slot.optional else name


def _date(scope: Scope, slot: Slot) -> str | None:
    found = find_dates(scope.text, scope.asked.today)
    at = clock_time(scope.text)
    if not found:
        return None if slot.optional else ""
    if slot.means("iso|yyyy"):
        return found[0].day.isoformat()
    said = found[0].words
    return f"{said} at {at:%H:%M}" if at and slot.says("when|date time|datetime") else said


def _time(scope: Scope, slot: Slot) -> str | None:
    at = clock_time(scope.text)
    return f"{at:%H:%M}" if at else None if slot.optional else ""


def _id(scope: Scope, slot: Slot) -> str | None:
    noun = slot.words.split()[0]
    found = find_shaped(scope.text, slot.description) or find_id(scope.text, noun)
    if found is None and not slot.optional:
        found = next(iter(find_ids(scope.text)), str(scope.number))
    return found


def _email(scope: Scope, slot: Slot) -> str | None:
    if slot.means("body|text of|write|whole"):
        return field_texts.whole_text(scope, slot)
    return next(iter(find_emails(scope.text)), None)


def _person(scope: Scope, slot: Slot) -> str | None:
    return sender(scope.text) or next(iter(find_people(scope.text)), None)


def _place(scope: Scope, slot: Slot) -> str | None:
    return next(iter(places(scope.text)), None)


def _kind(scope: Scope, slot: Slot) -> str:
    """One of the kinds the description lists; an introduction comes first and a conclusion last."""
    listed = slot.description.partition(":")[2] or slot.description
    kinds = [one.strip(" .") for one in re.split(r",\s*(?:or )?|\s+or\s+", listed) if one.strip()]
    if "introduction" in kinds and scope.number == 1:
        return "introduction"
    if "conclusion" in kinds and scope.number == scope.among:
        return "conclusion"
    middle = [one for one in kinds if one not in ("introduction", "conclusion")]
    return labels.choose(scope.text, middle).label if middle else planning.title_from(scope.text)


def _timezone(scope: Scope, slot: Slot) -> str | None:
    stated = re.search(r"\b[A-Z][a-z]+/[A-Z][A-Za-z_]+\b|\bUTC\b", scope.text)
    return stated[0] if stated else _place(scope, slot)


def _expression(scope: Scope, slot: Slot) -> str | None:
    return expression_in(scope.text)


def _whole(scope: Scope, slot: Slot) -> str:
    return field_texts.cleaned(scope.text)


def _reason(scope: Scope, slot: Slot) -> str | None:
    """The reason the text gives; for a decision, the words that decided."""
    decided = [value for value in scope.filled.values() if isinstance(value, str | bool | int | float)]
    if decided and not slot.optional:
        return _because(scope, decided[0])
    said = reason_in(scope.text)
    if said or slot.optional:
        return said
    return ended(next(iter(summary(scope.text, 1)), ""))


def _because(scope: Scope, decided: object) -> str:
    words = content_words(scope.text)[:40]
    chosen = str(decided)
    telling = [one for one in words if labels.choose(one, (chosen, "other"), scope.asked.instruction).label == chosen]
    said = telling or [word for word in words if len(word) > 3]
    quoted = ", ".join(f"“{word}”" for word in said[:3])
    return f"The text speaks of {quoted}." if quoted else "The text says nothing that points elsewhere."


def _product(scope: Scope, slot: Slot) -> str | None:
    return product_in(scope.text)


def _amount(scope: Scope, slot: Slot) -> str | None:
    money = find_money(scope.text)
    return f"{money[0]:g}" if money else None


_BY_NAME: tuple[tuple[str, Finder], ...] = (
    (r"e ?mail(?: address)?|mail address", _email),
    (r"phone|telephone|tel|mobile|fax", lambda s, f: find_phone(s.text)),
    (r"address|street", lambda s, f: find_address(s.text)),
    (r"url|link|website|homepage|href", lambda s, f: link_in(s.asked)),
    (r"\w+ (?:id|number|no|nr|code|ref|reference)", _id),
    (r"dates?|when|day|deadline|due", _date),
    (r"time ?zone|tz", _timezone),
    (r"times?|hour", _time),
    (r"expression|formula|calculation|equation", _expression),
    (r"query|search \w+|search|keywords|prompt|input|instructions?", _whole),
    (r"city|country|location|place|town|destination|origin|room", _place),
    (r"reason|reasoning|why|justification|rationale|because|explanation|cause|evidence", _reason),
    (r"product|item|article|goods", _product),
    (r"amount|price|cost|total", _amount),
    (r"currency", lambda s, f: "EUR" if re.search("(?i)€|eur", s.text) else "GBP" if "£" in s.text else "USD"),
    (r"type|kind", _kind),
    (r"language", field_texts.language),
    (r"event", lambda s, f: event_name(s.text) or field_texts.cleaned(s.text)),
    (r"name|organi[sz]er|company|restaurant", _name),
    (r"customer|sender|author|person|owner|assignee|contact|who", _person),
    (r"suggestions?|feedback|improvements?|critique|advice|comments?|edits?", field_texts.feedback),
    (r"(?:revised|improved|polished|corrected|new|better|final) \w+", field_texts.improved),
    (r"audience|readers?", field_texts.audience),
    (r"style(?: guide)?|tone", field_texts.style),
    (r"title|subject|headline|heading", field_texts.title),
    (r"topic(?: analysis)?|theme", field_texts.topic),
    (r"question", field_texts.question),
    (r"answer|solution|response text", field_texts.answer),
    (r"summary|description|abstract|concern|problem|issue|wish|request|details?|intent|"
        r"need|matter|task|goal|body of wish",
     field_texts.description),
    (r"message|reply|response|text|body|content|draft|letter|confirmation|output|"
        r"result|paragraph|story|post|note", field_texts.whole_text),
)  # fmt: skip
_BY_MEANING: tuple[tuple[str, Finder], ...] = (
    (r"e-?mail address", _email),
    (r"phone number", lambda s, f: find_phone(s.text)),
    (r"who (?:asks|wrote|sent|signs)", _person),
    (r"date", _date),
    (r"in one sentence|summary|in the (?:writer|customer)['’]s words", field_texts.description),
    (r"why", _reason),
)


def moment(scope: Scope, optional: bool) -> str | None:
    """A date and time, ISO 8601; without any hint 9:00 today, or nothing where it may be empty."""
    found = find_start(scope.text, scope.asked.today)
    if found is None and optional:
        return None
    return found.isoformat() if found else f"{scope.asked.today.isoformat()}T09:00:00"
