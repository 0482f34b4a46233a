"""Figures as people read them: seconds, tokens, US dollars."""


def seconds(value: float) -> str:
    """A duration: `12 ms`, `1.2 s`, `2 min 05 s`."""
    if value < 0.0995:
        return f"{value * 1000:.0f} ms"
    if value < 59.95:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest:02d} s"


def tokens(value: int, *, estimated: bool = False) -> str:
    """A number of tokens; `≈` marks one that was not reported but counted from the text."""
    return f"{'≈' if estimated else ''}{value:,}"


def dollars(value: float | None) -> str:
    """An amount of money with enough digits for small ones; a price that is not known says so."""
    if value is None:
        return "unknown"
    return f"${value:.2f}" if value >= 1 or value == 0 else f"${value:.6f}".rstrip("0")
