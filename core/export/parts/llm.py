"""The model as a step sees it, over one provider's SDK."""

import asyncio
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from core.export.parts.errors import LimitReached, ModelMisbehaved
from core.export.parts.openai_sdk import Client, answer_form, ask, ask_with_tools, sampling
from core.export.parts.settings import AT_ONCE, MODEL, MOST_CALLS, REPAIRS
from core.llm import InvalidAnswer, read_answer
from core.providers import Message, ToolSpec

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class LLM:
    """The model as a step sees it. One run asks it at most MOST_CALLS times, AT_ONCE at the same time."""

    client: Client
    model: str = ""
    calls: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def using(self, model: str) -> "LLM":
        """Ask `model` instead; empty means the script's own choice."""
        return replace(self, model=model) if model else self

    def or_else(self, model: str) -> "LLM":
        """Ask `model`, unless another one was chosen with `using`."""
        return self if self.model else self.using(model)

    async def text(
        self,
        system: str,
        user: str,
        *,
        temperature: float | None = None,
        seed: int | None = None,
        max_tokens: int | None = None,
    ) -> str:
        """Ask for free text."""
        messages = [Message("system", system), Message("user", user)]
        return (await self._ask(messages, sampling(temperature, seed, max_tokens))).strip()

    async def parse(
        self,
        system: str,
        user: str,
        schema: type[T],
        *,
        temperature: float | None = None,
        seed: int | None = None,
        max_tokens: int | None = None,
    ) -> T:
        """Ask for an answer of type `schema`; one that does not validate goes back with the error, REPAIRS times."""
        asked = [Message("system", system), Message("user", user)]
        messages = asked
        for _ in range(REPAIRS + 1):
            text = await self._ask(messages, {**sampling(temperature, seed, max_tokens), **answer_form(schema)})
            try:
                return read_answer(text, schema)
            except InvalidAnswer as invalid:
                messages = [*asked, *invalid.repair()]
        raise ModelMisbehaved(f"The model did not give a valid {schema.__name__} in {REPAIRS + 1} attempts.")

    async def call_tools(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], *, force: str | None = None
    ) -> Message:
        """Ask for the next turn of a conversation with tools on offer; `force` names one that must be called."""
        self._count()
        async with self.slots:
            return await ask_with_tools(self.client, self.model or MODEL, messages, tools, force)

    async def _ask(self, messages: Sequence[Message], more: Mapping[str, Any]) -> str:
        self._count()
        async with self.slots:
            return await ask(self.client, self.model or MODEL, messages, more)

    def _count(self) -> None:
        if next(self.calls) > MOST_CALLS:
            raise LimitReached(f"The run asked a model {MOST_CALLS} times. Raise MOST_CALLS to let it go further.")
