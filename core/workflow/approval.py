"""Waiting for a person: approve, edit, or reject with a note."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from core.errors import InputError
from core.text import duration
from core.trace import Answered, Asked, current_step, snapshot
from core.workflow.run_context import current_run, current_slot

V = TypeVar("V")
Decision = Literal["approved", "edited", "rejected", "timed_out"]


@dataclass(frozen=True, slots=True)
class Approval(Generic[V]):
    """What a person decided: `item` is the approved or edited one, `note` says why it was rejected."""

    decision: Decision
    item: V
    note: str = ""

    @property
    def granted(self) -> bool:
        """Whether the item may be used."""
        return self.decision in ("approved", "edited")


async def approve(node: str, item: V, *, note: str = "", within_s: float = 600.0) -> Approval[V]:
    """Ask a person about `item` and wait at most `within_s` seconds; other branches go on meanwhile.

    The wait does not count against the run's seconds. Outside a run, or in a run that approves everything, the item is
    approved at once. Name the node `approve`, so that the diagram knows its kind.
    """
    run = current_run.get()
    if run is None:
        return Approval("approved", item)
    if run.replay is not None and (recorded := run.replay.find(node)) is not None:
        return run.replay.approval(recorded, node, item)  # type: ignore[no-any-return]
    shown = snapshot(item)
    log = run.log
    opened = log.begin(node, "human", {"item": shown})
    number = opened.step
    mark = current_step.set(opened)
    try:
        asked = log.now()
        log.add(Asked(asked, number, shown, note, 0.0 if run.approve != "ask" else within_s))
        approval = await _answer(number, item, within_s)
        answered = log.now() if run.approve == "ask" else asked
        log.add(Answered(answered, number, approval.decision, snapshot(approval.item), approval.note))
    except BaseException as error:
        log.fail(opened, error)
        raise
    finally:
        current_step.reset(mark)
    log.finish(opened, approval)
    if held := current_slot.get():
        await held.take()
    return approval


approve.kind = "human"  # type: ignore[attr-defined]


def asks_people(nodes: Mapping[str, str], params: object) -> bool:
    """Whether a run of a workflow with these nodes asks anybody; a parameter `approval` that is "off" says no."""
    return "human" in nodes.values() and getattr(params, "approval", "") != "off"


def edited(item: V, text: str) -> V:
    """The item as a person rewrote it, given as text: JSON unless the item is a text itself.

    Raises InputError when it is empty or does not fit.
    """
    if isinstance(item, str):
        if not text.strip():
            raise InputError("The text is empty. Write one, or reject it.")
        return cast(V, text)
    try:
        return TypeAdapter(type(item)).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise InputError(f"{place}: {said}" if place else said) from error


async def _answer(number: int, item: V, within_s: float) -> Approval[V]:
    run = current_run.get()
    if run is None or run.approve == "all":
        return Approval("approved", item)
    if run.approve == "none":
        return Approval("rejected", item, "This run rejects everything that needs a person.")
    question: asyncio.Future[Approval[V]] = asyncio.get_running_loop().create_future()
    run.questions[number] = question
    held = current_slot.get()
    if held is not None:
        held.give_back()
    try:
        with run.time_limit.standing_still() if run.time_limit else nullcontext():
            async with asyncio.timeout(within_s):
                answered = await question
        # What was shown is the log's: unless a person changed it, the workflow goes on with its own.
        approval = answered if answered.decision == "edited" else replace(answered, item=item)
    except TimeoutError:
        approval = Approval("timed_out", item, f"Nobody answered within {duration(within_s)}.")
    finally:
        del run.questions[number]
    return approval
