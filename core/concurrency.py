"""The one place for fan-out, so that any workflow can be timed both ways from the same code."""

import asyncio
from collections.abc import Awaitable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, overload

from core.errors import BranchesFailed, LimitReached, RunCancelled, WorkflowError
from core.events import Branch, BranchFailed, Failure, FannedOut, Joined
from core.recording import Recorder, Slot, branch, frontier, recorder, slot

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")

Work = Awaitable[T]


@dataclass(frozen=True, slots=True)
class _Done:
    """How one branch ended: its result or its error, and the steps it ended with."""

    result: Any
    ends: tuple[int, ...]
    error: Exception | None = None


@overload
async def concurrently(first: Work[A], second: Work[B], /, *, need_all: Literal[True]) -> tuple[A, B]: ...
@overload
async def concurrently(*work: Work[T], need_all: Literal[False] = False) -> list[T]: ...
async def concurrently(*work: Work[Any], need_all: bool = False) -> Any:
    """Run several coroutines together and return their results in order.

    The run decides how: at once or one after the other, how many at a time, and whether a failing branch ends the run
    (`fail`) or is recorded and left out of the results (`keep`). With `need_all` a missing branch always ends the run
    and the results come as a tuple. Raises BranchesFailed when every branch failed, else the first branch's error.
    """
    run = recorder.get()
    if run is None:
        return list(await asyncio.gather(*work))
    fan = run.new_fan()
    before = frontier.get()
    run.add(FannedOut(run.now(), fan, len(work), before))
    keep = run.on_error == "keep" and not need_all
    in_order = run.mode == "sequential"
    with _slot_given_back() as held:
        done = await (_in_turn if in_order else _at_once)(run, work, fan, keep)
    if held is not None:
        await held.take()
    kept = [one for one in done if one.error is None]
    _join(run, fan, before, done, kept)
    results = [one.result for one in kept]
    return tuple(results) if need_all else results


def _join(run: Recorder, fan: int, before: tuple[int, ...], done: list[_Done], kept: list[_Done]) -> None:
    ends = dict.fromkeys(step for one in kept for step in one.ends)
    frontier.set(tuple(ends) or before)
    run.add(Joined(run.now(), fan, len(done) - len(kept)))
    first_error = next((one.error for one in done if one.error is not None), None)
    if first_error is not None and not kept:
        raise BranchesFailed(f"All {len(done)} branches failed. The first said: {first_error}") from first_error


async def _at_once(run: Recorder, work: tuple[Work[Any], ...], fan: int, keep: bool) -> list[_Done]:
    tasks = [asyncio.create_task(_branch(run, one, Branch(fan, place), keep)) for place, one in enumerate(work)]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        _close_unstarted(work)
        raise


async def _in_turn(run: Recorder, work: tuple[Work[Any], ...], fan: int, keep: bool) -> list[_Done]:
    before, outer = frontier.get(), branch.get()
    done: list[_Done] = []
    try:
        for place, one in enumerate(work):
            frontier.set(before)
            done.append(await _branch(run, one, Branch(fan, place), keep))
    except BaseException:
        _close_unstarted(work)
        raise
    finally:
        branch.set(outer)
    return done


async def _branch(run: Recorder, work: Work[Any], place: Branch, keep: bool) -> _Done:
    branch.set(place)
    share = Slot(run.slots) if run.slots is not None else None
    slot.set(share)
    try:
        if share is not None:
            await share.take()
        return _Done(await work, frontier.get())
    except (LimitReached, RunCancelled, WorkflowError):
        raise
    except Exception as error:
        run.add(BranchFailed(run.now(), place.fan, place.place, Failure.of(error)))
        if not keep:
            raise
        return _Done(None, (), error)
    finally:
        if share is not None:
            share.give_back()


@contextmanager
def _slot_given_back() -> Iterator[Slot | None]:
    """While a branch waits for branches of its own, its share of the concurrency is free for them."""
    held = slot.get()
    if held is not None:
        held.give_back()
    try:
        yield held
    finally:
        slot.set(held)


def _close_unstarted(work: tuple[Work[Any], ...]) -> None:
    for one in work:
        if isinstance(one, Coroutine):
            one.close()
