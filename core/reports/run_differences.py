"""Two runs side by side: what was asked, how it ended, and step by step where they part.

Steps are matched by where they stand in the workflow, so that runs in another mode or order can be compared. Runs of
different workflows share no steps; of those only request, outcome and totals are compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import to_json

from core.text import DiffPiece, text_diff
from core.trace import Identity, Step, Trace, as_stored, identities, recorded_as_stored, working

Parted = Literal["", "only the first run has it", "only the second run has it", "status", "output"]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A request, prompt, parameter or option that is not the same in both."""

    name: str
    before: str
    after: str

    @property
    def pieces(self) -> list[DiffPiece]:
        """What changed in it."""
        return text_diff(self.before, self.after)


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step in both runs; None where a run did not come by. Differences are second minus first.

    `parted` says in what the two differ; it is empty where they came to the same.
    """

    identity: Identity
    first: Step | None
    second: Step | None
    parted: Parted

    @property
    def same_input(self) -> bool:
        """Whether both were given the same."""
        return self.both and as_stored(self.first.input) == as_stored(self.second.input)  # type: ignore[union-attr]

    @property
    def same_prompt(self) -> bool:
        """Whether both began by sending the same words to a model; one that was reused sent nothing else."""
        if self.first is None or self.second is None:
            return False
        return bool(self.first.reused or self.second.reused) or _sent(self.first) == _sent(self.second)

    @property
    def both(self) -> bool:
        """Whether both runs have it."""
        return self.first is not None and self.second is not None

    @property
    def output(self) -> list[DiffPiece]:
        """What changed in what came out."""
        first, second = (as_text(step.output) if step else "" for step in (self.first, self.second))
        return text_diff(first, second)

    @property
    def tokens(self) -> int:
        """How many tokens more, sent and received."""
        return _tokens(self.second) - _tokens(self.first)

    @property
    def cost(self) -> float | None:
        """US dollars more; None where a price is unknown."""
        first, second = (step.cost if step else 0.0 for step in (self.first, self.second))
        return None if first is None or second is None else second - first

    @property
    def seconds(self) -> float:
        """Seconds longer."""
        return _seconds(self.second) - _seconds(self.first)


@dataclass(frozen=True, slots=True)
class RunDiff:
    """The comparison. `steps` is empty where the workflows differ."""

    first: Trace
    second: Trace
    texts: tuple[TextChange, ...]
    steps: tuple[StepChange, ...]

    @property
    def same_workflow(self) -> bool:
        """Whether the steps can be compared."""
        return self.first.workflow == self.second.workflow

    @property
    def parting(self) -> StepChange | None:
        """The first step at which they part; None where every step came to the same."""
        return next((step for step in self.steps if step.parted), None)

    @property
    def outcome(self) -> list[DiffPiece]:
        """What changed in how they ended: the status, the reason, and the result."""
        return text_diff(*(_outcome(trace) for trace in (self.first, self.second)))


def run_diff(first: Trace, second: Trace) -> RunDiff:
    """Compare two runs."""
    same = first.workflow == second.workflow
    return RunDiff(first, second, tuple(_texts(first, second, same)), tuple(_steps(first, second)) if same else ())


def as_text(value: Any) -> str:
    """A value as it is compared: text as it is, anything else as JSON."""
    plain = as_stored(value)
    return plain if isinstance(plain, str) else to_json(plain, indent=2).decode()


def _texts(first: Trace, second: Trace, same: bool) -> Iterator[TextChange]:
    before, after = {"request": first.request}, {"request": second.request}
    if same:
        before |= _named(first.params, "")
        after |= _named(second.params, "")
    before |= _named(first.options, "option ")
    after |= _named(second.options, "option ")
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            yield TextChange(name, before.get(name, ""), after.get(name, ""))


def _named(values: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Every value as text under its name; groups of options are taken apart."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if prefix and isinstance(value, Mapping) and value:
            found |= _named(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = as_text(value)
    return found


def _steps(first: Trace, second: Trace) -> Iterator[StepChange]:
    """Every step of both: in the first run's order, and what only the second has after what went before it there."""
    before = {identity: first.steps[number] for number, identity in identities(first).items()}
    after = {identity: second.steps[number] for number, identity in identities(second).items()}
    order = list(before)
    places: dict[Identity, float] = {identity: place for place, identity in enumerate(order)}
    last = -1.0
    for number, identity in enumerate(after):
        if identity in places:
            last = max(last, places[identity])
        else:
            places[identity] = last + (number + 1) / (len(after) + 1)
    for identity in sorted(places, key=places.__getitem__):
        visit, other = before.get(identity), after.get(identity)
        yield StepChange(identity, visit, other, _parted(visit, other))


def _parted(first: Step | None, second: Step | None) -> Parted:
    if first is None:
        return "only the second run has it"
    if second is None:
        return "only the first run has it"
    if first.status != second.status:
        return "status"
    return "" if recorded_as_stored(first.output) == recorded_as_stored(second.output) else "output"


def _outcome(trace: Trace) -> str:
    result = "" if trace.result is None else as_text(trace.result)
    return "\n".join(filter(None, (trace.status, trace.reason, result)))


def _sent(step: Step) -> Any:
    return step.attempts and [(message.role, str(message.text)) for message in step.attempts[0].messages]


def _tokens(step: Step | None) -> int:
    return step.input_tokens + step.output_tokens if step else 0


def _seconds(step: Step | None) -> float:
    return working([step], step.started) if step else 0.0
