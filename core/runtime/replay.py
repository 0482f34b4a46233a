"""What a run made from an earlier one does not run: which outputs it takes from that run, and how it gives them back.

Every call of a step asks once, in its own place. What is found is converted back to what the step returns and recorded
as reused, with no attempt, no cost and no time.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from core.errors import (
    BranchesFailed,
    ErrorKind,
    InputError,
    LimitReached,
    ModelMisbehaved,
    ModelRefused,
    ModelUnavailable,
    PlaygroundError,
    PromptError,
    SetupError,
    ToolFailed,
    WorkflowError,
)
from core.runtime.restoring import DoesNotFit, approved, edited_back, given_back
from core.trace import (
    Failure,
    Identity,
    Recorder,
    Reused,
    Step,
    StepKind,
    Trace,
    Types,
    as_stored,
    consequences,
    group_path,
    identities,
    item_key,
    qualified,
    snapshot,
)
from core.workflow import Approval


@dataclass(frozen=True, slots=True)
class Recorded:
    """One visit of a step as its log tells it, in JSON's own types; with an `error`, there is no output.

    `types` are those of what the step gave, also where a person has `edited` that.
    """

    step: int
    input: Any
    output: Any = None
    types: Types | None = None
    error: Failure | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Reuse:
    """The run that a new one is made from, and what is taken from it.

    `step` is where the new run begins, None for the very beginning; `name` is what people call that step. Its output
    is in `recorded` only if a person has `edited` it.
    """

    parent: str
    recorded: Mapping[Identity, Recorded] = field(default_factory=dict)
    step: int | None = None
    name: str = ""
    edited: bool = False

    def described(self) -> dict[str, Any] | None:
        """For the log; None for a run from the very beginning."""
        if self.step is None:
            return None
        told: dict[str, Any] = {"step": self.step, "name": self.name, "reused": len(self.recorded) - self.edited}
        if self.edited:
            told["edited"] = next(step.output for step in self.recorded.values() if step.edited)
        return told


def reuse_before(trace: Trace, step: int) -> Reuse:
    """All that was recorded of steps which did not come of `step`, to begin again with that step itself."""
    names = identities(trace)
    later = consequences(trace, step)
    recorded = {
        names[step.id]: _recorded(step) for step in trace.steps.values() if step.id not in later and _usable(step)
    }
    return Reuse(trace.run_id, recorded, step, str(names[step]))


def reuse_with(trace: Trace, step: int, output: Any) -> Reuse:
    """The same, with `output` (JSON) in place of what the step gave: only what came of it runs again."""
    before = reuse_before(trace, step)
    now = trace.steps[step]
    edited = Recorded(step, as_stored(now.input), output, now.types, edited=True)
    recorded = {**before.recorded, identities(trace)[step]: edited}
    return Reuse(before.parent, recorded, step, before.name, edited=True)


def _usable(step: Step) -> bool:
    """Whether it ended in a way that can be repeated: with an output, or with an error that has a kind of its own."""
    if step.status == "failed":
        return step.error is not None and step.error.kind != "internal"
    return step.status == "completed"


def _recorded(step: Step) -> Recorded:
    return Recorded(step.id, as_stored(step.input), as_stored(step.output), step.types, step.error)


ERRORS: Mapping[ErrorKind, type[PlaygroundError]] = {
    "input": InputError,
    "setup": SetupError,
    "auth": SetupError,
    "quota": SetupError,
    "not_found": SetupError,
    "bad_request": SetupError,
    "prompt": PromptError,
    "workflow": WorkflowError,
    "refused": ModelRefused,
    "schema": ModelMisbehaved,
    "truncated": ModelMisbehaved,
    "empty": ModelMisbehaved,
    "too_large": ModelMisbehaved,
    "protocol": ModelUnavailable,
    "rate_limited": ModelUnavailable,
    "timeout": ModelUnavailable,
    "network": ModelUnavailable,
    "server": ModelUnavailable,
    "tool": ToolFailed,
    "branches": BranchesFailed,
    "limit": LimitReached,
}


class Replay:
    """One re-run's way through what an earlier run recorded."""

    def __init__(self, log: Recorder, reuse: Reuse) -> None:
        self._log = log
        self._recorded = reuse.recorded
        self._visits: Counter[tuple[str, tuple[int, ...], str]] = Counter()

    def find(self, node: str) -> Recorded | None:
        """What was recorded for the call that is made now; None where it is to be made for real. Ask once a call."""
        place = (qualified(group_path.get(), node), self._log.places(), item_key.get())
        self._visits[place] += 1
        return self._recorded.get(Identity(*place, self._visits[place]))

    def step(self, recorded: Recorded, function: Callable[..., Any], kind: StepKind, given: Mapping[str, Any]) -> Any:
        """The recorded output as what `function` returned, or the recorded error raised."""
        make = edited_back if recorded.edited else given_back
        return self._given_back(
            recorded, function.__name__, kind, given, lambda: make(recorded.output, recorded.types, function)
        )

    async def redo(self, recorded: Recorded, work: Callable[[], Awaitable[Any]]) -> None:
        """Do the work of a step that acts, for what it changes. What it returned then still counts.

        Also where a person edited what it returned: what it changed is no output. What fails now has been done
        already: the earlier run kept it.
        """
        if recorded.error is None:
            with suppress(Exception):
                await work()

    def approval(self, recorded: Recorded, node: str, item: Any) -> Any:
        """What a person decided then, about an item of the same type."""
        asked = {"item": snapshot(item)}
        approval: Approval[Any] = self._given_back(
            recorded, node, "human", asked, lambda: approved(recorded.output, recorded.types, item)
        )
        return approval

    def _given_back(
        self, recorded: Recorded, node: str, kind: StepKind, given: Mapping[str, Any], make: Callable[[], Any]
    ) -> Any:
        started = self._log.begin(node, kind, given, how(recorded, given))
        try:
            if recorded.error is not None:
                raise error_of(recorded.error)
            output = _made(make, node)
        except PlaygroundError as error:
            self._log.fail(started, error)
            raise
        self._log.finish(started, output)
        return output

    def decision(self, node: str, value: bool | str, values: Mapping[str, Any]) -> tuple[bool | str, Reused]:
        """What was decided then, and how; else `value`, which is what would be decided now."""
        recorded = self.find(node)
        return (value, "") if recorded is None else (recorded.output, how(recorded, values))


def _made(make: Callable[[], Any], node: str) -> Any:
    try:
        return make()
    except DoesNotFit as error:
        raise WorkflowError(
            f"The recorded output of {node!r} does not fit what the step returns now ({error}). "
            "Run again from this step or an earlier one."
        ) from error


def how(recorded: Recorded, given: Mapping[str, Any]) -> Reused:
    """How a call compares with the one whose output it gets."""
    if recorded.edited:
        return "edited"
    return "same" if as_stored(given) == recorded.input else "changed"


def error_of(failure: Failure) -> PlaygroundError:
    """The recorded error, of the class that a workflow may be waiting for."""
    return ERRORS.get(failure.kind, PlaygroundError)(failure.message, kind=failure.kind)
