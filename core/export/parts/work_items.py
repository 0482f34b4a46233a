"""A batch of items through the same stages: stage by stage for all, or each item as fast as it can."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from core.export.parts.errors import BranchesFailed, WorkflowError
from core.export.parts.fan_out import FATAL, concurrently

S = TypeVar("S")
F = TypeVar("F", bound=Callable[..., Any])
Flow = Literal["batch", "streaming"]
Stage = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class GoBack(Generic[S]):
    """A stage sends its item back to an earlier stage, with the state it should have there and why."""

    to: str
    state: S
    why: str


@dataclass(frozen=True, slots=True)
class SetAside(Generic[S]):
    """A stage takes its item out of the line: nothing failed, but it goes no further. `why` is shown."""

    state: S
    why: str


@dataclass(frozen=True, slots=True)
class ItemOutcome(Generic[S]):
    """What became of one item: its last state, how it ended, and how often each stage was tried."""

    key: str
    state: S
    status: Literal["done", "failed", "set aside"]
    attempts: dict[str, int]
    reason: str = ""


def together(stage: F) -> F:
    """Make a stage take all items at once, as one list of states: it waits for every item still on its way."""
    stage.together = True  # type: ignore[attr-defined]
    return stage


@dataclass(slots=True)
class Moving(Generic[S]):
    """One item on its way; `place` is the stage before which it stands."""

    key: str
    state: S
    place: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    status: Literal["going", "done", "failed", "set aside"] = "going"
    reason: str = ""


async def through_stages(
    items: Sequence[tuple[str, S]], stages: Sequence[Stage], *given: Any, flow: Flow, max_attempts: int
) -> list[ItemOutcome[S]]:
    """Take every item, a key and a state each, through all stages; the outcomes come in the order of the items.

    A stage that raises ends its own item as failed; one that returns GoBack sends it to an earlier stage, and once that
    stage has been tried `max_attempts` times the item is set aside. Other items are never touched by it.
    """
    line = Line(stages, given, max_attempts, [Moving(key, state) for key, state in items])
    joint = [place for place, stage in enumerate(stages) if getattr(stage, "together", False)]
    for stop in (*joint, len(stages)):
        await (line.stream_to(stop) if flow == "streaming" else line.batch_to(stop))
        if stop < len(stages):
            await line.all_through(stop)
    failed = [one for one in line.moving if one.status == "failed"]
    if failed and len(failed) == len(line.moving):
        raise BranchesFailed(f"All {len(failed)} work items failed. The first said: {failed[0].reason}")
    return [outcome(one) for one in line.moving]


@dataclass
class Line(Generic[S]):
    """The stages, and the items on their way through them."""

    stages: Sequence[Stage]
    given: tuple[Any, ...]
    max_attempts: int
    moving: list[Moving[S]]

    async def stream_to(self, stop: int) -> None:
        """Each item moves on by itself until it stands before `stop`."""
        if left := self.before(stop):
            await concurrently(*(self.alone_to(one, stop) for one in left))

    async def batch_to(self, stop: int) -> None:
        """A stage ends for all items before the next one begins; what was sent back goes first."""
        while left := self.before(stop):
            place = min(one.place for one in left)
            await concurrently(*(self.one_stage(one) for one in left if one.place == place))

    async def all_through(self, stop: int) -> None:
        """One call of the stage for all items that have come so far; its error is every item's."""
        ready = [one for one in self.moving if one.status == "going"]
        if not ready:
            return
        for one in ready:
            one.attempts[self.name(stop)] += 1
        try:
            results = await self.stages[stop]([one.state for one in ready], *self.given)
        except FATAL:
            raise
        except Exception as error:
            results = [error] * len(ready)
        for one, result in zip(ready, results, strict=True):
            self.settle(one, result)

    def before(self, stop: int) -> list[Moving[S]]:
        """The items that have not come to `stop` yet."""
        return [one for one in self.moving if one.status == "going" and one.place < stop]

    async def alone_to(self, one: Moving[S], stop: int) -> None:
        """One item, stage after stage."""
        while one.status == "going" and one.place < stop:
            await self.one_stage(one)

    async def one_stage(self, one: Moving[S]) -> None:
        """One item through the stage before which it stands."""
        one.attempts[self.name(one.place)] += 1
        try:
            result: Any = await self.stages[one.place](one.state, *self.given)
        except FATAL:
            raise
        except Exception as error:
            result = error
        self.settle(one, result)

    def settle(self, one: Moving[S], result: Any) -> None:
        """What comes of a stage's result, or of its error, for one item."""
        if isinstance(result, Exception):
            one.status, one.reason = "failed", str(result)
        elif isinstance(result, SetAside):
            one.state, one.status, one.reason = result.state, "set aside", result.why
        elif isinstance(result, GoBack):
            self.send_back(one, result)
        else:
            one.state, one.place, one.reason = result, one.place + 1, ""
            one.status = "done" if one.place == len(self.stages) else "going"

    def send_back(self, one: Moving[S], back: GoBack[S]) -> None:
        """To the earlier stage, unless that was tried often enough."""
        names = [self.name(place) for place in range(one.place + 1)]
        if back.to not in names:
            raise WorkflowError(f"The stage {names[-1]!r} sends items to {back.to!r}, which is no earlier stage.")
        one.state = back.state
        if one.attempts[back.to] >= self.max_attempts:
            tried = "1 attempt" if self.max_attempts == 1 else f"{self.max_attempts} attempts"
            one.status, one.reason = "set aside", f"Set aside after {tried}. The last time: {back.why}"
            return
        one.place, one.reason = names.index(back.to), back.why

    def name(self, place: int) -> str:
        """What a stage is called."""
        return str(getattr(self.stages[place], "__name__", repr(self.stages[place])))


def outcome(one: Moving[S]) -> ItemOutcome[S]:
    """How it ended for one item."""
    status: Any = "done" if one.status == "going" else one.status
    return ItemOutcome(one.key, one.state, status, dict(one.attempts), one.reason)
