"""Dates in a text, worked out from a given today: weekdays, relative days, ISO, figures, day and month."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.simulated import linear as re
from core.simulated.reading.times import NUMBER_WORDS, clock_time, number, usual_time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAY = "|".join(f"{day}s?" for day in WEEKDAYS) + r"|mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun"
_MONTH = "|".join(MONTHS) + r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_COUNT = r"\d{1,3}|" + "|".join(sorted(map(re.escape, NUMBER_WORDS), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, the words that say it, and where they begin."""

    day: date
    words: str
    place: int


_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?")
_FIGURES = re.compile(r"\b(\d{1,2})([./])(\d{1,2})(?:\2(\d{2,4}))?(?!\d|\s?%)")
_DAY_MONTH = re.compile(
    rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b\.?(?:,? (\d{{4}})\b)?", re.IGNORECASE
)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{{4}})\b)?", re.IGNORECASE)
_ORDINAL = re.compile(r"\bon the (\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_IN = re.compile(rf"\bin ({_COUNT}) (days?|weeks?|months?|fortnights?)\b", re.IGNORECASE)
_FROM = re.compile(rf"\b({_COUNT}) (days?|weeks?) from (?:now|today)\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"\b(?:(next|this|coming|last) )?({_DAY})\b(?! of\b)\.?( next week|(?: the)? week after next)?", re.IGNORECASE
)
_WEEK_DAY = re.compile(rf"\bnext week(?: on|,)? ({_DAY})\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(the day after tomorrow|day before yesterday|tomorrow|tmrw|today|tonight|yesterday|this (?:morning|afternoon|"
    r"evening)|next week|next month|(?:this|the|next) weekend|christmas eve|christmas|new year's (?:eve|day))\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\btoday is\b[^.\n]{0,99}?(?=\.(?:\s|$)|\n|$)|\btoday'?s date\b[^\n.]{0,99}|\bcurrent date\b[^\n.]{0,99}",
    re.IGNORECASE,
)


def find_dates(text: str, today: date) -> list[FoundDate]:
    """Every date in order of the text; what overlaps is said once, by its longest wording."""
    found = sorted(_candidates(text, today), key=lambda one: (one.place, -len(one.words)))
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.place >= kept[-1].place + len(kept[-1].words):
            kept.append(one)
    return _merged(kept, text)


def find_start(text: str, today: date) -> datetime | None:
    """The date and time an event begins; the time is a usual one when none is stated. None without any hint."""
    if match := _ISO.search(text):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        if day is not None and match[4]:
            return datetime.combine(day, time(min(23, int(match[4])), min(59, int(match[5]))))
    dates = find_dates(text, today)
    at = clock_time(_without_dates(text, dates)) or usual_time(text)
    if not dates and at is None:
        return None
    return datetime.combine(dates[0].day if dates else today, at or time(9))


def stated_today(prompt: str) -> date | None:
    """The date a prompt gives as today."""
    match = _PRESENT.search(prompt)
    if match is None:
        return None
    far = date(2000, 1, 1)
    stated = [one for one in find_dates(match[0].replace("oday is", "", 1), far) if re.search(r"\d", one.words)]
    return stated[0].day if stated else None


def _without_dates(text: str, dates: list[FoundDate]) -> str:
    for one in dates:
        if re.search(r"\d", one.words):
            text = text.replace(one.words, " , ")
    return text


def _merged(found: list[FoundDate], text: str) -> list[FoundDate]:
    """“Tuesday, 12 March” is one date: the figure decides, the wording is both."""
    kept: list[FoundDate] = []
    for one in found:
        between = text[kept[-1].place + len(kept[-1].words) : one.place] if kept else "-"
        if kept and re.fullmatch(r",?\s*(?:the )?", between) and not re.search(r"\d", kept[-1].words):
            before = kept.pop()
            day = one.day if re.search(r"\d", one.words) else before.day
            one = FoundDate(day, text[before.place : one.place + len(one.words)], before.place)
        kept.append(one)
    return kept


def _candidates(text: str, today: date) -> Iterator[FoundDate]:
    rules: tuple[tuple[re.Pattern, Callable[[re.Match, date], date | None]], ...] = (
        (_ISO, lambda m, _: _day(int(m[1]), int(m[2]), int(m[3]))),
        (_FIGURES, _figures),
        (_DAY_MONTH, lambda m, now: _in_year(_month(m[2]), int(m[1]), m[3], now)),
        (_MONTH_DAY, lambda m, now: _in_year(_month(m[1]), int(m[2]), m[3], now)),
        (_ORDINAL, _ordinal),
        (_IN, lambda m, now: _shifted(m[1], m[2], now)),
        (_FROM, lambda m, now: _shifted(m[1], m[2], now)),
        (_WEEK_DAY, lambda m, now: _monday(now) + timedelta(7 + _weekday(m[1]))),
        (_WEEKDAY, _by_weekday),
        (_NAMED, _named),
    )
    for pattern, resolve in rules:
        for match in pattern.finditer(text):
            if pattern is _WEEKDAY and match[2] in ("sun", "sat", "wed", "mon", "fri"):
                continue  # in lower case these are other words as often as days
            day = resolve(match, today)
            if day is not None:
                yield FoundDate(day, match[0].rstrip(". ") if match[0][-1] == "." else match[0], match.start())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _figures(match: re.Match, today: date) -> date | None:
    """3/12 is month and day when that is the only way to read it or a slash is used; 3.12. is day and month."""
    first, second = int(match[1]), int(match[3])
    if match[2] == "." and not match[4]:
        return None  # 3.12 is a number far more often than a date
    day, month = (first, second) if match[2] == "." or first > 12 else (second, first)
    return _in_year(month, day, match[4], today)


def _in_year(month: int, day: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _day(today.year, month, day)
    return _day(today.year + 1, month, day) if found is None or found < today else found


def _ordinal(match: re.Match, today: date) -> date | None:
    for months in range(12):
        month = today.month - 1 + months
        found = _day(today.year + month // 12, month % 12 + 1, int(match[1]))
        if found is not None and found >= today:
            return found
    return None


def _shifted(count: str, unit: str, today: date) -> date:
    days = {"d": 1, "w": 7, "f": 14, "m": 30}[unit[0].lower()]
    return today + timedelta(round(number(count)) * days)


def _by_weekday(match: re.Match, today: date) -> date:
    """A weekday is the coming one, “next” too (today does not count); “next week” behind it means the week after."""
    day = _weekday(match[2])
    if match[3]:
        return _monday(today) + timedelta(day + (14 if "after" in match[3].lower() else 7))
    which = (match[1] or "").lower()
    if which == "last":
        return today - timedelta((today.weekday() - day) % 7 or 7)
    ahead = (day - today.weekday()) % 7
    return today + timedelta(ahead or (0 if which == "this" else 7))


def _named(match: re.Match, today: date) -> date:
    said = match[1].lower()
    if said.startswith(("christmas", "new year")):
        month, day = {"christmas": (12, 25), "christmas eve": (12, 24)}.get(said, (12, 31) if "eve" in said else (1, 1))
        return _in_year(month, day, None, today) or today
    if said.endswith("weekend"):
        return today + timedelta((5 - today.weekday()) % 7 + (7 if said.startswith("next") else 0))
    days = {"the day after tomorrow": 2, "day before yesterday": -2, "yesterday": -1, "tomorrow": 1, "tmrw": 1}
    if said == "next week":
        return _monday(today) + timedelta(7)
    if said == "next month":
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return today + timedelta(days.get(said, 0))


def _monday(today: date) -> date:
    return today - timedelta(today.weekday())


def _weekday(name: str) -> int:
    return next(place for place, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3]))


def _month(name: str) -> int:
    return next(place for place, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))
