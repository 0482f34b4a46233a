"""An event as an iCalendar file (RFC 5545), which every calendar program opens."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

MOST_PARTICIPANTS = 200


def ics(name: str, start: datetime, duration_minutes: int, participants: list[str], *, stamp: datetime) -> str:
    """The text of an .ics file.

    A start without a time zone stays "floating": the same clock time wherever it is opened. Participants have no
    e-mail address here, so they stand in the description. `stamp` is when the file was made, with a time zone.
    """
    from icalendar import Calendar, Event

    event = Event()
    event.add("summary", name)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=duration_minutes))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{name}|{start.isoformat()}')}@llm-workflow-playground")
    if participants:
        event.add("description", "With " + ", ".join(participants[:MOST_PARTICIPANTS]))
    calendar = Calendar()
    calendar.add("prodid", "-//LLM workflow playground//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))
