"""The tools of an agent, run as plain functions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from core.agents import Toolbox, checked_arguments
from core.providers import Message, ToolCall, ToolSpec

F = TypeVar("F", bound=BaseModel)


class ToolSteps:
    """The closed set of tools of an agent."""

    def __init__(self, functions: Sequence[Callable[..., Any]], given: Mapping[str, Any]) -> None:
        self._tools = Toolbox(functions, given)

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """Every tool as it is offered to a model."""
        return self._tools.specs

    async def run(self, call: ToolCall) -> Message:
        """Do what the model asked for. What goes wrong is told to the model."""
        return await self._tools.run(call)


async def recorded(call: ToolCall, form: type[F]) -> F:
    """The arguments of a call as a `form`. Raises ToolFailed."""
    return checked_arguments(call.name, form, call.arguments)
