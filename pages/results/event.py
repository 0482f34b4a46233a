"""An event as a card: name, when, how long, with whom, the confirmation, and a calendar file."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from core.samples.calendar_file import ics
from core.text import clean
from core.workflow import Workflow
from pages.results.form import Form, texts
from pages.ui import plain, show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    card(data["event"], key)
    if message := data.get("message"):
        show_markdown(str(message), key=f"{key}-message")
    link(data.get("calendar_link"))


def card(event: dict[str, Any], key: str) -> None:
    """The event in a frame. A start that is no date-time is shown as it is, without a calendar file."""
    start = _when(event.get("start"))
    minutes = event.get("duration_minutes")
    people = texts(event.get("participants"))
    with st.container(border=True):
        st.subheader(plain(str(event.get("name") or "Event")), anchor=False)
        st.markdown(f":material/event: {_day(start, event.get('start'))}")
        st.markdown(f":material/schedule: {_time(start, minutes)}")
        st.markdown(f":material/group: {plain(', '.join(people)) if people else 'nobody else is named'}")
        if start is not None and isinstance(minutes, int):
            _offer_file(str(event.get("name") or "Event"), start, minutes, people, key)


def link(address: Any) -> None:
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
    people = [clean(one) for one in people]
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


FORM = Form(draw, {"event": dict})
