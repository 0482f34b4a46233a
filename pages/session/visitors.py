"""Who is asking: a random cookie by which a visitor's runs are told from other visitors' runs; it names nobody."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

import streamlit as st

COOKIE = "visitor"
VISITOR = "visitor"  # in the session, where there is no cookie
PREVIEW_PREFIX = "/site-preview"
MOST_VISITORS = 10_000  # whose tokens are remembered
_DIGITS = frozenset("0123456789abcdef")


def new_visitor() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def visitor_in(cookies: Mapping[str, str]) -> str | None:
    """The visitor these cookies name, or None where there is no well-formed one."""
    value = cookies.get(COOKIE, "")
    return value if len(value) == 32 and _DIGITS.issuperset(value) else None


def visitor() -> str:
    """Who is asking: the cookie's visitor, or this session where there is no cookie."""
    cookie = st.context.cookies.get(COOKIE)
    known = visitor_in({COOKIE: cookie}) if isinstance(cookie, str) else None
    if known is None:
        known = st.session_state.setdefault(VISITOR, new_visitor())
    return str(known)


class PreviewTokens:
    """Addresses of visitors' small websites: which visitor's site a token shows, as long as the server lives.

    Nobody can guess a token. A shut-off frame sends no cookie when its links are followed, so that it alone says whose
    site it is.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._owners: dict[str, str] = {}

    def token(self, owner: str) -> str:
        """The owner's token, always the same."""
        token = hmac.new(self._key, owner.encode(), hashlib.sha256).hexdigest()
        self._owners[token] = owner
        while len(self._owners) > MOST_VISITORS:
            del self._owners[next(iter(self._owners))]
        return token

    def owner(self, token: str) -> str | None:
        """Whose token this is."""
        return self._owners.get(token)
