"""What one run hands to the writer: its figures, whom it waits for, and how much may wait for the disk."""

from typing import Any

import pytest

from core.history import intake
from core.history.intake import Intake
from core.providers.protocol import Usage
from core.trace import events as e

STARTED = e.RunStarted(0.0, "run", "small", "a request", {}, {}, "2026-11-05T10:00:00+00:00")
RATE_LIMITED = e.Failure("rate_limited", "Too many.")
RUNNING = ("running", "", 2.0)
ASKED = e.Asked(1.0, 1, {"text": "?"}, "")


def called(*usages: Usage | None, error: e.Failure | None = None) -> list[e.Event]:
    """Calls of one step that used so much."""
    events: list[e.Event] = []
    for attempt, usage in enumerate(usages, start=1):
        events.append(e.AttemptStarted(1.0, 1, attempt, "test:model", (), None))
        outcome: Any = "error" if error else "ok"
        events.append(e.AttemptFinished(2.0, 1, attempt, outcome, "", (), usage, 0.25, error))
    return events


class Taken:
    """A run of which everything is taken at once."""

    def __init__(self) -> None:
        self.calls = 0
        self.intake = Intake("run", "me")
        self._listen = self.intake.listener(self._call)

    def _call(self, _: Intake) -> None:
        self.calls += 1

    def figures(self, *events: e.Event) -> tuple[Any, ...] | None:
        """What is stored after these events: status, reason, seconds, calls, tokens in and out, estimated, dollars."""
        for event in events:
            self._listen(event)
        rows = [portion.figures for portion in self.intake.portions("engine")]
        return next((row for row in rows if row is not None), None)

    def status(self, *events: e.Event) -> str:
        figures = self.figures(*events)
        assert figures is not None
        return str(figures[0])

    def listen(self, event: e.Event) -> None:
        self._listen(event)


def test_one_estimated_count_makes_the_sum_an_estimate() -> None:
    run = Taken()
    assert run.figures(STARTED, *called(Usage(1, 1, estimated=True), Usage(2, 2))) == RUNNING + (2, 3, 3, 1, 0.5)
    assert run.figures(*called(Usage(4, 4))) == RUNNING + (3, 7, 7, 1, 0.75)


def test_a_call_that_failed_counts_with_what_it_used() -> None:
    assert Taken().figures(STARTED, *called(Usage(3, 1), None, error=RATE_LIMITED)) == RUNNING + (2, 3, 1, 0, 0.25)


def test_why_a_run_ended_is_stored_with_how() -> None:
    row = Taken().figures(STARTED, e.RunFinished(3.0, "failed", "Too many\x00.", None, (), RATE_LIMITED))
    assert row is not None
    assert row[:3] == ("failed", "Too many␀.", 3.0)


@pytest.mark.parametrize(
    "ending",
    [
        e.Answered(2.0, 1, "approved", {"text": "?"}, ""),
        e.StepFinished(2.0, 1, "done"),
        e.StepFailed(2.0, 1, RATE_LIMITED),
    ],
)
def test_a_run_waits_for_a_person_until_no_step_of_it_does(ending: e.Answered | e.StepFinished | e.StepFailed) -> None:
    run = Taken()
    assert run.status(STARTED, ASKED, ASKED._replace(step=2)) == "waiting"
    assert run.status(ending) == "waiting"
    assert run.status(ending._replace(step=2)) == "running"


def test_a_run_that_waits_for_the_disk_is_let_go_at_a_cap_and_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_MOST_WAITING", 10)
    run = Taken()
    most = 0
    for number in range(100):
        run.listen(e.StepStarted(0.0, number, "count", "code", (), (), None, {}) if number else STARTED)
        most = max(most, len(run.intake.waiting))
    assert run.intake.lost
    assert most == 10
    assert list(run.intake.portions("engine")) == []


def test_what_comes_while_the_writer_takes_calls_it_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Taken()
    take = Intake._take

    def taken_while_another_comes(self: Intake) -> list[e.Event]:
        events = take(self)
        run.listen(ASKED)
        return events

    run.listen(STARTED)
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_take", taken_while_another_comes)
        assert len(list(run.intake.portions("engine"))) > 0
    assert run.calls == 2
    assert list(run.intake.waiting) == [ASKED]
