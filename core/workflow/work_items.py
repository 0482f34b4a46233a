"""A batch of items through the same stages: stage by stage for all, or each item as fast as it can.

The stages are plain async functions from one state to the next. Both flows call the same functions, so that they can be
timed against each other. What becomes of each item is recorded, so that a run shows it as it happens.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from core.errors import BranchesFailed, WorkflowError
from core.trace import Failure, ItemChanged, ItemStatus, causal_parents
from core.workflow.fan_out import FATAL, concurrently
from core.workflow.run_context import current_run
from core.workflow.steps import item

S = TypeVar("S")
F = TypeVar("F", bound=Callable[..., Any])
Flow = Literal["batch", "streaming"]


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


Stage = Callable[..., Awaitable[Any]]
"""From a state, and what all stages are given, to the next state, a GoBack or a SetAside."""


@dataclass(frozen=True, slots=True)
class ItemOutcome(Generic[S]):
    """What became of one item: its last state, how it ended, and how often each stage was tried."""

    key: str
    state: S
    status: Literal["done", "failed", "set aside"]
    attempts: dict[str, int]
    reason: str = ""


def together(stage: F) -> F:
    """Make a stage take all items at once, as one list of states: it waits for every item still on its way.

    It returns as many results, in the same order. No later stage may send an item back past it.
    """
    stage.together = True  # type: ignore[attr-defined]
    return stage


@dataclass(slots=True)
class _Moving(Generic[S]):
    key: str
    state: S
    place: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    status: ItemStatus = "going"
    reason: str = ""
    ends: tuple[int, ...] = ()

    def change(self, status: ItemStatus, stage: str, reason: str = "") -> None:
        """Record what became of it, with the causal end of its own line of steps."""
        self.status, self.reason = status, reason
        self.ends = () if status == "failed" else causal_parents.get()
        run = current_run.get()
        if run is not None:
            run.log.add(ItemChanged(run.log.now(), self.key, status, stage, self.attempts[stage], reason))


async def through_stages(
    items: Sequence[tuple[str, S]], stages: Sequence[Stage], *given: Any, flow: Flow, max_attempts: int
) -> list[ItemOutcome[S]]:
    """Take every item, a key and a state each, through all stages; the outcomes come in the order of the items.

    Each stage is called with the state and what is `given`. A stage that raises ends its own item as failed; one that
    returns GoBack sends it to an earlier stage, and once that stage has been tried `max_attempts` times the item is set
    aside. Other items are never touched by it. Raises BranchesFailed when every item failed.
    """
    line = _Line(items, stages, given, max_attempts)
    for stop in line.stops:
        await (line.stream_to(stop) if flow == "streaming" else line.batch_to(stop))
        if stop < len(stages):
            await line.all_through(stop)
    return line.outcomes()


class _Line(Generic[S]):
    """The stages, and the items on their way through them."""

    def __init__(
        self, items: Sequence[tuple[str, S]], stages: Sequence[Stage], given: tuple[Any, ...], max_attempts: int
    ) -> None:
        self.stages, self.given, self.max_attempts = stages, given, max_attempts
        self.names = [str(getattr(stage, "__name__", repr(stage))) for stage in stages]
        joint = [place for place, stage in enumerate(stages) if getattr(stage, "together", False)]
        self.stops = [*joint, len(stages)]
        self.moving = [_Moving(key, state) for key, state in items]
        if len({one.key for one in self.moving}) < len(self.moving):
            raise WorkflowError("Two work items have the same key. Give each its own, or leave the second out.")
        for one in self.moving:
            one.change("going", self.names[0])

    async def stream_to(self, stop: int) -> None:
        """Each item moves on by itself until it stands before `stop`."""
        if left := self._before(stop):
            await concurrently(*(self._alone_to(one, stop) for one in left))

    async def batch_to(self, stop: int) -> None:
        """A stage ends for all items before the next one begins; what was sent back goes first."""
        while left := self._before(stop):
            place = min(one.place for one in left)
            ready = [one for one in left if one.place == place]
            _follow(ready)
            await concurrently(*(self._one_stage(one) for one in ready))

    async def all_through(self, stop: int) -> None:
        """One call of the stage for all items that have come so far; its error is every item's."""
        ready = [one for one in self.moving if one.status == "going"]
        if not ready:
            return
        _follow(ready)
        for one in ready:
            one.attempts[self.names[stop]] += 1
        try:
            results = await self.stages[stop]([one.state for one in ready], *self.given)
        except FATAL:
            raise
        except Exception as error:
            results = [error] * len(ready)
        for one, result in zip(ready, results, strict=True):
            self._settle(one, result)

    def outcomes(self) -> list[ItemOutcome[S]]:
        """What became of every item; the next step follows the last ones of all that did not fail."""
        failed = [one for one in self.moving if one.status == "failed"]
        if failed and len(failed) == len(self.moving):
            raise BranchesFailed(f"All {len(failed)} work items failed. The first said: {failed[0].reason}")
        _follow(self.moving)
        return [_outcome(one) for one in self.moving]

    def _before(self, stop: int) -> list[_Moving[S]]:
        return [one for one in self.moving if one.status == "going" and one.place < stop]

    async def _alone_to(self, one: _Moving[S], stop: int) -> None:
        causal_parents.set(one.ends)
        while one.status == "going" and one.place < stop:
            await self._one_stage(one)

    async def _one_stage(self, one: _Moving[S]) -> None:
        one.attempts[self.names[one.place]] += 1
        with item(one.key):
            try:
                result: Any = await self.stages[one.place](one.state, *self.given)
            except FATAL:
                raise
            except Exception as error:
                result = error
        self._settle(one, result)
        causal_parents.set(one.ends)

    def _settle(self, one: _Moving[S], result: Any) -> None:
        name = self.names[one.place]
        if isinstance(result, Exception):
            one.change("failed", name, Failure.of(result).message)
        elif isinstance(result, SetAside):
            one.state = result.state
            one.change("set aside", name, result.why)
        elif isinstance(result, GoBack):
            self._send_back(one, result)
        elif one.place + 1 == len(self.stages):
            one.state, one.place = result, one.place + 1
            one.change("done", name)
        else:
            one.state, one.place, one.ends = result, one.place + 1, causal_parents.get()

    def _send_back(self, one: _Moving[S], back: GoBack[S]) -> None:
        here = one.place
        since = max((stop for stop in self.stops if stop < here), default=-1) + 1
        if back.to not in self.names[since : here + 1]:
            stage = self.names[here]
            raise WorkflowError(f"The stage {stage!r} sends items to {back.to!r}, which is no earlier stage.")
        one.state = back.state
        if one.attempts[back.to] >= self.max_attempts:
            tried = "1 attempt" if self.max_attempts == 1 else f"{self.max_attempts} attempts"
            one.change("set aside", self.names[here], f"Set aside after {tried}. The last time: {back.why}")
            return
        one.place = self.names.index(back.to)
        one.change("going", back.to, back.why)


def _follow(items: Sequence[_Moving[Any]]) -> None:
    """What comes next follows the last steps of these items; one that failed is nobody's cause."""
    ends = dict.fromkeys(end for one in items for end in one.ends)
    causal_parents.set(tuple(ends) or causal_parents.get())


def _outcome(one: _Moving[S]) -> ItemOutcome[S]:
    status: Any = "done" if one.status == "going" else one.status
    return ItemOutcome(one.key, one.state, status, dict(one.attempts), one.reason)
