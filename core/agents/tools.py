"""Tools a model may ask for: plain functions, offered by their signature, run with checked arguments and recorded."""

import asyncio
import functools
import inspect
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

from core.errors import ToolFailed, WorkflowError
from core.providers import Message, ToolCall, ToolSpec
from core.workflow import FATAL, step

LONGEST_RESULT = 4000
LONGEST_ARGUMENTS = 100_000
SECONDS_FOR_A_TOOL = 10.0

F = TypeVar("F", bound=BaseModel)
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Tool:
    """A function on offer: its name, its docstring and its annotated parameters are what the model sees.

    `given` holds the values of parameters that the program fills and the model does not see, such as `p` and `llm`.
    """

    function: Callable[..., Any]
    given: Given = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @functools.cached_property
    def arguments(self) -> type[BaseModel]:
        """The parameters that the model fills, as a form that checks what comes in."""
        fields: dict[str, Any] = {
            name: (parameter.annotation, ... if parameter.default is inspect.Parameter.empty else parameter.default)
            for name, parameter in self._parameters.items()
            if name not in self.given
        }
        return create_model(self.name, **fields)

    @functools.cached_property
    def spec(self) -> ToolSpec:
        """The tool as it is offered to a model."""
        schema = self.arguments.model_json_schema()
        schema.pop("title", None)
        return ToolSpec(self.name, inspect.getdoc(self.function) or "", schema)

    async def __call__(self, arguments: str) -> Any:
        """Do the work, with the model's own JSON for arguments. Raises ToolFailed, and what ends a run."""
        checked = checked_arguments(self.name, self.arguments, arguments)
        chosen = {name: getattr(checked, name) for name in type(checked).model_fields}
        fixed = {name: value for name, value in self.given.items() if name in self._parameters}
        return await self._within_time({**chosen, **fixed})

    @functools.cached_property
    def _parameters(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self.function, eval_str=True).parameters

    async def _within_time(self, arguments: Given) -> Any:
        """A tool that asks a model keeps that model's deadlines; any other has a short one."""
        seconds = None if "llm" in self.given and "llm" in self._parameters else SECONDS_FOR_A_TOOL
        try:
            async with asyncio.timeout(seconds):
                answer = self.function(**arguments)
                return await answer if inspect.isawaitable(answer) else answer
        except (ToolFailed, *FATAL):
            raise
        except TimeoutError as error:
            raise ToolFailed(f"{self.name} did not finish within {SECONDS_FOR_A_TOOL:g} seconds.") from error
        except Exception as error:
            raise ToolFailed(f"{self.name} failed: {error}") from error


class Toolbox:
    """The closed set of tools of one step; `given` fills the parameters that no model chooses."""

    def __init__(self, functions: Sequence[Callable[..., Any]], given: Given | None = None) -> None:
        self.tools: Mapping[str, Tool] = {function.__name__: Tool(function, given or {}) for function in functions}
        if len(self.tools) < len(functions):
            raise WorkflowError(
                f"Two of the tools {', '.join(function.__name__ for function in functions)} have one name."
            )

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """Every tool as it is offered to a model."""
        return tuple(tool.spec for tool in self.tools.values())

    async def run(self, call: ToolCall) -> Message:
        """Do what the model asked for. What goes wrong is told to the model, which can then correct itself."""
        try:
            return answer_to(call, await self.call(call))
        except ToolFailed as error:
            return refusal_of(call, error)

    async def call(self, call: ToolCall) -> Any:
        """Like `run`, but returns the tool's own result. Raises ToolFailed."""
        tool = self.tools.get(call.name)
        if tool is None:
            raise ToolFailed(no_such_tool(call.name, self.tools))
        return await tool(call.arguments)


def answer_to(call: ToolCall, result: Any) -> Message:
    """A tool's result as the message that goes back to the model: text as it is, everything else as JSON."""
    return Message("tool", _shortened(_as_text(result)), tool_call_id=call.id)


def refusal_of(call: ToolCall, error: Exception) -> Message:
    """What went wrong, as the message that goes back to the model."""
    return Message("tool", _shortened(f"Error: {error}"), tool_call_id=call.id)


def no_such_tool(name: str, known: Iterable[str]) -> str:
    """What to tell a model that asks for a tool which is not on offer."""
    return f"There is no tool {name[:60]!r}. Use one of: {', '.join(known) or 'none'}."


def checked_arguments(name: str, form: type[F], arguments: str) -> F:
    """A model's own JSON as a `form`. Raises ToolFailed saying what does not fit."""
    if len(arguments) > LONGEST_ARGUMENTS:
        raise ToolFailed(f"The arguments of {name} are longer than {LONGEST_ARGUMENTS:,} characters. Shorten them.")
    try:
        return form.model_validate_json(arguments or "{}")
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'arguments'}: {problem['msg']}" for problem in error.errors()[:5]
        )
        raise ToolFailed(f"The arguments of {name} do not fit: {problems}.") from error


def arguments_as_given(arguments: str) -> dict[str, Any]:
    """A model's own JSON by name, for the record; what is no JSON object is kept as the text it is."""
    try:
        read = json.loads(arguments or "{}")
    except (ValueError, RecursionError):
        read = None
    return read if isinstance(read, dict) else {"arguments": arguments[:LONGEST_RESULT]}


def _as_text(result: Any) -> str:
    if isinstance(result, str):
        return result
    if isinstance(result, BaseModel):
        return result.model_dump_json()
    if isinstance(result, list | tuple | dict):
        return TypeAdapter(Any).dump_json(result, fallback=str).decode()
    return str(result)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_RESULT else text[:LONGEST_RESULT] + " … (cut)"


_Work = Callable[[], Awaitable[Any]]


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


async def as_step(call: ToolCall, work: _Work, form: Any = Any, *, acts: bool = False) -> Any:
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
