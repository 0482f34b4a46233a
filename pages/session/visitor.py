"""Who is asking: a random cookie by which a visitor's runs are told from other visitors' runs; it names nobody."""

import secrets
from collections.abc import Mapping

COOKIE = "visitor"


_DIGITS = frozenset("0123456789abcdef")


def new_visitor() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def visitor_in(cookies: Mapping[str, str]) -> str | None:
    """The visitor these cookies name, or None where there is no well-formed one."""
    value = cookies.get(COOKIE, "")
    return value if len(value) == 32 and _DIGITS.issuperset(value) else None
