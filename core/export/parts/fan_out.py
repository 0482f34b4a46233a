"""A fan-out whose first error ends the run."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Literal, TypeVar, overload

from core.export.parts.errors import LimitReached, WorkflowError

FATAL = (LimitReached, WorkflowError)

R = TypeVar("R")
A = TypeVar("A")
B = TypeVar("B")
Branch = Coroutine[Any, Any, R]


@overload
async def concurrently(first: Branch[A], second: Branch[B], /, *, need_all: Literal[True]) -> tuple[A, B]: ...
@overload
async def concurrently(*work: Branch[R], need_all: Literal[False] = False) -> list[R]: ...
async def concurrently(*work: Branch[Any], need_all: bool = False) -> Any:
    """Run coroutines at once; their results come in order. The first error cancels the others and ends the run."""
    tasks = [asyncio.ensure_future(branch) for branch in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
