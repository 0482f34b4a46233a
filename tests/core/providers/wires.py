"""The two wires a fault can happen on: how each writes an answer, an error, and which provider reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.providers.exchange import Deadlines
from core.providers.keys import Key
from core.providers.protocol import Provider
from tests.core.providers import fault_server as wire

SECRET = "sk-CANARY-0123456789abcdef"
SHORT = Deadlines(connect=5, first=0.5, idle=0.5, total=5)
PATIENT = Deadlines(connect=5, first=20, idle=20, total=40)


@dataclass(frozen=True)
class Wire:
    """`text` writes pieces and, unless `finish` is None, their end; `error` is the vendor's error body."""

    name: str
    provider: Callable[[str, Deadlines], Provider]
    text: Callable[..., bytes]
    error: Callable[[int, str, str], Any]
    stop: str
    length: str
    heartbeat: bytes

    def answer(self, *pieces: str) -> bytes:
        return self.text(*pieces)

    def begun(self, *pieces: str) -> bytes:
        return self.text(*pieces, finish=None)


def _openai(url: str, deadlines: Deadlines) -> Provider:
    from core.providers.openai.provider import OpenAIProvider

    return OpenAIProvider(Key(SECRET), f"{url}/v1", deadlines=deadlines)


def _openai_error(_code: int, kind: str, message: str) -> Mapping[str, Any]:
    return {"error": {"message": message, "type": kind, "code": kind, "param": None}}


def _gemini(url: str, deadlines: Deadlines) -> Provider:
    from core.providers.gemini.provider import GeminiProvider

    return GeminiProvider(Key(SECRET), base_url=url, deadlines=deadlines)


def _gemini_error(code: int, kind: str, message: str) -> Mapping[str, Any]:
    return {"error": {"code": code, "message": message, "status": kind}}


OPENAI = Wire("openai", _openai, wire.openai_text, _openai_error, "stop", "length", b": still here\n\n")
GEMINI = Wire("gemini", _gemini, wire.gemini_text, _gemini_error, "STOP", "MAX_TOKENS", b"\n\n")
