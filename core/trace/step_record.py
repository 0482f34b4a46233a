"""What one step of a run came to: its input, output, attempts, waits and cost, how long it worked, and its fan-out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from core.providers import Message, ToolCall, Usage
from core.text import SHORTEST, Filling
from core.trace import events as e
from core.trace.value_types import Types

StepStatus = Literal["running", "waiting", "completed", "failed", "cancelled"]


@dataclass(slots=True)
class Attempt:
    """One request to a model. Times are seconds since the run began; `wait` seconds were waited before it."""

    started: float
    model: str
    messages: tuple[Message, ...] = ()
    schema: str | None = None
    wait: float = 0.0
    throttled: float = 0.0
    first_text: float | None = None
    finished: float | None = None
    outcome: e.AttemptOutcome | None = None
    streamed: list[str] = field(default_factory=list)
    answer: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    cost: float | None = None
    error: e.Failure | None = None
    notes: tuple[str, ...] = ()
    fillings: tuple[tuple[Filling, ...], ...] | None = None

    @property
    def text(self) -> str:
        """The answer, or what has come of it so far."""
        return self.answer or "".join(self.streamed)


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch in which a step waited before asking again."""

    started: float
    seconds: float
    why: Literal["backoff", "throttle"]
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether nobody could know beforehand how long it would be."""
        return self.why == "throttle" and not self.seconds

    def cut_off(self, at: float) -> "Wait":
        """The wait as it was, if nobody waited any longer after `at`."""
        longest = max(0.0, at - self.started)
        return replace(self, seconds=longest if self.is_open else min(self.seconds, longest))


@dataclass(slots=True)
class Step:
    """One node's visit: what went in, what came out, how long it took and what it cost."""

    id: int
    node: str
    kind: e.StepKind
    parents: tuple[int, ...]
    group: tuple[str, ...]
    branch: e.Branch | None
    started: float
    input: Mapping[str, Any]
    item: str = ""
    status: StepStatus = "running"
    finished: float | None = None
    output: Any = None
    types: Types | None = None
    error: e.Failure | None = None
    attempts: list[Attempt] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    asked: e.Asked | None = None
    answered: float | None = None
    reused: e.Reused = ""

    @property
    def place(self) -> str:
        """The node's qualified name, with the groups it stands in: "research/decompose"."""
        return "/".join((*self.group, self.node))

    @property
    def decided(self) -> str:
        """What a gate or a route decided, as the edges out of it are labelled; empty for any other step."""
        if self.kind not in ("gate", "route"):
            return ""
        return ("yes" if self.output else "no") if isinstance(self.output, bool) else str(self.output)

    def duration(self, now: float) -> float:
        """Seconds from start to end, or to `now` while it runs."""
        return (now if self.finished is None else self.finished) - self.started

    @property
    def model(self) -> str | None:
        """The model of the last attempt, None for a step that asked none."""
        return self.attempts[-1].model if self.attempts else None

    @property
    def retries(self) -> int:
        """Requests made again, because what came of the one before could not be used."""
        return sum(attempt.outcome in ("error", "invalid") for attempt in self.attempts[:-1])

    @property
    def input_tokens(self) -> int:
        """Tokens sent, over all attempts."""
        return sum(attempt.usage.input_tokens for attempt in self.attempts if attempt.usage)

    @property
    def output_tokens(self) -> int:
        """Tokens received, over all attempts."""
        return sum(attempt.usage.output_tokens for attempt in self.attempts if attempt.usage)

    @property
    def estimated(self) -> bool:
        """Whether any token figure is our estimate rather than the provider's report."""
        return any(attempt.usage.estimated for attempt in self.attempts if attempt.usage)

    @property
    def notes(self) -> list[str]:
        """What its attempts tell of how their answers were made, each once."""
        return list(dict.fromkeys(note for attempt in self.attempts for note in attempt.notes))

    @property
    def cost(self) -> float | None:
        """US dollars over all attempts; None when the price of any of them is unknown."""
        costs = [attempt.cost for attempt in self.attempts if attempt.usage]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None


@dataclass(slots=True)
class FanOut:
    """Several branches started together; `failed` is known once they have joined."""

    id: int
    total: int
    started: float
    joined: float | None = None
    failed: int = 0
    errors: dict[int, e.Failure] = field(default_factory=dict)
    branch: e.Branch | None = None


Span = tuple[float, float]


def waiting_spans(step: Step, now: float) -> list[Span]:
    """When the step waited for a person, in seconds since the run began; to `now` while nobody has answered."""
    if step.asked is None:
        return []
    answered = step.answered if step.answered is not None else step.finished
    until = now if answered is None else answered
    return [(step.asked.at, until)] if until > step.asked.at else []


def working_spans(step: Step, now: float) -> list[Span]:
    """The rest of the time from its start to its end, or to `now`; the moment it takes to ask is none."""
    end = now if step.finished is None else step.finished
    spans = [(step.started, end)]
    for asked, answered in waiting_spans(step, now):
        beside = [(step.started, asked), (answered, end)]
        spans = [(start, until) for start, until in beside if until - start >= SHORTEST]
    return spans


def time_worked(step: Step, now: float) -> float:
    """Seconds that the step worked."""
    return step.duration(now) if step.asked is None else step.duration(now) - waiting([step], now)


def working(steps: Iterable[Step], now: float) -> float:
    """Seconds that the steps worked, added up."""
    return sum(time_worked(step, now) for step in steps)


def waiting(steps: Iterable[Step], now: float) -> float:
    """Seconds in which at least one of the steps waited for a person."""
    return _together(span for step in steps if step.asked for span in waiting_spans(step, now))


def stalled(steps: Iterable[Step], now: float) -> float:
    """Seconds in which none of the steps worked, because a person was waited for."""
    known = list(steps)
    waits = [span for step in known if step.asked for span in waiting_spans(step, now)]
    if not waits:
        return 0.0
    works = [span for step in known for span in working_spans(step, now)]
    return _together([*waits, *works]) - _together(works)


def _together(spans: Iterable[Span]) -> float:
    """Seconds in which at least one of the spans goes on."""
    total, reached = 0.0, 0.0
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total
