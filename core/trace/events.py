"""Everything that can happen in a run, as immutable events.

A run's log is a list of these in order. `at` is seconds since the run began, on a monotonic clock. Steps are numbered
in the order they started; `item` is the work item they are about, if any. `reused` is not empty where the output was
taken from an earlier run: its input was the `same` then, has `changed` since, or a person `edited` the output.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from core.errors import ErrorKind, PlaygroundError
from core.providers import Message, ToolCall, Usage
from core.text import Filling
from core.trace.value_types import Types

StepKind = Literal["llm", "gate", "route", "tool", "code", "human", "join"]
Ending = Literal["completed", "rejected", "failed", "cancelled"]
AttemptOutcome = Literal["ok", "invalid", "error", "cancelled"]
ItemStatus = Literal["going", "done", "failed", "set aside"]
Reused = Literal["", "same", "changed", "edited"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as data: its kind and one sentence for people."""

    kind: ErrorKind
    message: str

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Describe `error` without a traceback."""
        if isinstance(error, PlaygroundError):
            return cls(error.kind, str(error))
        detail = f"{type(error).__name__}: {error}"
        return cls("internal", f"The workflow's own code failed ({detail}). Correct the workflow file, then run again.")


class Branch(NamedTuple):
    """Which branch of which fan-out a step belongs to."""

    fan: int
    place: int


class RunStarted(NamedTuple):
    """`parent` is the run that this one was made from. `rerun` says from where: `step` and `name` of the step it begins
    at, how many outputs could be `reused`, and the `edited` one, if any. None: from the beginning.
    """

    at: float
    run: str
    workflow: str
    request: str
    params: Mapping[str, Any]
    options: Mapping[str, Any]
    wall_time: str
    parent: str = ""
    rerun: Mapping[str, Any] | None = None


class StepStarted(NamedTuple):
    at: float
    step: int
    node: str
    kind: StepKind
    parents: tuple[int, ...]
    group: tuple[str, ...]
    branch: Branch | None
    input: Mapping[str, Any]
    item: str = ""
    reused: Reused = ""


class StepFinished(NamedTuple):
    """`types` are those of the output that JSON does not know (see value_types.py), None where nobody told them."""

    at: float
    step: int
    output: Any
    types: Types | None = None


class StepFailed(NamedTuple):
    at: float
    step: int
    error: Failure


class Decided(NamedTuple):
    """A gate or a route: decided at once, with the values that decided."""

    at: float
    step: int
    node: str
    kind: StepKind
    parents: tuple[int, ...]
    group: tuple[str, ...]
    branch: Branch | None
    value: bool | str
    values: Mapping[str, Any]
    item: str = ""
    reused: Reused = ""


class FannedOut(NamedTuple):
    """`branch` is the one of another fan-out in which this one began."""

    at: float
    fan: int
    total: int
    parents: tuple[int, ...]
    branch: Branch | None = None


class BranchFailed(NamedTuple):
    at: float
    fan: int
    place: int
    error: Failure


class Joined(NamedTuple):
    at: float
    fan: int
    failed: int


class AttemptStarted(NamedTuple):
    """One request to a model; `attempt` counts from 1 within the step. `fillings` are the prompts that stand in
    the text of each message, None in runs of before they were recorded.
    """

    at: float
    step: int
    attempt: int
    model: str
    messages: tuple[Message, ...]
    schema: str | None
    fillings: tuple[tuple[Filling, ...], ...] | None = None


class Streamed(NamedTuple):
    """Text that arrived since the last such event of this attempt; 0 is the step's last attempt."""

    at: float
    step: int
    text: str
    attempt: int = 0


class AttemptFinished(NamedTuple):
    """`cost` is in US dollars, None where the price is unknown. `notes` are the reply's."""

    at: float
    step: int
    attempt: int
    outcome: AttemptOutcome
    text: str
    tool_calls: tuple[ToolCall, ...]
    usage: Usage | None
    cost: float | None
    error: Failure | None
    notes: tuple[str, ...] = ()


class WaitStarted(NamedTuple):
    """The step waits `seconds` before its next attempt, 0 for as long as it takes until that starts: `backoff` after an
    error, `throttle` for our own rate limit.
    """

    at: float
    step: int
    seconds: float
    why: Literal["backoff", "throttle"]
    reason: str


class Asked(NamedTuple):
    """The step waits for a person, `within_s` seconds at most."""

    at: float
    step: int
    item: Any
    note: str
    within_s: float = 0.0


class Answered(NamedTuple):
    at: float
    step: int
    decision: Literal["approved", "edited", "rejected", "timed_out"]
    item: Any
    note: str


class FileKept(NamedTuple):
    """The step wrote a version of a file that outlives the run. `by` is who changed it, `request` why."""

    at: float
    step: int
    space: str
    name: str
    text: str
    by: str
    request: str


class ItemChanged(NamedTuple):
    """What became of a work item at a stage: it goes (on to it, or back to it and why), or it has ended; `attempt` says
    how often it has been through that stage.
    """

    at: float
    item: str
    status: ItemStatus
    stage: str
    attempt: int
    reason: str


class RunFinished(NamedTuple):
    at: float
    status: Ending
    reason: str
    result: Any
    parents: tuple[int, ...]
    error: Failure | None


Event = (
    RunStarted
    | StepStarted
    | StepFinished
    | StepFailed
    | Decided
    | FannedOut
    | BranchFailed
    | Joined
    | AttemptStarted
    | Streamed
    | AttemptFinished
    | WaitStarted
    | Asked
    | Answered
    | ItemChanged
    | FileKept
    | RunFinished
)
