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
from core.workflow.steps_and_gates import work_item

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
class Skip(Generic[S]):
    """A stage takes its item out of the line: nothing failed, but it goes no further. `why` is shown."""

    state: S
    why: str


Stage = Callable[..., Awaitable[Any]]
"""From a state, and what all stages are given, to the next state, a GoBack or a Skip."""


@dataclass(frozen=True, slots=True)
class ItemOutcome(Generic[S]):
    """What became of one item: its last state, how it ended, and how often each stage was tried."""

    key: str
    state: S
    status: Literal["done", "failed", "set aside"]
    attempts: dict[str, int]
    reason: str = ""


def joint_stage(stage: F) -> F:
    """Make a stage take all items at once, as one list of states: it waits for every item still on its way.

    It returns as many results, in the same order. No later stage may send an item back past it.
    """
    stage.is_joint = True  # type: ignore[attr-defined]
    return stage


@dataclass(slots=True)
class Moving(Generic[S]):
    """One item on its way; `place` is the stage before which it stands."""

    key: str
    state: S
    place: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    status: ItemStatus = "going"
    reason: str = ""

    def outcome(self) -> ItemOutcome[S]:
        """How it ended."""
        status: Any = "done" if self.status == "going" else self.status
        return ItemOutcome(self.key, self.state, status, dict(self.attempts), self.reason)


async def through_stages(
    items: Sequence[tuple[str, S]], stages: Sequence[Stage], *given: Any, flow: Flow, max_attempts: int
) -> list[ItemOutcome[S]]:
    """Take every item, a key and a state each, through all stages; the outcomes come in the order of the items.

    Each stage is called with the state and what is `given`. A stage that raises ends its own item as failed; one that
    returns GoBack sends it to an earlier stage, and once that stage has been tried `max_attempts` times the item is set
    aside. Other items are never touched by it. Raises BranchesFailed when every item failed.
    """
    return await RecordedStageLine(items, stages, given, max_attempts).run(flow)


class StageLine(Generic[S]):
    """The stages, and the items on their way through them."""

    def __init__(
        self, items: Sequence[tuple[str, S]], stages: Sequence[Stage], given: tuple[Any, ...], max_attempts: int
    ) -> None:
        self.stages, self.given, self.max_attempts = stages, given, max_attempts
        self.names = [str(getattr(stage, "__name__", repr(stage))) for stage in stages]
        joint = [place for place, stage in enumerate(stages) if getattr(stage, "is_joint", False)]
        self.stops = [*joint, len(stages)]
        self.moving = [Moving(key, state) for key, state in items]
        if len({item.key for item in self.moving}) < len(self.moving):
            raise WorkflowError("Two work items have the same key. Give each its own, or leave the second out.")

    async def run(self, flow: Flow) -> list[ItemOutcome[S]]:
        """Take all items to the end; what became of each."""
        for stop in self.stops:
            await (self.stream_to(stop) if flow == "streaming" else self.batch_to(stop))
            if stop < len(self.stages):
                await self.all_through(stop)
        failed = [item for item in self.moving if item.status == "failed"]
        if failed and len(failed) == len(self.moving):
            raise BranchesFailed(f"All {len(failed)} work items failed. The first said: {failed[0].reason}")
        return [item.outcome() for item in self.moving]

    async def stream_to(self, stop: int) -> None:
        """Each item moves on by itself until it stands before `stop`."""
        if left := self.before(stop):
            await concurrently(*(self.alone_to(item, stop) for item in left))

    async def batch_to(self, stop: int) -> None:
        """A stage ends for all items before the next one begins; what was sent back goes first."""
        while ready := self.next_batch(stop):
            await concurrently(*(self.one_stage(item) for item in ready))

    async def all_through(self, stop: int) -> None:
        """One call of the stage for all items that have come so far; its error is every item's."""
        ready = self.next_batch(stop + 1)
        if not ready:
            return
        for item in ready:
            item.attempts[self.names[stop]] += 1
        try:
            results = await self.stages[stop]([item.state for item in ready], *self.given)
        except FATAL:
            raise
        except Exception as error:
            results = [error] * len(ready)
        for item, result in zip(ready, results, strict=True):
            self.settle(item, result)

    def before(self, stop: int) -> list[Moving[S]]:
        """The items that have not come to `stop` yet."""
        return [item for item in self.moving if item.status == "going" and item.place < stop]

    def next_batch(self, stop: int) -> list[Moving[S]]:
        """Of the items that have not come to `stop` yet, those that are furthest behind."""
        left = self.before(stop)
        place = min((item.place for item in left), default=stop)
        return [item for item in left if item.place == place]

    async def alone_to(self, item: Moving[S], stop: int) -> None:
        """One item, stage after stage."""
        while item.status == "going" and item.place < stop:
            await self.one_stage(item)

    async def one_stage(self, item: Moving[S]) -> None:
        """One item through the stage before which it stands."""
        item.attempts[self.names[item.place]] += 1
        try:
            result: Any = await self.stages[item.place](item.state, *self.given)
        except FATAL:
            raise
        except Exception as error:
            result = error
        self.settle(item, result)

    def settle(self, item: Moving[S], result: Any) -> None:
        """What comes of a stage's result, or of its error, for one item."""
        if isinstance(result, Exception):
            item.status, item.reason = "failed", Failure.of(result).message
        elif isinstance(result, Skip):
            item.state, item.status, item.reason = result.state, "set aside", result.why
        elif isinstance(result, GoBack):
            self.send_back(item, result)
        else:
            item.state, item.place, item.reason = result, item.place + 1, ""
            item.status = "done" if item.place == len(self.stages) else "going"

    def send_back(self, item: Moving[S], back: GoBack[S]) -> None:
        """To the earlier stage, unless that was tried often enough."""
        here = item.place
        since = max((stop for stop in self.stops if stop < here), default=-1) + 1
        if back.to not in self.names[since : here + 1]:
            stage = self.names[here]
            raise WorkflowError(f"The stage {stage!r} sends items to {back.to!r}, which is no earlier stage.")
        item.state = back.state
        if item.attempts[back.to] >= self.max_attempts:
            tried = "1 attempt" if self.max_attempts == 1 else f"{self.max_attempts} attempts"
            item.status, item.reason = "set aside", f"Set aside after {tried}. The last time: {back.why}"
            return
        item.place, item.reason = self.names.index(back.to), back.why


class RecordedStageLine(StageLine[S]):
    """A line that records what becomes of each item, and that the steps of an item follow each other."""

    def __init__(
        self, items: Sequence[tuple[str, S]], stages: Sequence[Stage], given: tuple[Any, ...], max_attempts: int
    ) -> None:
        super().__init__(items, stages, given, max_attempts)
        self.ends = {item.key: causal_parents.get() for item in self.moving}
        for item in self.moving:
            self._record(item, self.names[0])

    async def run(self, flow: Flow) -> list[ItemOutcome[S]]:
        """What comes after the line follows the last steps of all that did not fail."""
        outcomes = await super().run(flow)
        self._follow(self.moving)
        return outcomes

    def next_batch(self, stop: int) -> list[Moving[S]]:
        """The next stage follows the last steps of the items that it takes."""
        ready = super().next_batch(stop)
        self._follow(ready)
        return ready

    async def alone_to(self, item: Moving[S], stop: int) -> None:
        """An item's steps follow its own alone."""
        causal_parents.set(self.ends[item.key])
        await super().alone_to(item, stop)

    async def one_stage(self, item: Moving[S]) -> None:
        """Its steps are about the item."""
        with work_item(item.key):
            await super().one_stage(item)
        causal_parents.set(self.ends[item.key])

    def settle(self, item: Moving[S], result: Any) -> None:
        """Record every change but the plain way to the next stage; one that failed is nobody's cause."""
        stage = self.names[item.place]
        super().settle(item, result)
        self.ends[item.key] = () if item.status == "failed" else causal_parents.get()
        if item.status != "going" or isinstance(result, GoBack):
            self._record(item, self.names[item.place] if item.status == "going" else stage)

    def _record(self, item: Moving[S], stage: str) -> None:
        run = current_run.get()
        if run is not None:
            run.log.add(ItemChanged(run.log.now(), item.key, item.status, stage, item.attempts[stage], item.reason))

    def _follow(self, items: Sequence[Moving[S]]) -> None:
        ends = dict.fromkeys(end for item in items for end in self.ends[item.key])
        causal_parents.set(tuple(ends) or causal_parents.get())
