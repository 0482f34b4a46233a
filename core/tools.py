"""Tools a model may ask for: plain functions, offered by their signature, run with checked arguments."""

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError, create_model

from core.errors import ToolFailed
from core.llm.provider import Message, ToolCall, ToolSpec

LONGEST_RESULT = 4000
SECONDS_FOR_A_TOOL = 10.0


@dataclass(frozen=True)
class Tool:
    """A function on offer: its name, its docstring and its annotated parameters are what the model sees."""

    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @property
    def arguments(self) -> type[BaseModel]:
        """The parameters as a model that checks what comes in."""
        fields: dict[str, Any] = {
            name: (one.annotation, ... if one.default is inspect.Parameter.empty else one.default)
            for name, one in inspect.signature(self.function, eval_str=True).parameters.items()
        }
        return create_model(self.name, **fields)

    @property
    def spec(self) -> ToolSpec:
        """The tool as it is offered to a model."""
        schema = self.arguments.model_json_schema()
        schema.pop("title", None)
        return ToolSpec(self.name, inspect.getdoc(self.function) or "", schema)


class Toolbox:
    """The closed set of tools of one step."""

    def __init__(self, functions: Sequence[Callable[..., Any]]) -> None:
        self._tools: Mapping[str, Tool] = {function.__name__: Tool(function) for function in functions}

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """Every tool as it is offered to a model."""
        return tuple(tool.spec for tool in self._tools.values())

    async def run(self, call: ToolCall) -> Message:
        """Do what the model asked for. What goes wrong is told to the model, which can then correct itself."""
        try:
            answer = await self._run(call)
        except ToolFailed as error:
            answer = f"Error: {error}"
        return Message("tool", _shortened(answer), tool_call_id=call.id)

    async def call(self, call: ToolCall) -> Any:
        """Like `run`, but returns the tool's own result. Raises ToolFailed."""
        tool = self._tools.get(call.name)
        if tool is None:
            raise ToolFailed(f"There is no tool {call.name[:60]!r}. Use one of: {', '.join(self._tools)}.")
        try:
            arguments = tool.arguments.model_validate_json(call.arguments or "{}")
        except ValidationError as error:
            problems = "; ".join(
                f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg']}" for one in error.errors()[:5]
            )
            raise ToolFailed(f"The arguments of {call.name} do not fit: {problems}.") from error
        return await _within_time(tool, {name: getattr(arguments, name) for name in type(arguments).model_fields})

    async def _run(self, call: ToolCall) -> str:
        return str(await self.call(call))


async def _within_time(tool: Tool, arguments: Mapping[str, Any]) -> Any:
    try:
        async with asyncio.timeout(SECONDS_FOR_A_TOOL):
            if inspect.iscoroutinefunction(tool.function):
                return await tool.function(**arguments)
            return tool.function(**arguments)
    except ToolFailed:
        raise
    except TimeoutError as error:
        raise ToolFailed(f"{tool.name} did not finish within {SECONDS_FOR_A_TOOL:g} seconds.") from error
    except Exception as error:
        raise ToolFailed(f"{tool.name} failed: {error}") from error


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_RESULT else text[:LONGEST_RESULT] + " … (cut)"
