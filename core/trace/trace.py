"""A run as it can be read: the event log folded into steps, attempts and totals.

Everything that is shown, stored or exported of a run is derived here from its events, live or long after. A trace can
be brought up to date by feeding it the events that came since.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from core.trace import events as e
from core.trace.step_record import Attempt, FanOut, Step, StepStatus, Wait, stalled, time_worked, waiting, working

__all__ = ["Attempt", "FanOut", "Status", "Step", "Totals", "Trace", "Wait", "critical_path"]

Status = Literal["running", "waiting", "completed", "rejected", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole run's figures. Seconds; US dollars (None: a price is unknown).

    `sum_s` and `critical_path_s` are of work alone. In `waiting_s` of the wall time a person was waited for, in
    `stalled_s` of these nothing else was done. `branches` is the most that a fan-out had: 1 where nothing can run at
    once. `waited_s` is what the steps waited before asking a model again.
    """

    wall_s: float
    sum_s: float
    critical_path_s: float
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    estimated: bool
    retries: int
    waited_s: float
    waiting_s: float
    stalled_s: float
    branches: int


class Trace:
    """The fold of a run's events."""

    def __init__(self, log: Iterable[e.Event] = ()) -> None:
        self.run_id = ""
        self.workflow = ""
        self.request = ""
        self.params: Mapping[str, Any] = {}
        self.options: Mapping[str, Any] = {}
        self.wall_time = ""
        self.parent = ""
        self.rerun: Mapping[str, Any] | None = None
        self.steps: dict[int, Step] = {}
        self.fans: dict[int, FanOut] = {}
        self.items: dict[str, e.ItemChanged] = {}
        self.files: list[e.FileKept] = []
        self.status: Status = "running"
        self.reason = ""
        self.result: Any = None
        self.ends: tuple[int, ...] = ()
        self.error: e.Failure | None = None
        self.last = 0.0
        self.events = 0
        self.feed(log)

    def feed(self, log: Iterable[e.Event]) -> None:
        """Bring the trace up to date with the events that came since."""
        for event in log:
            _FOLDS[type(event)](self, event)
            self.last = event.at
            self.events += 1

    @property
    def finished(self) -> bool:
        """Whether the run has ended."""
        return self.status not in ("running", "waiting")

    @property
    def notes(self) -> list[str]:
        """What its steps tell of how their answers were made, each once."""
        return list(dict.fromkeys(note for step in self.steps.values() for note in step.notes))

    @property
    def widest(self) -> int:
        """The number of branches of the run's largest fan-out."""
        return max((fan.total for fan in self.fans.values()), default=1)

    def totals(self, now: float | None = None) -> Totals:
        """The figures so far; `now` (seconds since the run began) measures what still runs."""
        at = self.last if now is None or self.finished else now
        steps = self.steps.values()
        attempts = [attempt for step in steps for attempt in step.attempts]
        usages = [attempt.usage for attempt in attempts if attempt.usage]
        costs = [step.cost for step in steps if step.attempts]
        return Totals(
            wall_s=at,
            sum_s=working(steps, at),
            critical_path_s=critical_path(steps, at),
            calls=len(attempts),
            input_tokens=sum(usage.input_tokens for usage in usages),
            output_tokens=sum(usage.output_tokens for usage in usages),
            cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
            estimated=any(usage.estimated for usage in usages),
            retries=sum(step.retries for step in steps),
            waited_s=sum(wait.seconds for step in steps for wait in step.waits),
            waiting_s=waiting(steps, at),
            stalled_s=stalled(steps, at),
            branches=self.widest,
        )

    def _run_started(self, event: e.RunStarted) -> None:
        self.run_id, self.workflow, self.request = event.run, event.workflow, event.request
        self.params, self.options, self.wall_time = event.params, event.options, event.wall_time
        self.parent, self.rerun = event.parent, event.rerun

    def _step_started(self, event: e.StepStarted) -> None:
        place = (event.step, event.node, event.kind, event.parents, event.group, event.branch)
        self.steps[event.step] = Step(*place, event.at, event.input, event.item, reused=event.reused)

    def _step_finished(self, event: e.StepFinished) -> None:
        step = self.steps[event.step]
        step.status, step.finished, step.output, step.types = "completed", event.at, event.output, event.types

    def _step_failed(self, event: e.StepFailed) -> None:
        step = self.steps[event.step]
        self._waits_no_longer(step, "cancelled" if event.error.kind == "cancelled" else "failed")
        step.finished, step.error = event.at, event.error
        if step.waits:
            step.waits[-1] = step.waits[-1].cut_off(event.at)

    def _decided(self, event: e.Decided) -> None:
        place = (event.step, event.node, event.kind, event.parents, event.group, event.branch)
        self.steps[event.step] = Step(
            *place,
            event.at,
            event.values,
            event.item,
            "completed",
            finished=event.at,
            output=event.value,
            reused=event.reused,
        )

    def _fanned_out(self, event: e.FannedOut) -> None:
        self.fans[event.fan] = FanOut(event.fan, event.total, event.at, branch=event.branch)

    def _branch_failed(self, event: e.BranchFailed) -> None:
        self.fans[event.fan].errors[event.place] = event.error

    def _joined(self, event: e.Joined) -> None:
        fan = self.fans[event.fan]
        fan.joined, fan.failed = event.at, event.failed

    def _attempt_started(self, event: e.AttemptStarted) -> None:
        step = self.steps[event.step]
        since = step.attempts[-1].finished or 0.0 if step.attempts else step.started
        if step.waits and step.waits[-1].started >= since and step.waits[-1].is_open:
            step.waits[-1] = replace(step.waits[-1], seconds=event.at - step.waits[-1].started)
        waits = [wait for wait in step.waits if wait.started >= since]
        step.attempts.append(
            Attempt(
                event.at,
                event.model,
                event.messages,
                event.schema,
                wait=sum(wait.seconds for wait in waits),
                throttled=sum(wait.seconds for wait in waits if wait.why == "throttle"),
                fillings=event.fillings,
            )
        )

    def _streamed(self, event: e.Streamed) -> None:
        attempt = self.steps[event.step].attempts[event.attempt - 1]
        attempt.streamed.append(event.text)
        if attempt.first_text is None:
            attempt.first_text = event.at

    def _attempt_finished(self, event: e.AttemptFinished) -> None:
        attempt = self.steps[event.step].attempts[event.attempt - 1]
        attempt.finished, attempt.outcome = event.at, event.outcome
        attempt.answer, attempt.streamed = event.text or attempt.text, []
        attempt.tool_calls, attempt.usage = event.tool_calls, event.usage
        attempt.cost, attempt.error, attempt.notes = event.cost, event.error, event.notes

    def _wait_started(self, event: e.WaitStarted) -> None:
        self.steps[event.step].waits.append(Wait(event.at, event.seconds, event.why, event.reason))

    def _file_kept(self, event: e.FileKept) -> None:
        self.files.append(event)

    def _asked(self, event: e.Asked) -> None:
        step = self.steps[event.step]
        step.status, step.asked = "waiting", event
        self.status = "waiting"

    def _answered(self, event: e.Answered) -> None:
        step = self.steps[event.step]
        step.answered = event.at
        self._waits_no_longer(step, "running")

    def _waits_no_longer(self, step: Step, status: StepStatus) -> None:
        asked, step.status = step.status == "waiting", status
        if asked and all(other.status != "waiting" for other in self.steps.values()):
            self.status = "running"

    def _item_changed(self, event: e.ItemChanged) -> None:
        self.items[event.item] = event

    def _run_finished(self, event: e.RunFinished) -> None:
        self.status, self.reason, self.result = event.status, event.reason, event.result
        self.ends, self.error = event.parents, event.error


def _fold_of(event: type) -> Callable[[Trace, Any], None]:
    """The method of Trace that is named after the event: `_file_kept` for FileKept. AttributeError without one."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in event.__name__)
    return getattr(Trace, words)  # type: ignore[no-any-return]


_FOLDS: Mapping[type, Callable[[Trace, Any], None]] = {event: _fold_of(event) for event in get_args(e.Event)}


def critical_path(steps: Iterable[Step], now: float) -> float:
    """Seconds of the longest chain of steps that had to follow each other.

    The time the run would take with nothing but its causal order to wait for (the longest path of the step graph, each
    step weighing the time it worked, without what it waited for our own rate limit). The same in either mode, up to
    the jitter of the calls.
    """
    ends: dict[int, float] = {}
    for step in steps:
        throttled = sum([wait.seconds for wait in step.waits if wait.why == "throttle"])
        before = max([ends.get(parent, 0.0) for parent in step.parents], default=0.0)
        ends[step.id] = before + time_worked(step, now) - throttled
    return max(ends.values(), default=0.0)
