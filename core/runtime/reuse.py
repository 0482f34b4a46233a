"""What a re-run takes from the run it is made from: the outputs of the steps that lie before the one it begins at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.trace.causality import consequences
from core.trace.events import Failure
from core.trace.identity import Identity, identities
from core.trace.snapshot import as_stored
from core.trace.trace import Step, Trace
from core.trace.value_types import Types


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
            told["edited"] = next(one.output for one in self.recorded.values() if one.edited)
        return told


def reuse_before(trace: Trace, step: int) -> Reuse:
    """All that was recorded of steps which did not come of `step`, to begin again with that step itself."""
    names = identities(trace)
    later = consequences(trace, step)
    recorded = {names[one.id]: _recorded(one) for one in trace.steps.values() if one.id not in later and _usable(one)}
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
