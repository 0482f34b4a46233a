"""An event as a card with a calendar file, and a reply with how the request was sorted."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from core.samples.calendar_file import ics
from core.text import clean
from core.workflow import Workflow
from pages.results.form import Form, draw_fields, text_items
from pages.ui import plain, show_markdown


def draw_event(data: Any, key: str, workflow: Workflow | None) -> None:
    show_event_card(data["event"], key)
    if message := data.get("message"):
        show_markdown(str(message), key=f"{key}-message")
    show_calendar_link(data.get("calendar_link"))


def show_event_card(event: dict[str, Any], key: str) -> None:
    """The event in a frame. A start that is no date-time is shown as it is, without a calendar file."""
    start = _when(event.get("start"))
    minutes = event.get("duration_minutes")
    people = text_items(event.get("participants"))
    with st.container(border=True):
        st.subheader(plain(str(event.get("name") or "Event")), anchor=False)
        st.markdown(f":material/event: {_day(start, event.get('start'))}")
        st.markdown(f":material/schedule: {_time(start, minutes)}")
        st.markdown(f":material/group: {plain(', '.join(people)) if people else 'nobody else is named'}")
        if start is not None and isinstance(minutes, int):
            _offer_file(str(event.get("name") or "Event"), start, minutes, people, key)


def show_calendar_link(address: Any) -> None:
    """A calendar link, as text: it comes from a model and leads nowhere we know."""
    if address:
        st.caption(f"Calendar link: {plain(str(address))}")


def length(minutes: int) -> str:
    """A duration in words."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count) or "0 minutes"


def _offer_file(name: str, start: datetime, minutes: int, people: list[str], key: str) -> None:
    people = [clean(person) for person in people]
    st.download_button(
        "Calendar file (.ics)",
        data=ics(clean(name), start, minutes, people, stamp=datetime.now(UTC)).encode(),
        file_name="event.ics",
        mime="text/calendar",
        key=f"{key}-ics",
        on_click="ignore",
        icon=":material/download:",
    )


def _when(start: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(start))
    except ValueError:
        return None


def _day(start: datetime | None, said: Any) -> str:
    return plain(str(said)) if start is None else f"{start:%A, %d %B %Y}"


def _time(start: datetime | None, minutes: Any) -> str:
    lasting = length(minutes) if isinstance(minutes, int) else "no duration"
    return lasting if start is None else plain(f"{start:%H:%M} {start.tzname() or ''}".strip()) + f", {lasting}"


EVENT = Form(draw_event, {"event": dict})


COLOURS = {"high": "red", "medium": "orange", "low": "gray"}
BADGES = ("category", "urgency")
TEXTS = ("reply", "message", "text")
DONE = ("success", "calendar_link", "new_event", "changed_event", "answered_by", *BADGES, *TEXTS)


def draw_reply(data: Any, key: str, workflow: Workflow | None) -> None:
    with st.container(horizontal=True):
        for name in BADGES:
            if value := data.get(name):
                _badge(f"{name}: {value}".replace("_", " "), COLOURS.get(str(value), "blue"))
        if "success" in data:
            _badge("done" if data["success"] else "not done", "green" if data["success"] else "red")
    text = next((str(data[name]) for name in TEXTS if data.get(name)), "")
    show_markdown(text, key=f"{key}-text")
    if isinstance(data.get("new_event"), dict):
        show_event_card(data["new_event"], key)
    if isinstance(data.get("changed_event"), dict):
        draw_fields(data["changed_event"], f"{key}-change", workflow)
    show_calendar_link(data.get("calendar_link"))
    rest = {name: value for name, value in data.items() if name not in DONE and value not in (None, [])}
    draw_fields(rest, f"{key}-rest", workflow)


def _badge(text: str, colour: Any) -> None:
    st.badge(plain(text), color=colour)


REPLY = Form(draw_reply, {})
