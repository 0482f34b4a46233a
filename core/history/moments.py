"""Times of day as people read them: how long ago, and the clock where they are."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

JUST_NOW = 45  # seconds


def zone(name: str | None, offset_minutes: int | None) -> tzinfo:
    """The time zone of a browser: by its name, else by how many minutes it is behind UTC, else UTC."""
    try:
        return ZoneInfo(name or "")
    except (ValueError, OSError, KeyError):
        return timezone(timedelta(minutes=-offset_minutes)) if offset_minutes else UTC


def moment(iso: str, now: datetime, where: tzinfo) -> tuple[str, str]:
    """A stored time as a few words beside `now`, and in full: `14:03, 5 min ago` and `5 Nov 2026, 14:03:21 CET`."""
    try:
        then = datetime.fromisoformat(iso).astimezone(where)
    except ValueError:
        return "", iso
    return _short(then, now.astimezone(where)), f"{_day(then)}, {then:%H:%M:%S %Z}"


def ago(seconds: float) -> str:
    """How long ago something was."""
    if seconds < JUST_NOW:
        return "just now"
    minutes = round(seconds / 60)
    return f"{max(1, minutes)} min ago" if minutes < 60 else f"{round(seconds / 3600)} h ago"


def _short(then: datetime, now: datetime) -> str:
    days = (now.date() - then.date()).days
    if days <= 0:
        return f"{then:%H:%M}, {ago((now - then).total_seconds())}"
    return f"{then:%H:%M}, yesterday" if days == 1 else f"{_day(then)}, {then:%H:%M}"


def _day(then: datetime) -> str:
    return f"{then.day} {then:%b %Y}"
