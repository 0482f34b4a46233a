"""A batch of items through the same stages: stage by stage for all, or each item as fast as it can.

The stages are plain async functions from one state to the next. Both flows call the same functions, so that they can be
timed against each other.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from core.concurrency import FATAL, concurrently
from core.errors import WorkflowError
from core.events import Failure
from core.steps import item

S = TypeVar("S")
Flow = Literal["batch", "streaming"]
ItemStatus = Literal["done", "failed", "set aside"]


@dataclass(frozen=True, slots=True)
class GoBack(Generic[S]):
    """A stage sends its item back to an earlier stage, with the state it should have there and why."""

    to: str
    state: S
    why: str


Stage = Callable[[S], Awaitable["S | GoBack[S]"]]


@dataclass(frozen=True, slots=True)
class ItemOutcome(Generic[S]):
    """What became of one item: its last state, how it ended, and how often each stage was tried."""

    key: str
    state: S
    status: ItemStatus
    attempts: dict[str, int]
    reason: str = ""


@dataclass(slots=True)
class _Moving(Generic[S]):
    key: str
    state: S
    place: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    status: ItemStatus | None = None
    reason: str = ""


async def through_stages(
    items: Sequence[tuple[str, S]], stages: Sequence[Stage[S]], *, flow: Flow, max_attempts: int
) -> list[ItemOutcome[S]]:
    """Take every item, a key and a state each, through all stages; the outcomes come in the order of the items.

    A stage that raises ends its own item as failed; one that returns GoBack sends it to an earlier stage, and once that
    stage has been tried `max_attempts` times the item is set aside. Other items are never touched by it.
    """
    names = [_name(stage) for stage in stages]
    moving = [_Moving(key, state) for key, state in items]
    if flow == "streaming":
        await concurrently(*(_to_the_end(one, stages, names, max_attempts) for one in moving))
    else:
        await _stage_by_stage(moving, stages, names, max_attempts)
    return [ItemOutcome(one.key, one.state, one.status or "done", dict(one.attempts), one.reason) for one in moving]


async def _to_the_end(one: _Moving[S], stages: Sequence[Stage[S]], names: list[str], max_attempts: int) -> None:
    while _on_its_way(one, stages):
        await _one_stage(one, stages, names, max_attempts)


async def _stage_by_stage(
    moving: list[_Moving[S]], stages: Sequence[Stage[S]], names: list[str], max_attempts: int
) -> None:
    while left := [one for one in moving if _on_its_way(one, stages)]:
        place = min(one.place for one in left)
        together = [one for one in left if one.place == place]
        await concurrently(*(_one_stage(one, stages, names, max_attempts) for one in together))


async def _one_stage(one: _Moving[S], stages: Sequence[Stage[S]], names: list[str], max_attempts: int) -> None:
    name = names[one.place]
    one.attempts[name] += 1
    try:
        with item(one.key):
            result: Any = await stages[one.place](one.state)
    except FATAL:
        raise
    except Exception as error:
        one.status, one.reason = "failed", Failure.of(error).message
        return
    if isinstance(result, GoBack):
        _send_back(one, result, names, max_attempts)
    else:
        one.state, one.place = result, one.place + 1


def _send_back(one: _Moving[S], back: GoBack[S], names: list[str], max_attempts: int) -> None:
    if back.to not in names[: one.place + 1]:
        raise WorkflowError(f"The stage {names[one.place]!r} sends items to {back.to!r}, which is no earlier stage.")
    if one.attempts[back.to] >= max_attempts:
        one.status = "set aside"
        one.reason = f"Set aside after {max_attempts} attempts. The last time: {back.why}"
        return
    one.state, one.place, one.reason = back.state, names.index(back.to), back.why


def _on_its_way(one: _Moving[S], stages: Sequence[Stage[S]]) -> bool:
    return one.status is None and one.place < len(stages)


def _name(stage: Stage[S]) -> str:
    return str(getattr(stage, "__name__", repr(stage)))
