"""A call whose arguments are its whole point, with no record of it."""

from typing import TypeVar

from pydantic import BaseModel

from core.agents import checked_arguments
from core.providers import ToolCall

F = TypeVar("F", bound=BaseModel)


async def recorded(call: ToolCall, form: type[F]) -> F:
    """The arguments of a call as a `form`. Raises ToolFailed."""
    return checked_arguments(call.name, form, call.arguments)
