"""What the event loop hands to the history's writer, and the one call that wakes it."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from core.text import clean
from core.trace import Listener, encode
from core.trace import events as e

GATHER_S = 0.003

C = TypeVar("C")


class Calls(Generic[C]):
    """Many threads call, one takes.

    The taker stays awake for a moment after each time, and gathers what comes until then: a burst of steps becomes one
    transaction, which is most of what storing costs.
    """

    def __init__(self) -> None:
        self._waiting: deque[C] = deque()
        self._asleep = False
        self._bell: SimpleQueue[bool] = SimpleQueue()

    def add(self, call: C) -> None:
        """Call without hurry: it is taken within a moment."""
        self._waiting.append(call)
        if self._asleep:
            self._bell.put(False)

    def urge(self, call: C) -> None:
        """Call and end the gathering, because somebody waits for it."""
        self._waiting.append(call)
        self._bell.put(True)

    def take(self, longest_s: float) -> list[C]:
        """What was called for, in order; nothing where nobody calls for `longest_s` seconds, and rarely before."""
        if not self._rung(GATHER_S) and not self._waiting:
            self._sleep(longest_s)
        with suppress(Empty):
            while True:
                self._bell.get_nowait()
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _sleep(self, longest_s: float) -> None:
        self._asleep = True
        hurried = False if self._waiting else self._rung(longest_s)  # it may have come before anyone saw us asleep
        self._asleep = False
        if self._waiting and not hurried:
            self._rung(GATHER_S)

    def _rung(self, longest_s: float) -> bool:
        """Wait for the bell; whether somebody is in a hurry."""
        with suppress(Empty):
            return self._bell.get(timeout=max(GATHER_S, longest_s))
        return False


_MOST_WAITING = 100_000
LONGEST_EXCERPT = 1_000

_OF_CALLS = frozenset({e.AttemptStarted, e.AttemptFinished})

_Row = tuple[str | float | int | None, ...]


@dataclass(slots=True)
class Figures:
    """What a run has come to, counted from its events as `Trace.totals` does."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    cost_usd: float | None = 0.0

    def count(self, event: e.Event) -> None:
        """Take one more event in."""
        if isinstance(event, e.AttemptStarted):
            self.calls += 1
        elif isinstance(event, e.AttemptFinished) and event.usage:
            self.input_tokens += event.usage.input_tokens
            self.output_tokens += event.usage.output_tokens
            self.estimated = self.estimated or event.usage.estimated
            known = self.cost_usd is not None and event.cost is not None
            self.cost_usd = (self.cost_usd or 0.0) + (event.cost or 0.0) if known else None


@dataclass(frozen=True, slots=True)
class Portion:
    """Something of one run to be stored: its row, a batch of events, or its figures."""

    run: "Intake"
    begun: _Row | None = None
    first: int = 0
    text: str = ""
    figures: _Row | None = None
    files: tuple[Mapping[str, str], ...] = ()


@dataclass(slots=True, eq=False)
class Intake:
    """One run on its way to the database. `number` is its row's, once that is stored."""

    id: str
    owner: str
    number: int = 0
    known: bool = False
    queued: bool = False
    lost: bool = False
    over: bool = False
    taken: int = 0
    wall_time: str = ""
    imported: bool = False
    asking: set[int] = field(default_factory=set)
    waiting: deque[e.Event] = field(default_factory=deque)
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        self.owner = clean(self.owner)

    def listener(self, call: Callable[["Intake"], None]) -> Listener:
        """Takes an event on the event loop, in well under a microsecond; `call` tells the writer to come.

        Streamed text calls nobody: it is stored with what comes next, or at the writer's next round.
        """
        put, waiting, streamed = self.waiting.append, self.waiting, e.Streamed

        def listen(event: e.Event) -> None:
            put(event)
            if not self.queued and type(event) is not streamed:
                self.queued = True
                call(self)
            elif len(waiting) > _MOST_WAITING:
                self.lost = True
                waiting.clear()

        return listen

    def portions(self, engine: str) -> Iterator[Portion]:
        """Take what waits. Belongs to the writer's thread."""
        self.queued = False
        events = self._take()
        self.over = bool(events) and isinstance(events[-1], e.RunFinished)
        if not events or self.lost:
            return
        if not self.known and isinstance(events[0], e.RunStarted):
            self.known = True
            yield Portion(self, begun=self._begun(events[0], engine))
        if not self.known:
            return
        for place, text in encode(events):
            yield Portion(self, first=self.taken + place, text=text)
        self.taken += len(events)
        kinds = set(map(type, events))
        if e.FileKept in kinds and not self.imported:
            kept = tuple(self._kept(event) for event in events if type(event) is e.FileKept)
            yield Portion(self, files=kept)
        figures = self._figures(events, kinds)
        if figures is not None:
            yield Portion(self, figures=figures)

    def _take(self) -> list[e.Event]:
        waiting = self.waiting
        events: list[e.Event] = []
        with suppress(IndexError):
            for _ in range(len(waiting)):
                events.append(waiting.popleft())
        return events

    def _begun(self, event: e.RunStarted, engine: str) -> _Row:
        self.wall_time = event.wall_time
        model, mode = (str(event.options.get(name, "")) for name in ("model", "mode"))
        words = (self.id, self.owner, engine, event.workflow, model, mode, event.wall_time)
        return (*map(clean, words), "running", clean(event.request[:LONGEST_EXCERPT]), int(self.imported))

    def _kept(self, event: e.FileKept) -> Mapping[str, str]:
        told = {name: str(value) for name, value in event._asdict().items() if name not in ("at", "step")}
        row = {**told, "owner": self.owner, "run": self.id, "at": self.wall_time}
        return {name: clean(value) for name, value in row.items()}

    def _figures(self, events: list[e.Event], kinds: set[type]) -> _Row | None:
        sums, last = self.figures, events[-1]
        called = not _OF_CALLS.isdisjoint(kinds)
        if called:
            for event in events:
                sums.count(event)
        if not self._asked(events, kinds) and not called and not self.over:
            return None
        status, reason = "waiting" if self.asking else "running", ""
        if isinstance(last, e.RunFinished):
            status, reason = last.status, clean(last.reason)
        tokens = (sums.calls, sums.input_tokens, sums.output_tokens, int(sums.estimated), sums.cost_usd)
        return (status, reason, last.at, *tokens)

    def _asked(self, events: list[e.Event], kinds: set[type]) -> bool:
        """Whether a person was asked or has answered; `asking` are the steps that wait for one."""
        if not self.asking and e.Asked not in kinds:
            return False
        before = set(self.asking)
        for event in events:
            if isinstance(event, e.Asked):
                self.asking.add(event.step)
            elif isinstance(event, e.Answered | e.StepFinished | e.StepFailed):
                self.asking.discard(event.step)
        return self.asking != before
