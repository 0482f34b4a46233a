"""Addresses of visitors' small websites: each holds a token that nobody can guess.

A shut-off frame sends no cookie when its links are followed, so the token alone says whose site it is.
"""

import hashlib
import hmac
import secrets

PREVIEW_PREFIX = "/site-preview"


MOST_VISITORS = 10_000


class PreviewTokens:
    """Which visitor's site a token shows; a token holds as long as the server."""

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
