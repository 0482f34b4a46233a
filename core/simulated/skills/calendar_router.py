"""Calendar router: what changes in an event, and to what."""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.dates import find_dates
from core.simulated.reading.events import event_name
from core.simulated.reading.people import introduced
from core.simulated.reading.times import clock_time, minutes
from core.simulated.skill import Skill, fields

_TO = re.compile(r"\b(?:to|on|for|until|till|instead of .+? to|make it|at)\s+(.*)$", re.IGNORECASE | re.DOTALL)
_PLACE = re.compile(
    r"\b(?:to|in|into) (?:the |our )?((?:room|hall|office|caf[eé]|building|zoom|teams|meeting room)\b[\w ]*)",
    re.IGNORECASE,
)
_RENAMED = re.compile(
    r"\b(?:rename(?:d)?|call it|change the (?:name|title))\b.*?\b(?:to|it|as)\s+[“\"']?([^.”\"'\n]+)", re.IGNORECASE
)


def answer(asked: Asked) -> dict[str, object]:
    """The event, the new date, time, length, place or name, and whom to add or to remove."""
    text = asked.text
    return {
        "event": event_name(text) or "the event",
        "changes": [{"field": field, "new_value": value} for field, value in _changes(asked)],
        "participants_to_add": introduced(text, r"add|adding|invite|include|bring in"),
        "participants_to_remove": introduced(text, r"remove|removing|take|drop|without|uninvite"),
    }


def _changes(asked: Asked) -> list[tuple[str, str]]:
    text = asked.text
    if re.search(r"\b(?:cancel|call off|delete)\b", text, re.IGNORECASE):
        return [("status", "cancelled")]
    if renamed := _RENAMED.search(text):
        return [("name", renamed[1].strip())]
    found: list[tuple[str, str]] = []
    target = _TO.search(text)
    moved = re.search(
        r"\b(?:move|resched|postpone|delay|put off|push|shift|change|bring|make it|earlier|later|instead)",
        text,
        re.IGNORECASE,
    )
    said = target[1] if target else text
    dates = find_dates(said, asked.today)
    if moved and dates:
        found.append(("date", f"{dates[-1].day:%A, %d %B %Y}"))
    at = clock_time(said)
    if moved and at:
        found.append(("time", f"{at:%H:%M}"))
    length = minutes(text)
    if length and re.search(r"\b(?:extend|shorten|only|longer|shorter|last)\b", text, re.IGNORECASE):
        found.append(("duration", f"{length} minutes"))
    if place := _PLACE.search(text):
        found.append(("place", place[1].strip()))
    return found


SKILLS = (
    Skill("change of an event", fields("event", "changes", "participants_to_add", "participants_to_remove"), answer),
)
