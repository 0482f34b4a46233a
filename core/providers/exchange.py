"""One request to a model server and its answer: deadlines, a cap on the text, and the connection given back."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from core.errors import ModelMisbehaved, ModelUnavailable
from core.text import duration

if TYPE_CHECKING:
    import httpx2

LONGEST_TEXT = 2_000_000
"""Characters of one answer."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds one attempt may take: to connect, to the first content, between contents, and in all.

    Heartbeats and empty events are not content.
    """

    connect: float = 5.0
    first: float = 60.0
    idle: float = 20.0
    total: float = 120.0


class Exchange:
    """An asynchronous context manager around everything that talks to the server.

    Raises ModelUnavailable when a deadline passes, whatever the SDK is waiting for. A cancelled task closes its
    connection, so that the server stops writing.
    """

    def __init__(self, deadlines: Deadlines, server: str) -> None:
        self.server = server
        self.response: httpx2.Response | None = None
        self._deadlines = deadlines
        self._heard = False
        self._characters = 0
        self._next_move = 0.0

    async def __aenter__(self) -> "Exchange":
        now = asyncio.get_running_loop().time()
        self._end = now + self._deadlines.total
        self._timeout = asyncio.timeout_at(min(self._end, now + self._deadlines.first))
        await self._timeout.__aenter__()
        self._token = current_exchange.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        current_exchange.reset(self._token)
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError:
            raise self._too_late() from None
        finally:
            if self.response is not None:
                await self.response.aclose()

    def heard(self, text: str) -> None:
        """Content came: the idle time starts anew. Raises ModelMisbehaved when there is too much of it."""
        if not text:
            return
        self._heard = True
        self._characters += len(text)
        if self._characters > LONGEST_TEXT:
            raise too_large()
        now = asyncio.get_running_loop().time()
        if now >= self._next_move:  # moving it with every word would cost more than reading the word
            slack = self._deadlines.idle / 20
            self._next_move = now + slack
            self._timeout.reschedule(min(self._end, now + self._deadlines.idle + slack))

    def _too_late(self) -> ModelUnavailable:
        limits = self._deadlines
        if asyncio.get_running_loop().time() >= self._end:
            problem = f"{self.server} did not finish its answer within {duration(limits.total)}"
        elif self._heard:
            problem = f"{self.server} fell silent in the middle of an answer for {duration(limits.idle)}"
        else:
            problem = f"{self.server} did not begin to answer within {duration(limits.first)}"
        return ModelUnavailable(f"{problem}. Run again later, or choose a faster model.", kind="timeout")


current_exchange: ContextVar[Exchange | None] = ContextVar("current_exchange", default=None)


def too_large() -> ModelMisbehaved:
    """The error for an answer that is stopped because of its size."""
    return ModelMisbehaved(
        f"The answer was stopped because it grew beyond {LONGEST_TEXT // 1_000_000} MB. "
        "Ask for less, or set a token limit.",
        kind="too_large",
    )
