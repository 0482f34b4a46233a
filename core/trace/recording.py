"""Recording a run: its event log as it grows, and each task's place in it.

The place is held in context variables, which asyncio copies into every task, so that branches that run at once each
know their own parents.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from core.trace.events import Branch, Event, Failure, Reused, StepFailed, StepFinished, StepKind, StepStarted
from core.trace.snapshots import snapshot
from core.trace.value_types import JSONS_OWN, PLAIN, Types, types_of

Clock = Callable[[], float]
Listener = Callable[[Event], None]

_new = tuple.__new__  # an event in a third of the time: see bench/engine.py


class Recorder:
    """One run's event log.

    `add` appends an event to the log and tells the listeners. What an event holds of a workflow's values is a snapshot,
    because the workflow may go on changing them. Belongs to one event loop; the log may be read from any thread.
    """

    def __init__(self, listeners: tuple[Listener, ...] = (), clock: Clock = time.perf_counter) -> None:
        self.events: list[Event] = []
        self.outer: dict[int, Branch | None] = {}
        self.add: Listener = _telling((self.events.append, *listeners))
        self._clock = clock
        self._began = clock()
        self._steps = 0
        self._fans = 0
        self._attempts: Counter[int] = Counter()

    def now(self) -> float:
        """Seconds since the run began."""
        return self._clock() - self._began

    def restart_clock(self) -> None:
        """The run begins only now; to be called before anything is recorded."""
        self._began = self._clock()

    def new_step(self) -> int:
        """The next step's number."""
        self._steps += 1
        return self._steps

    def new_attempt(self, step: int) -> int:
        """The number of the step's next attempt, from 1."""
        self._attempts[step] += 1
        return self._attempts[step]

    def new_fan(self) -> int:
        """The next fan-out's number; `outer` keeps the branch it began in."""
        self._fans += 1
        self.outer[self._fans] = branch.get()
        return self._fans

    def places(self) -> tuple[int, ...]:
        """The numbers of the branches that this task is in, from the outermost in."""
        found: list[int] = []
        inner = branch.get()
        while inner is not None:
            found.append(inner.place)
            inner = self.outer[inner.fan]
        return tuple(reversed(found))

    def begin(self, node: str, kind: StepKind, given: Mapping[str, Any], reused: Reused = "") -> StepStarted:
        """Record that a step starts; its parents are what finished before it in this task. `given` is a snapshot."""
        self._steps = number = self._steps + 1
        at = self._clock() - self._began
        before, path, where = causal_parents.get(), group_path.get(), branch.get()
        started = _new(StepStarted, (at, number, node, kind, before, path, where, given, item_key.get(), reused))
        self.add(started)
        return started

    def finish(self, step: StepStarted, output: Any) -> None:
        """Record that a step finished; what comes next in this task follows it."""
        number, at = step.step, self._clock() - self._began
        types: Types = JSONS_OWN
        if type(output) not in PLAIN:
            types, output = types_of(output), snapshot(output)
        self.add(_new(StepFinished, (at, number, output, types)))
        causal_parents.set((number,))

    def fail(self, step: StepStarted, error: BaseException) -> None:
        """Record that a step failed or was cancelled; what comes next in this task follows it."""
        if isinstance(error, asyncio.CancelledError):
            failure = Failure("cancelled", "Stopped before it had finished.")
        else:
            failure = Failure.of(error)
        self.add(StepFailed(self.now(), step.step, failure))
        causal_parents.set((step.step,))


def _telling(listeners: tuple[Listener, ...]) -> Listener:
    """One listener that tells all of them; every event goes through it, so one or two are told without a loop."""
    if len(listeners) == 1:
        return listeners[0]
    first, second, *others = listeners

    def tell_two(event: Event) -> None:
        first(event)
        second(event)

    def tell_all(event: Event) -> None:
        for listen in listeners:
            listen(event)

    return tell_all if others else tell_two


causal_parents: ContextVar[tuple[int, ...]] = ContextVar("causal_parents", default=())
group_path: ContextVar[tuple[str, ...]] = ContextVar("group_path", default=())
item_key: ContextVar[str] = ContextVar("item_key", default="")
branch: ContextVar[Branch | None] = ContextVar("branch", default=None)
current_step: ContextVar[StepStarted | None] = ContextVar("current_step", default=None)
