"""The one place for fan-out, so that any workflow can be timed both ways from the same code."""

import asyncio
from collections.abc import Coroutine
from itertools import chain
from typing import Any, Literal, TypeVar, overload

from core.errors import BranchesFailed, LimitReached, WorkflowError
from core.trace import Branch, BranchFailed, Failure, FannedOut, Joined, branch, causal_parents
from core.workflow.run_context import RunContext, Slot, current_run, current_slot

FATAL = (LimitReached, WorkflowError)

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")

_Work = Coroutine[Any, Any, T]
Several = tuple[_Work[Any], ...]
Ends = tuple[int, ...]

_new = tuple.__new__


@overload
async def concurrently(first: _Work[A], second: _Work[B], /, *, need_all: Literal[True]) -> tuple[A, B]: ...
@overload
async def concurrently(*work: _Work[T], need_all: Literal[False] = False) -> list[T]: ...
async def concurrently(*work: _Work[Any], need_all: bool = False) -> Any:
    """Run several coroutines together and return their results in order.

    The run decides how: at once or one after the other, how many at a time, and whether a failing branch ends the run
    (`fail`) or is recorded and left out of the results (`keep`). With `need_all` a missing branch always ends the run
    and the results come as a tuple. Raises BranchesFailed when every branch failed, else the first branch's error.
    """
    run = current_run.get()
    if run is None:
        return list(await asyncio.gather(*work))
    log = run.log
    fan = log.new_fan()
    before = causal_parents.get()
    log.add(FannedOut(log.now(), fan, len(work), before, log.outer[fan]))
    keep = run.on_error == "keep" and not need_all
    held = current_slot.get()
    if held is not None:
        held.give_back()
    try:
        results, ends = await (_in_turn if run.mode == "sequential" else _at_once)(run, work, fan, keep)
    except BaseException:
        for branch_work in work:
            branch_work.close()
        raise
    if held is not None:
        await held.take()
    kept = _join(run, fan, before, results, ends)
    return tuple(kept) if need_all else kept


def _join(run: RunContext, fan: int, before: Ends, results: list[Any], ends: list[Ends]) -> list[Any]:
    failed = [result for result in results if isinstance(result, Exception)]
    if failed:
        _raise_if_hopeless(failed, len(results))
        kept = [place for place, result in enumerate(results) if not isinstance(result, Exception)]
        results, ends = [results[place] for place in kept], [ends[place] for place in kept]
    causal_parents.set(tuple(dict.fromkeys(chain.from_iterable(ends))) or before)
    run.log.add(Joined(run.log.now(), fan, len(failed)))
    return results


def _raise_if_hopeless(failed: list[Exception], branches: int) -> None:
    fatal = next((error for error in failed if isinstance(error, FATAL)), None)
    if fatal is not None:
        raise fatal
    if len(failed) == branches:
        raise BranchesFailed(f"All {branches} branches failed. The first said: {failed[0]}") from failed[0]


class _Fan:
    """The branches of one fan-out while they run at once; each task leaves its result and its end in its place.

    The branches count themselves instead of being gathered: a callback for each would cost more than its step's record.
    """

    def __init__(self, run: RunContext, work: Several, fan: int, keep: bool) -> None:
        self.run, self.work, self.fan, self.keep = run, work, fan, keep
        self.results: list[Any] = [None] * len(work)
        self.ends: list[Ends] = [()] * len(work)
        self.left = len(work)
        self.settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def all(self) -> tuple[list[Any], list[Ends]]:
        """Run them to their ends, or until the first one fails where that is not kept."""
        create = asyncio.get_running_loop().create_task
        tasks = [create(self._branch(place, branch_work)) for place, branch_work in enumerate(self.work)]
        try:
            await self.settled
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
        return self.results, self.ends

    async def _branch(self, place: int, work: _Work[Any]) -> None:
        branch.set(_new(Branch, (self.fan, place)))
        slots = self.run.slots
        try:
            self.results[place] = await (_in_slot(slots, work) if slots else work)
        except asyncio.CancelledError:
            self.settled.cancel()
            raise
        except Exception as error:
            self._failed(place, error)
        else:
            self.ends[place] = causal_parents.get()
        self.left -= 1
        if not self.left and not self.settled.done():
            self.settled.set_result(None)

    def _failed(self, place: int, error: Exception) -> None:
        self.run.log.add(BranchFailed(self.run.log.now(), self.fan, place, Failure.of(error)))
        self.results[place] = error
        if not self.keep and not self.settled.done():
            self.settled.set_exception(error)


async def _at_once(run: RunContext, work: Several, fan: int, keep: bool) -> tuple[list[Any], list[Ends]]:
    return await _Fan(run, work, fan, keep).all() if work else ([], [])


async def _in_turn(run: RunContext, work: Several, fan: int, keep: bool) -> tuple[list[Any], list[Ends]]:
    before, outer = causal_parents.get(), branch.get()
    results, ends = [], []
    try:
        for place, branch_work in enumerate(work):
            causal_parents.set(before)
            branch.set(Branch(fan, place))
            results.append(await _result_or_error(run, branch_work, fan, place, keep))
            ends.append(causal_parents.get())
    finally:
        branch.set(outer)
    return results, ends


async def _result_or_error(run: RunContext, work: _Work[Any], fan: int, place: int, keep: bool) -> Any:
    try:
        return await work
    except Exception as error:
        run.log.add(BranchFailed(run.log.now(), fan, place, Failure.of(error)))
        if not keep or isinstance(error, FATAL):
            raise
        return error


async def _in_slot(slots: asyncio.Semaphore, work: _Work[T]) -> T:
    """Run a branch once there is a share of the concurrency for it."""
    share = Slot(slots)
    current_slot.set(share)
    await share.take()
    try:
        return await work
    finally:
        share.give_back()
