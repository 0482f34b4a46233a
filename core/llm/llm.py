"""What a step may ask of a model: text, a typed answer, or tools.

Everything that happens on the way (attempts, waits, repairs, streamed text) becomes an event of the step that asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from core.errors import ModelMisbehaved, WorkflowError
from core.llm.answers import InvalidAnswer, read_answer
from core.llm.asking import Asking, Connection
from core.providers import Message, Reply, Request, ToolSpec
from core.trace import StepStarted, current_step

T = TypeVar("T", bound=BaseModel)


class LLM:
    """The model as a step sees it. `using` gives the same, bound to another model."""

    def __init__(self, connection: Connection, *, model: str = "") -> None:
        self._connection = connection
        self._model = model

    def using(self, model: str) -> "LLM":
        """Ask `model` (`provider:model`) instead; empty means the run's own choice."""
        return LLM(self._connection, model=model) if model else self

    async def text(
        self, system: str, user: str, *, temperature: float | None = None, seed: int = 0, max_tokens: int | None = None
    ) -> str:
        """Ask for free text, streamed as it comes."""
        messages = (Message("system", system), Message("user", user))
        reply = await self._ask(_request(messages, temperature, seed, max_tokens))
        return reply.text.strip()

    async def parse(
        self,
        system: str,
        user: str,
        schema: type[T],
        *,
        temperature: float | None = None,
        seed: int = 0,
        max_tokens: int | None = None,
    ) -> T:
        """Ask for an answer of type `schema`.

        An answer that does not validate goes back to the model with the error, `max_repairs` times; then
        ModelMisbehaved.
        """
        messages = (Message("system", system), Message("user", user))
        request = replace(_request(messages, temperature, seed, max_tokens), schema=schema)
        for _ in range(self._connection.max_repairs + 1):
            try:
                reply = await self._ask(request)
                return read_answer(reply.text, schema)
            except InvalidAnswer as invalid:
                request = replace(request, messages=(*messages, *invalid.repair()))
        raise ModelMisbehaved(
            f"The model did not give a valid {schema.__name__} in {self._connection.max_repairs + 1} attempts. "
            "Make the prompt plainer, or choose a stronger model."
        )

    async def call_tools(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], *, force: str | None = None
    ) -> Message:
        """Ask for the next turn of a conversation with tools on offer; the answer may hold tool calls, text or both.

        `force` names a tool that must be called.
        """
        reply = await self._ask(Request("", tuple(messages), tools=tuple(tools), force_tool=force))
        return Message("assistant", reply.text, reply.tool_calls)

    async def _ask(self, request: Request) -> Reply:
        step = current_step.get()
        if step is None:
            raise WorkflowError("A model was asked outside a step. Put @step on the function that asks.")
        model = self._model or _own_model(step, self._connection.models) or self._connection.model
        provider = self._connection.connect(model)
        request = replace(request, model=model.partition(":")[2], seed=self._connection.seed + (request.seed or 0))
        return await Asking(self._connection, step, model, provider, request).reply()


def _own_model(step: StepStarted, models: Mapping[str, str]) -> str:
    """The model chosen for this very step or, failing that, for the innermost of its groups; empty if for none."""
    if not models:
        return ""
    names = ["/".join((*step.group, step.node)), *("/".join(step.group[:end]) for end in range(len(step.group), 0, -1))]
    return next((models[name] for name in names if name in models), "")


def _request(messages: tuple[Message, ...], temperature: float | None, seed: int, max_tokens: int | None) -> Request:
    return Request("", messages, temperature=temperature, seed=seed, max_tokens=max_tokens)
