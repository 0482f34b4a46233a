"""What the words of a workflow obey while it runs: its log, mode, share of concurrency, seconds and questions."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import InitVar, dataclass, field
from types import TracebackType
from typing import Any, Literal, Protocol

from core.errors import LimitReached
from core.trace import Recorder, Reused, StepKind


class TimeLimit:
    """`async with TimeLimit(seconds) as limit:` raises LimitReached when the time is up.

    Within `limit.standing_still()` the clock stands, also for branches that go on meanwhile: they are held by the
    deadline of the wait and by the run's other limits.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = seconds
        self._waits = 0
        self._stopped_at = 0.0
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> "TimeLimit":
        await self._timeout.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError as late:
            raise LimitReached(
                f"The run stopped at its limit of {self._seconds:g} seconds. "
                "Raise the limit “Seconds” to let it go further."
            ) from late

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """The clock stands until the last of several such waits is over."""
        self._waits += 1
        if self._waits == 1:
            self._stop()
        try:
            yield
        finally:
            self._waits -= 1
            if not self._waits:
                self._go_on()

    def _stop(self) -> None:
        deadline = self._timeout.when()
        if deadline is not None and not self._timeout.expired():
            self._left = max(0.0, deadline - asyncio.get_running_loop().time())
            self._timeout.reschedule(None)

    def _go_on(self) -> None:
        if self._timeout.when() is None and not self._timeout.expired():
            self._timeout.reschedule(asyncio.get_running_loop().time() + self._left)


Mode = Literal["parallel", "sequential"]
OnError = Literal["fail", "keep"]
Approve = Literal["ask", "all", "none"]


class Replays(Protocol):
    """What a run made from an earlier one answers in place of its steps, decisions and approvals."""

    def find(self, node: str) -> Any:
        """What was recorded for the call that is made now; None where it is to be made for real. Ask once a call."""

    def step(self, recorded: Any, function: Callable[..., Any], kind: StepKind, given: Mapping[str, Any]) -> Any:
        """The recorded output as what `function` returns, or the recorded error raised."""

    async def redo(self, recorded: Any, work: Callable[[], Awaitable[Any]]) -> None:
        """Do the work of a step that acts, for what it changes."""

    def approval(self, recorded: Any, node: str, item: Any) -> Any:
        """What a person decided then."""

    def decision(self, node: str, value: bool | str, values: Mapping[str, Any]) -> tuple[bool | str, Reused]:
        """What was decided then, and how; else `value`."""


@dataclass(slots=True)
class RunContext:
    """One run while it runs. Belongs to one event loop.

    `load_files` finds what earlier runs kept; `concurrency` is how many branches go on at once, None without a cap;
    `questions` holds those that wait for a person, by step; `replay` is there in a run made from an earlier one.
    """

    log: Recorder = field(default_factory=Recorder)
    mode: Mode = "parallel"
    on_error: OnError = "fail"
    approve: Approve = "ask"
    concurrency: InitVar[int | None] = None
    load_files: Callable[[str], Sequence[Any]] | None = None
    replay: Replays | None = None
    time_limit: TimeLimit | None = None
    questions: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    slots: asyncio.Semaphore | None = None

    def __post_init__(self, concurrency: int | None) -> None:
        self.slots = asyncio.Semaphore(concurrency) if concurrency else None

    def answer(self, step: int, approval: Any) -> bool:
        """Hand a person's decision to a waiting step. Whether it still waited: a second answer is ignored."""
        question = self.questions.get(step)
        if question is None or question.done():
            return False
        question.set_result(approval)
        return True


class Slot:
    """A branch's share of the run's concurrency, given back while the branch itself waits for others."""

    __slots__ = ("_held", "_slots")

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots = slots
        self._held = False

    async def take(self) -> None:
        """Wait for a free share, unless one is held."""
        if not self._held:
            await self._slots.acquire()
            self._held = True

    def give_back(self) -> None:
        """Free the share, if held."""
        if self._held:
            self._held = False
            self._slots.release()


current_run: ContextVar[RunContext | None] = ContextVar("current_run", default=None)
current_slot: ContextVar[Slot | None] = ContextVar("current_slot", default=None)
