"""Clock times and durations."""

from datetime import time

from core.simulated import linear as re

NUMBER_WORDS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40},
    **{"forty-five": 45, "fifty": 50, "ninety": 90, "couple of": 2, "a couple of": 2},
}
_COUNT = r"\d{1,9}(?:[.,]\d{1,9})?|" + "|".join(sorted(map(re.escape, NUMBER_WORDS), key=len, reverse=True))
_AMPM = r"(?:\s?([ap])\.?m\b\.?)"
_RANGE = re.compile(
    rf"\b(\d{{1,2}})(?:[:.](\d{{2}}))?{_AMPM}?\s{{0,9}}(?:-|–|to|until|"
    rf"till)\s{{0,9}}(\d{{1,2}})(?:[:.](\d{{2}}))?{_AMPM}?(?![\d/-])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween (\d\S*(?: ?[ap]m)?) and ", re.IGNORECASE)
_CLOCK = re.compile(rf"\b(\d{{1,2}})[:.h](\d{{2}}){_AMPM}?(?!\d|\.\d)|\b(\d{{1,2}}){_AMPM}", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|from|around|about|by|kl\.?)\s{1,9}(\d{1,2})(?:\s{0,9}o['’]?clock)?\b"
    r"(?![\d/:%-]|\.\d|\s{0,9}(?:percent|€|\w{1,20}day))",
    re.IGNORECASE,
)
_EVENING = re.compile(r"\b(?:tonight|evening|dinner|supper|drinks|party|night|cinema|concert)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(half|quarter|ten|twenty|five) (past|to) (\w+)\b", re.IGNORECASE)
_PART = {
    **{"breakfast": time(8), "morning": time(9), "brunch": time(11), "noon": time(12), "midday": time(12)},
    **{"lunch": time(12, 30), "lunchtime": time(12, 30), "afternoon": time(15), "tea": time(16)},
    **{"drinks": time(18), "after work": time(18), "evening": time(19), "dinner": time(19), "supper": time(19)},
    **{"tonight": time(20), "midnight": time(0)},
}
_EXACT = ("noon", "midday", "midnight")
_HOURS = re.compile(
    rf"\b({_COUNT})[\s-]{{0,9}}(?:h|hr|hrs|hours?)(?:\b|(?=\d))"
    rf"(?:\s{{0,9}}(?:and\s{{1,9}})?(\d{{1,2}})\s{{0,9}}(?:m|min|minutes)?\b)?",
    re.IGNORECASE,
)
_AND_HALF = re.compile(r"\b(?:an hour and a half|one and a half hours?)\b", re.IGNORECASE)
_HALF_HOUR = re.compile(r"\bhalf an hour\b|\bhalf[- ]hour\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:a )?quarter of an hour\b", re.IGNORECASE)
_MINUTES = re.compile(rf"\b({_COUNT})[\s-]{{0,9}}(?:min|mins|minutes?)\b|\b(\d{{1,3}}) ?m\b", re.IGNORECASE)
_DAYS = re.compile(rf"\b(?:for )?({_COUNT})[\s-]{{0,9}}(days?|weeks?)\b(?! (?:ago|from|later|before))", re.IGNORECASE)


def number(word: str) -> float:
    """The number a word or figure stands for."""
    word = word.lower().strip()
    return float(NUMBER_WORDS[word]) if word in NUMBER_WORDS else float(word.replace(",", "."))


def clock_time(text: str) -> time | None:
    """The first time that is stated: 2pm, 14:30, at 9, half past two, noon."""
    for find in (_from_range, _from_clock, _from_words, _from_at):
        found = find(text)
        if found is not None:
            return found
    lowered = text.lower()
    return next((_PART[word] for word in _EXACT if re.search(rf"\b{word}\b", lowered)), None)


def usual_time(text: str) -> time | None:
    """The time that a part of the day or a meal stands for."""
    lowered = text.lower()
    return next((when for word, when in _PART.items() if re.search(rf"\b{word}\b", lowered)), None)


def minutes(text: str) -> int | None:
    """How long something lasts: 90 minutes, 1h, half an hour, two days, from 2 to 4pm."""
    for pattern, fixed in ((_AND_HALF, 90), (_QUARTER, 15), (_HALF_HOUR, 30)):
        if pattern.search(text):
            return fixed
    if match := _HOURS.search(text):
        return max(1, round(number(match[1]) * 60) + int(match[2] or 0))
    if match := _MINUTES.search(text):
        return max(1, round(number(match[1] or match[2])))
    if (span := _range_minutes(text)) is not None:
        return span
    if re.search(r"\b(?:all|whole|full)[- ]day\b", text, re.IGNORECASE):
        return 8 * 60
    if (match := _DAYS.search(text)) and not re.search(rf"\bin {re.escape(match[0])}", text, re.IGNORECASE):
        return round(number(match[1]) * (7 if match[2].startswith("week") else 1)) * 24 * 60
    return None


def _from_range(text: str) -> time | None:
    text = _BETWEEN.sub(r"from \1 to ", text)
    match = _RANGE.search(text)
    if match is None or not (match[3] or match[6] or match[2] or match[5] or _says_from(text, match.start())):
        return None
    return _time(int(match[1]), int(match[2] or 0), match[3] or _half_of_start(match))


def _half_of_start(match: re.Match) -> str | None:
    """2 to 4pm starts in the afternoon, 11 to 1pm in the morning."""
    if not match[6]:
        return None
    return match[6] if int(match[1]) % 12 < int(match[4]) % 12 or match[6].lower() == "a" else "a"


def _says_from(text: str, place: int) -> bool:
    return re.search(r"\b(?:from|between)\s*$", text[:place], re.IGNORECASE) is not None


def _from_clock(text: str) -> time | None:
    for match in _CLOCK.finditer(text):
        hour, minute, half = (match[1], match[2], match[3]) if match[1] else (match[4], "0", match[5])
        if (found := _time(int(hour), int(minute), half)) is not None:
            return found
    return None


def _from_words(text: str) -> time | None:
    match = _PAST.search(text)
    if match is None:
        return None
    try:
        hour = int(number(match[3]))
    except ValueError:
        return None
    past = {"half": 30, "quarter": 15}.get(match[1].lower()) or int(number(match[1]))
    total = hour * 60 + (past if match[2].lower() == "past" else -past)
    return _time(total // 60, total % 60, None)


def _from_at(text: str) -> time | None:
    match = _AT.search(text)
    if match is None:
        return None
    late = 5 <= int(match[1]) <= 11 and _EVENING.search(text)
    return _time(int(match[1]), 0, "p" if late else None)


def _time(hour: int, minute: int, half: str | None) -> time | None:
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif 1 <= hour <= 6 and minute in (0, 15, 30, 45):
        hour += 12  # a bare "at 3" means the afternoon
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _range_minutes(text: str) -> int | None:
    text = _BETWEEN.sub(r"from \1 to ", text)
    match = _RANGE.search(text)
    start = _from_range(text)
    if match is None or start is None:
        return None
    end = _time(int(match[4]), int(match[5] or 0), match[6] or (match[3] if match[3] else None))
    if end is None:
        return None
    span = (end.hour - start.hour) * 60 + end.minute - start.minute
    return span if span > 0 else span + 12 * 60 if span + 12 * 60 > 0 else None
