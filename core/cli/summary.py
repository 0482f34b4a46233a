"""How a run ended, for people: the result or why there is none, and the step table with its totals."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.models.prices import table_date
from core.reports.tables import StepRow, speed_up, step_rows
from core.runtime.plans import Plan
from core.text.cleaning import visible
from core.text.figures import SHORTEST, dollars, seconds, tokens, worked
from core.text.values import readable
from core.trace.trace import Step, Trace

if TYPE_CHECKING:
    from rich.console import Console

STYLES: Mapping[str, str] = {"completed": "green", "rejected": "yellow", "failed": "red", "cancelled": "magenta"}
COLUMNS = ("step", "status", "model", "started", "latency", "tokens in", "tokens out", "cost", "attempts")


def heading(plan: Plan) -> str:
    """One line that says what runs on what, and another when the model is a simulated one."""
    options = plan.options
    ways = f" · {options.mode}" if plan.workflow.runs_branches else ""
    line = f"{plan.workflow.id} · {options.model}{ways}"
    if options.model.startswith("simulated:"):
        line += "\nThis model is simulated: rules write its answers and draw its times; no language model is asked."
    return visible(line)


def print_summary(trace: Trace, console: "Console") -> None:
    """Status, result or reason, step table, totals."""
    console.print(f"\n{trace.status}", style=f"bold {STYLES.get(trace.status, '')}")
    if trace.status == "completed":
        console.print(visible(readable(trace.result)))
    else:
        console.print(visible(trace.reason))
    if trace.status == "rejected":
        console.print(visible(_decided_by(trace)))
        if trace.result is not None:
            console.print(visible(readable(trace.result)))
    for note in trace.notes:
        console.print(visible(note), style="yellow")
    console.print()
    console.print(_table(trace))
    console.print(_totals(trace))


def _decided_by(trace: Trace) -> str:
    """The last decision on the way to the end, with the values it was made on."""
    decisions = [step for step in _ending(trace) if step.kind in ("gate", "route")]
    if not decisions:
        return ""
    last = decisions[0]
    values = ", ".join(f"{name} = {readable(value)}" for name, value in last.input.items())
    return f"Decided by {last.node} ({readable(last.output)}): {values}"


def _ending(trace: Trace) -> list[Step]:
    """The steps that led to the end, the last first."""
    left, found = list(trace.ends), {}
    while left:
        number = left.pop()
        if number not in found:
            found[number] = trace.steps[number]
            left.extend(trace.steps[number].parents)
    return [found[number] for number in sorted(found, reverse=True)]


def _table(trace: Trace) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(*COLUMNS[:3], box=box.SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS[3:]:
        table.add_column(name, justify="right", no_wrap=True)
    for row in step_rows(trace):
        table.add_row(*(visible(cell) for cell in _cells(row)))
    return table


def _cells(row: StepRow) -> tuple[str, ...]:
    name = row.step + (f" [{row.branch}]" if row.branch else "")
    place = (name, row.status, row.model or "", seconds(row.started_s), worked(row.latency_s, row.waiting_s))
    if not row.attempts:
        return (*place, "", "", "", "")
    sent, got = (tokens(count, estimated=row.estimated) for count in (row.input_tokens, row.output_tokens))
    return (*place, sent, got, dollars(row.cost_usd), str(row.attempts))


def _whose_money(trace: Trace) -> str:
    """Simulated models cost simulated money, real ones by a table of some day; the line says so."""
    models = {attempt.model.partition(":")[0] for step in trace.steps.values() for attempt in step.attempts}
    if "simulated" not in models:
        return f" (prices of {table_date()})" if models and trace.totals().cost_usd is not None else ""
    return " (simulated)" if len(models) == 1 else " (partly simulated)"


def _totals(trace: Trace) -> str:
    totals = trace.totals()
    faster = speed_up(totals)
    times = [
        f"wall {seconds(totals.wall_s)}",
        f"waiting for you {seconds(totals.waiting_s)}" if totals.waiting_s >= SHORTEST else "",
        f"sum of steps {seconds(totals.sum_s)}",
        f"critical path {seconds(totals.critical_path_s)}",
        f"speed-up {faster:.2f}×" if faster else "",
    ]
    sent, got = (tokens(count, estimated=totals.estimated) for count in (totals.input_tokens, totals.output_tokens))
    counts = [
        f"{totals.calls} call{'' if totals.calls == 1 else 's'}",
        f"{totals.retries} retried, {seconds(totals.waited_s)} waited" if totals.retries else "",
        f"{sent} tokens in",
        f"{got} out",
        f"cost {dollars(totals.cost_usd)}{_whose_money(trace)}",
    ]
    return "\n".join(" · ".join(part for part in parts if part) for parts in (times, counts))
