"""How long steps took: the time they worked, and beside it the time they waited for a person.

Work is added up, also where it overlapped. A person is waited for once, however many questions are open.
"""

from collections.abc import Iterable

from core.text.figures import SHORTEST
from core.trace.step_record import Step

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


def working(steps: Iterable[Step], now: float) -> float:
    """Seconds that the steps worked, added up."""
    return sum(
        step.duration(now) if step.asked is None else step.duration(now) - waiting([step], now) for step in steps
    )


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
