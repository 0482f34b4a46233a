"""The ways in which the same work can be run: one after the other, at once, a few at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import InputError
from core.runtime import Plan, RunOptions
from core.workflow import Workflow

MOST_REPEATS = 20
LARGEST_CAP = 64


@dataclass(frozen=True, slots=True)
class TimedMode:
    """One way to run: its name, the options and the parameters that make it so."""

    name: str
    mode: str = "parallel"
    concurrency: int | None = None
    flow: str | None = None

    def apply(self, plan: Plan) -> Plan:
        """The same plan, run this way."""
        options = plan.options.model_dump()
        options["mode"] = self.mode
        options["limits"]["concurrency"] = self.concurrency
        params = plan.params if self.flow is None else plan.params.model_copy(update={"flow": self.flow})
        return Plan(plan.workflow, plan.request, params, RunOptions.model_validate(options))


SEQUENTIAL = TimedMode("sequential", mode="sequential")
PARALLEL = TimedMode("parallel")
FLOWS = (TimedMode("batch", flow="batch"), TimedMode("streaming", flow="streaming"))


def modes_of(workflow: Workflow) -> tuple[TimedMode, ...]:
    """The modes offered for a workflow. Raises InputError for one in which nothing can run at the same time."""
    if not workflow.runs_branches:
        raise InputError(
            f"{workflow.title} is not offered: every step waits for the one before, so there is nothing to run at once."
        )
    caps = tuple(TimedMode(f"parallel-{cap}", concurrency=cap) for cap in (1, 2, 4, 8))
    flows = FLOWS if "flow" in workflow.params.model_fields else ()
    return (SEQUENTIAL, *caps, PARALLEL, *flows)


def first_modes(workflow: Workflow) -> tuple[TimedMode, ...]:
    """The two that show the point at first: of work items their flows, else one after the other and at once."""
    return FLOWS if FLOWS[0] in modes_of(workflow) else (SEQUENTIAL, PARALLEL)


def parse_modes(names: Sequence[str], workflow: Workflow) -> tuple[TimedMode, ...]:
    """The modes with these names; `parallel-N` is known for any cap. Raises InputError naming a wrong one."""
    known = {mode.name: mode for mode in modes_of(workflow)}
    return tuple(dict.fromkeys(known.get(name) or _capped(name, list(known)) for name in names))


def check_repeats(repeats: int) -> int:
    """`repeats`, if it is a number of runs a person can wait for. Raises InputError."""
    if not 1 <= repeats <= MOST_REPEATS:
        raise InputError(f"{repeats:,} repeats do not fit: choose 1 to {MOST_REPEATS}.")
    return repeats


def _capped(name: str, known: list[str]) -> TimedMode:
    word, _, cap = name.partition("-")
    if word == "parallel" and cap.isdecimal() and 1 <= int(cap) <= LARGEST_CAP:
        return TimedMode(name, concurrency=int(cap))
    raise InputError(f"There is no mode {name[:40]!r}. Known: {', '.join(known)} (parallel-N: up to {LARGEST_CAP}).")
