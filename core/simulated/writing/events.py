"""Sentences about calendar events: what will be scheduled, and the confirmation."""

import json
from datetime import date, datetime
from typing import Any

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.dates import find_start
from core.simulated.reading.events import event_name
from core.simulated.reading.identifiers import find_url
from core.simulated.reading.people import find_people
from core.simulated.reading.sentences import joined
from core.simulated.reading.times import minutes

_OPENINGS = {
    "formal": ("This is to confirm your event: {what} {when}{who}.",),
    "enthusiastic": ("Great news: {what} is on, {when}{who}!",),
    "terse": ("Confirmed: {what}, {when}{who}.",),
    "": (
        "Your event is in the calendar: {what} {when}{who}.",
        "All set! I have put {what} in the calendar, {when}{who}.",
        "Done: {what} takes place {when}{who}.",
    ),
}


def event_of(asked: Asked) -> dict[str, Any]:
    """The event a text describes, as name, start, minutes and people; read from JSON when the text is JSON."""
    given = _json(asked.text)
    names = {name.lower(): value for name, value in given.items()}
    start = next((names[one] for one in ("start", "date", "datetime", "when") if names.get(one)), None)
    return {
        "name": str(names.get("name") or names.get("title") or event_name(asked.text) or "the event"),
        "start": _moment(start, asked.today) or find_start(asked.text, asked.today),
        "minutes": next(
            (names[one] for one in ("duration_minutes", "duration") if names.get(one)), minutes(asked.text)
        ),
        "people": names.get("participants") or names.get("attendees") or ([] if given else find_people(asked.text)),
    }


def confirmation(asked: Asked) -> str:
    """A friendly confirmation with the event's name, time, length and people."""
    event = event_of(asked)
    tone = next((one for one in ("formal", "enthusiastic", "terse") if one in asked.wishes.tones), "")
    opening = asked.pick(_OPENINGS[tone], "confirmation")
    text = opening.format(
        what=f"“{event['name']}”",
        when=_when(event),
        who=_who([one for one in event["people"] if str(one) not in str(event["name"])]),
    )
    if tone == "terse":
        return text
    return f"{text} {'Please let us know if anything changes.' if tone == 'formal' else 'See you then!'}"


def scheduled(asked: Asked) -> str:
    """What will be scheduled, in a sentence."""
    event = event_of(asked)
    return f"I will schedule “{event['name']}” {_when(event)}{_who(event['people'])}."


def link_in(asked: Asked) -> str | None:
    """A link that the text itself gives; a made-up one would lead nowhere."""
    return find_url(asked.text)


def _when(event: dict[str, Any]) -> str:
    start = event["start"]
    if start is None:
        return "as soon as a date is found"
    length = f", for {_length(int(event['minutes']))}" if event["minutes"] else ""
    return f"on {start:%A}, {start.day} {start:%B %Y} at {start:%H:%M}{length}"


def _length(amount: int) -> str:
    hours, rest = divmod(amount, 60)
    said = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    return " and ".join([*said, *([f"{rest} minutes"] if rest else [])])


def _who(people: list[str]) -> str:
    return f", with {joined(['you' if one == 'me' else str(one) for one in people])}" if people else ""


def _json(text: str) -> dict[str, Any]:
    if not re.match(r"\s*\{", text):
        return {}
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _moment(value: object, today: date) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return find_start(str(value), today)
