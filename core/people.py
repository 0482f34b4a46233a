"""Waiting for a person: approve, edit, or reject with a note."""

import asyncio
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from core.events import Answered, Asked
from core.recording import current_step, recorder, slot

T = TypeVar("T")
Decision = Literal["approved", "edited", "rejected", "timed_out"]


@dataclass(frozen=True, slots=True)
class Approval(Generic[T]):
    """What a person decided: `item` is the approved or edited one, `note` says why it was rejected."""

    decision: Decision
    item: T
    note: str = ""

    @property
    def granted(self) -> bool:
        """Whether the item may be used."""
        return self.decision in ("approved", "edited")


async def approve(node: str, item: T, *, note: str = "", within_s: float = 600.0) -> Approval[T]:
    """Ask a person about `item` and wait at most `within_s` seconds; other branches go on meanwhile.

    Outside a run, or in a run that approves everything, the item is approved at once.
    """
    run = recorder.get()
    if run is None:
        return Approval("approved", item)
    opened = run.begin(node, "human", {"item": item})
    number = opened.step
    mark = current_step.set(opened)
    try:
        run.add(Asked(run.now(), number, item, note))
        approval = await _answer(number, item, within_s)
        run.add(Answered(run.now(), number, approval.decision, approval.item, approval.note))
    except BaseException as error:
        run.fail(opened, error)
        raise
    finally:
        current_step.reset(mark)
    run.finish(opened, approval)
    return approval


async def _answer(number: int, item: T, within_s: float) -> Approval[T]:
    run = recorder.get()
    if run is None or run.approve == "all":
        return Approval("approved", item)
    if run.approve == "none":
        return Approval("rejected", item, "This run rejects everything that needs a person.")
    question: asyncio.Future[Approval[T]] = asyncio.get_running_loop().create_future()
    run.questions[number] = question
    held = slot.get()
    if held is not None:
        held.give_back()
    try:
        async with asyncio.timeout(within_s):
            approval = await question
    except TimeoutError:
        approval = Approval("timed_out", item, f"Nobody answered within {within_s:g} seconds.")
    finally:
        del run.questions[number]
    if held is not None:
        await held.take()
    return approval
