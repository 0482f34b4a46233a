"""A run as tables: plain rows, and the same as pandas data frames for notebooks."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from core.trace import Totals, Trace, waiting, working

if TYPE_CHECKING:
    from pandas import DataFrame


class StepRow(NamedTuple):
    """One line of the step table. Seconds; US dollars, None where unknown; `estimated` marks the tokens.

    `latency_s` is the time it worked, `waiting_s` the time it waited for a person.

    `branch` counts from 1 within its fan-out. `reused` is not empty where the output was taken from an earlier run.
    """

    id: int
    step: str
    branch: int | None
    kind: str
    status: str
    model: str | None
    started_s: float
    latency_s: float
    waiting_s: float
    input_tokens: int
    output_tokens: int
    estimated: bool
    cost_usd: float | None
    attempts: int
    parents: tuple[int, ...]
    error: str | None
    reused: str = ""


class AttemptRow(NamedTuple):
    """One request to a model. `wait_s` passed before it, `first_text_s` until its first text came."""

    step_id: int
    step: str
    attempt: int
    model: str
    outcome: str | None
    started_s: float
    finished_s: float | None
    wait_s: float
    first_text_s: float | None
    input_tokens: int | None
    output_tokens: int | None
    estimated: bool | None
    cost_usd: float | None
    error: str | None


def step_rows(trace: Trace, now: float | None = None) -> list[StepRow]:
    """The step table; `now` (seconds since the run began) measures what still runs."""
    at = trace.last if now is None or trace.finished else now
    return [
        StepRow(
            id=step.id,
            step=step.place,
            branch=step.branch.place + 1 if step.branch else None,
            kind=step.kind,
            status=step.status,
            model=step.model,
            started_s=step.started,
            latency_s=working([step], at),
            waiting_s=waiting([step], at),
            input_tokens=step.input_tokens,
            output_tokens=step.output_tokens,
            estimated=step.estimated,
            cost_usd=step.cost,
            attempts=len(step.attempts),
            parents=step.parents,
            error=step.error.message if step.error else None,
            reused=step.reused,
        )
        for step in trace.steps.values()
    ]


def attempt_rows(trace: Trace) -> list[AttemptRow]:
    """Every request that was made, by step."""
    return [
        AttemptRow(
            step_id=step.id,
            step=step.place,
            attempt=number,
            model=attempt.model,
            outcome=attempt.outcome,
            started_s=attempt.started,
            finished_s=attempt.finished,
            wait_s=attempt.wait,
            first_text_s=None if attempt.first_text is None else attempt.first_text - attempt.started,
            input_tokens=attempt.usage.input_tokens if attempt.usage else None,
            output_tokens=attempt.usage.output_tokens if attempt.usage else None,
            estimated=attempt.usage.estimated if attempt.usage else None,
            cost_usd=attempt.cost,
            error=attempt.error.message if attempt.error else None,
        )
        for step in trace.steps.values()
        for number, attempt in enumerate(step.attempts, start=1)
    ]


def speed_up(totals: Totals) -> float | None:
    """How many times faster the run was than its steps one after the other, without the time that people took.

    None where nothing could run at once, or before any time has passed.
    """
    spent = totals.wall_s - totals.stalled_s
    return totals.sum_s / spent if totals.branches > 1 and spent > 0 else None


def steps_table(trace: Trace) -> "DataFrame":
    """The step table as a data frame, indexed by step id."""
    return _frame(StepRow, step_rows(trace)).set_index("id")


def attempts_table(trace: Trace) -> "DataFrame":
    """Every request as a data frame, indexed by step id and attempt."""
    return _frame(AttemptRow, attempt_rows(trace)).set_index(["step_id", "attempt"])


def totals_table(trace: Trace) -> "DataFrame":
    """The run's totals as a data frame of one row, indexed by run id."""
    import pandas as pd

    totals = trace.totals()
    figures = asdict(totals) | {"speedup": speed_up(totals)}
    return pd.DataFrame([figures], index=pd.Index([trace.run_id], name="run_id"))


def _frame(row: type[NamedTuple], rows: Sequence[Any]) -> "DataFrame":
    import pandas as pd

    return pd.DataFrame.from_records(rows, columns=list(row._fields))
