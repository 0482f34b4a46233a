"""Runs that could not be stored, as lines of the list: they live in this process's memory and nowhere else."""

from core.history.questions import RunRow
from core.trace.trace import Trace


def row_of(trace: Trace, number: int, now: float) -> RunRow:
    """The line of a run from its log. `number` tells it from other lines; `now` is in seconds since it began."""
    totals = trace.totals(now)
    return RunRow(
        number=number,
        id=trace.run_id,
        workflow=trace.workflow,
        model=str(trace.options.get("model", "")),
        mode=str(trace.options.get("mode", "")),
        started=trace.wall_time,
        status=trace.status,
        reason=trace.reason,
        wall_s=totals.wall_s,
        calls=totals.calls,
        input_tokens=totals.input_tokens,
        output_tokens=totals.output_tokens,
        estimated=totals.estimated,
        cost_usd=totals.cost_usd,
        request=trace.request[:1_000],
        name="",
        starred=False,
        shared=False,
        imported=False,
        deleted_at=None,
        mine=True,
    )
