"""Tool calls as steps: each is recorded under the tool's name, with the arguments given and the result or the error."""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from core.agents.tools import (
    LONGEST_RESULT,
    Tool,
    Toolbox,
    answer_to,
    arguments_as_given,
    checked_arguments,
    no_such_tool,
    refusal_of,
)
from core.errors import ToolFailed
from core.providers.protocol import Message, ToolCall, ToolSpec
from core.workflow.steps import step

F = TypeVar("F", bound=BaseModel)
Work = Callable[[], Awaitable[Any]]


class ToolSteps:
    """The closed set of tools of an agent. A tool that is a `@step` records itself, any other is recorded here."""

    def __init__(self, functions: Sequence[Callable[..., Any]], given: Mapping[str, Any]) -> None:
        self._tools = Toolbox(functions, given).tools

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """Every tool as it is offered to a model."""
        return tuple(tool.spec for tool in self._tools.values())

    async def run(self, call: ToolCall) -> Message:
        """Do what the model asked for. What goes wrong is recorded and told to the model."""
        try:
            return answer_to(call, await self._run(call))
        except ToolFailed as error:
            return refusal_of(call, error)

    async def _run(self, call: ToolCall) -> Any:
        tool = self._tools.get(call.name)
        if tool is None:
            return await unknown_tool(call.name[:LONGEST_RESULT], call.arguments[:LONGEST_RESULT], list(self._tools))
        if _records_itself(tool) and _fits(tool, call.arguments):
            return await tool(call.arguments)
        own = inspect.ismethod(tool.function) and "llm" not in tool.function.__annotations__
        form = tool.function.__annotations__.get("return", Any)
        return await as_step(call, lambda: tool(call.arguments), form, acts=own)


async def recorded(call: ToolCall, form: type[F]) -> F:
    """The arguments of a call as a `form`, as a step: a call whose arguments are its whole point. Raises ToolFailed."""

    async def read() -> F:
        return checked_arguments(call.name, form, call.arguments)

    done: F = await as_step(call, read, form)
    return done


@step(kind="tool")
async def unknown_tool(name: str, arguments: str, known: Sequence[str]) -> None:
    """A call of a tool that is not on offer: its name is the model's, so that it names no step."""
    raise ToolFailed(no_such_tool(name, known))


async def as_step(call: ToolCall, work: Work, form: Any = Any, *, acts: bool = False) -> Any:
    """Do `work` as a step named after the tool, with the arguments as the model gave them. It returns a `form`."""

    async def tool(**arguments: Any) -> Any:
        return await work()

    tool.__name__ = call.name
    tool.__annotations__ = {"return": form}
    return await step(kind="tool", acts=acts)(tool)(**arguments_as_given(call.arguments))


def _records_itself(tool: Tool) -> bool:
    return hasattr(tool.function, "node")


def _fits(tool: Tool, arguments: str) -> bool:
    """Whether a step can start at all; if not, the failed call is recorded in its place."""
    try:
        checked_arguments(tool.name, tool.arguments, arguments)
    except ToolFailed:
        return False
    return True
