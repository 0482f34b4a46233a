"""What the words of a workflow obey while it runs: its log, mode, share of concurrency and questions to a person."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import InitVar, dataclass, field
from typing import Any, Literal, Protocol

from core.trace.events import Reused, StepKind
from core.trace.recording import Recorder
from core.workflow.time_limit import TimeLimit

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
