"""A fan-out that leaves failed branches out of its results."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Literal, TypeVar, overload

from core.export.parts.errors import BranchesFailed, LimitReached, WorkflowError

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
    """Run coroutines at once; their results come in order, without those that failed, unless all are needed."""
    results = await asyncio.gather(*work, return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    hopeless = next(
        (error for error in failed if need_all or not isinstance(error, Exception) or isinstance(error, FATAL)), None
    )
    if hopeless is not None:
        raise hopeless
    if failed and len(failed) == len(results):
        raise BranchesFailed(f"All {len(failed)} branches failed. The first said: {failed[0]}") from failed[0]
    return [result for result in results if not isinstance(result, BaseException)]
