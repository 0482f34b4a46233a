"""A key of a model provider, which no print, log, export or error ever shows."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.errors import SetupError

LONGEST = 512
SHORTEST = 8

_MAKERS: Mapping[str, str] = MappingProxyType(
    {
        "sk-ant-": "Anthropic",
        "sk-or-": "OpenRouter",
        "sk-": "OpenAI",
        "AIza": "Google",
        "AQ.": "Google",
        "ya29.": "a Google sign-in",
        "gsk_": "Groq",
        "xai-": "xAI",
        "hf_": "Hugging Face",
        "AKIA": "Amazon",
        "ghp_": "GitHub",
        "github_pat_": "GitHub",
    }
)
"""Who makes the keys that begin so; the first that fits."""


@dataclass(frozen=True, slots=True)
class KeyKind:
    """The keys that `owner` wants, which `maker` makes; without a maker they may look like anybody's, however short."""

    owner: str
    maker: str = ""


class Key:
    """A secret that shows its last two characters at most; `reveal` is for the one place that sends it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The key itself."""
        return self._secret

    def __repr__(self) -> str:
        return f"•••{self._secret[-2:]}" if len(self._secret) >= SHORTEST else "•••"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and hmac.compare_digest(self._secret.encode(), other._secret.encode())

    def __hash__(self) -> int:
        return hash((Key, self._secret))

    def __reduce__(self) -> tuple[type["Key"], tuple[str]]:
        """Whatever writes a key down writes its mask."""
        return Key, (str(self),)

    def __copy__(self) -> "Key":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Key":
        return self


def read_key(text: str, kind: KeyKind) -> Key:
    """The key that was typed or configured. Raises SetupError with what is wrong, never with the text itself."""
    problem = _shape(text) or _stranger(text, kind)
    if problem:
        raise SetupError(f"This is no key for {kind.owner}: {problem}", kind="auth")
    return Key(text)


def _shape(text: str) -> str:
    if not text.strip():
        return "it is empty. Paste the whole key."
    if len(text) > LONGEST:
        return f"it has more than {LONGEST} characters. Paste the key alone."
    if text.lstrip().startswith("{"):
        return "it is JSON, perhaps a service account file. Paste an API key."
    if text.lower().startswith(("bearer ", "authorization:", "authorization ")):
        return "it begins with a header's words. Paste the key alone, without Bearer."
    if text.lower().startswith(("http://", "https://")):
        return "it is an address. Put addresses into the base URL."
    if text[0] in "\"'`" or text[-1] in "\"'`":
        return "it stands in quotes. Paste it without them."
    if any(character.isspace() for character in text):
        return "it holds a space or a line end. Paste the key alone."
    if not (text.isascii() and text.isprintable()):
        return "it holds characters that no key has. Copy it again from the provider's page."
    return ""


def _stranger(text: str, kind: KeyKind) -> str:
    if not kind.maker:
        return ""
    maker = next((maker for beginning, maker in _MAKERS.items() if text.startswith(beginning)), kind.maker)
    if maker != kind.maker:
        return f"it looks like one of {maker}. Choose that provider, or paste the right key."
    return "it is too short. Paste the whole key." if len(text) < SHORTEST else ""
