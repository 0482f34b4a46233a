"""Figures as people read them: seconds, tokens, US dollars."""

DAY, HOUR, MINUTE = 86_400, 3_600, 60
PAIRS = ((DAY, "day", HOUR, "h"), (HOUR, "h", MINUTE, "min"), (MINUTE, "min", 1, "s"))
SHORTEST = 0.001  # seconds that are told beside others


def seconds(value: float) -> str:
    """A time that was measured: `12 ms`, `1.2 s`, `2 min 05 s`, and as `duration` has it from an hour on."""
    if value < 0.0995:
        return f"{value * 1000:.0f} ms"
    if value < 59.95:
        return f"{value:.1f} s"
    if round(value) >= HOUR:
        return duration(value)
    minutes, rest = divmod(round(value), MINUTE)
    return f"{minutes} min {rest:02d} s"


def duration(value: float) -> str:
    """A length of time, in seconds, as it stands in a sentence: `0.5 s`, `40 s`, `3 min`, `1 h 30 min`, `16 days`."""
    for size, unit, small, small_unit in PAIRS:
        count, rest = divmod(round(value / small), size // small)
        if count:
            plural = "s" if unit == "day" and count > 1 else ""
            return f"{count:,} {unit}{plural}" + (f" {rest} {small_unit}" if rest else "")
    return f"{value:.3g} s"


def worked(working: float, waiting: float) -> str:
    """A duration in which a person may have been waited for: `1.2 s`, `1.2 s + 20.0 s for you`, `20.0 s for you`."""
    person = f"{seconds(waiting)} for you"
    if waiting < SHORTEST:
        return seconds(working)
    return f"{seconds(working)} + {person}" if working >= SHORTEST else person


def ordinal(number: int) -> str:
    """A place in an order: `1st`, `2nd`, `3rd`, `11th`, `1,000th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def tokens(value: int, *, estimated: bool = False) -> str:
    """A number of tokens; `≈` marks one that was not reported but counted from the text."""
    return f"{'≈' if estimated else ''}{value:,}"


def dollars(value: float | None) -> str:
    """An amount of money with enough digits for small ones; a price that is not known says so."""
    if value is None:
        return "unknown"
    return f"${value:.2f}" if value >= 1 or value == 0 else f"${value:.6f}".rstrip("0")
