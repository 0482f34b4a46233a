"""`compare`: the same work in several modes, measured in turns; and `run --estimate`: about what a run would take."""

import argparse
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from core.cli.arguments import add_run_arguments, read_plan
from core.cli.context import Context
from core.cli.output import heading
from core.interrupts import CANCELLED
from core.lab import (
    Comparison,
    Measured,
    ModeRow,
    check_repeats,
    comparison_as_json,
    measure,
    notes,
    parse_modes,
    rows,
    verdicts,
)
from core.models import Access, grant_operator, table_date
from core.runtime import Plan, check_providers, estimate, prepare, price_for, run_in_current_loop, with_access
from core.text import dollars, seconds, visible
from core.trace import Trace

if TYPE_CHECKING:
    from rich.console import Console


def say_estimate(plan: Plan, context: Context, *, as_json: bool) -> int:
    """One line for people, one JSON object for scripts. Needs no key."""
    found = estimate(plan, price_for(grant_operator(context.settings)))
    if as_json:
        context.write_json({"workflow": plan.workflow.id, "model": plan.options.model, **asdict(found)})
        return 0
    console = context.console()
    console.print(heading(plan), style="bold")
    console.print(visible(found.sentence))
    if found.stops:
        console.print(visible(f"It would not reach its end: {found.stops}"))
    if not found.simulated:
        console.print(f"Prices of {table_date()}; tokens and seconds as the simulated model has them.")
    return 0


DEFAULT_MODES = "sequential,parallel"
_COLUMNS = ("mode", "wall, median", "min–max", "n", "sum of steps", "critical path", "speed-up", "efficiency", "calls")
_MORE_COLUMNS = ("tokens", "cost", "retries", "waited")
FAILED = 1


def add_compare(commands: Any) -> None:
    """Add it to the parser's commands."""
    parser = commands.add_parser("compare", help="time the same work in several modes", allow_abbrev=False)
    add_run_arguments(parser)
    parser.add_argument("--modes", default=DEFAULT_MODES, help="sequential, parallel, parallel-N, batch, streaming")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="runs of each mode, taken in turns")
    parser.set_defaults(act=compare_modes)


def _asking_nobody(plan: Plan) -> Plan:
    """The same plan; what would ask a person is approved, because a person's time is none of the workflow's."""
    if plan.options.approve != "ask":
        return plan
    return replace(plan, options=plan.options.model_copy(update={"approve": "all"}))


def compare_modes(arguments: argparse.Namespace, context: Context) -> int:
    """Measure; what is measured when a person stops it stays and is shown."""
    plan = _asking_nobody(read_plan(arguments, context))
    access = grant_operator(context.settings)
    check_providers(plan, access)
    modes = parse_modes([name.strip() for name in arguments.modes.split(",")], plan.workflow)
    comparison = Comparison(plan, modes, check_repeats(arguments.repeats))
    console = context.console(to_stderr=arguments.json)
    console.print(heading(plan), style="bold")
    stopped = _measure(comparison, console, access, context)
    if arguments.json:
        context.write_json(comparison_as_json(comparison))
    else:
        _print_table(comparison, console)
    if stopped:
        return CANCELLED
    return FAILED if not any(run.usable for run in comparison.runs) else 0


def _measure(comparison: Comparison, console: "Console", access: Access, context: Context) -> bool:
    planned = len(comparison.schedule())

    async def run(plan: Plan) -> Trace:
        return await run_in_current_loop(plan, prepare(plan), with_access(access))

    def tell(measured: Measured) -> None:
        wall = seconds(measured.trace.totals().wall_s)
        console.print(f"{len(comparison.runs)}/{planned} {measured.mode}: {wall}, {measured.trace.status}")

    try:
        context.interrupts.run(measure(comparison, run, tell))
    except KeyboardInterrupt:
        console.print(f"Stopped after {len(comparison.runs)} of {planned} runs; what was measured follows.")
        return True
    return False


def _print_table(comparison: Comparison, console: "Console") -> None:
    from rich import box
    from rich.table import Table

    table = Table(*_COLUMNS, *_MORE_COLUMNS, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows(comparison):
        table.add_row(*_row(row))
    console.print(table)
    for mode_name, said in verdicts(comparison):
        console.print(visible(f"{mode_name}: {said}"))
    for note in notes(comparison):
        console.print(visible(note))


def _row(row: ModeRow) -> tuple[str, ...]:
    if row.wall is None or row.steps is None or row.path is None:
        return (row.mode, "not measured")
    return (
        row.mode,
        seconds(row.wall.median),
        f"{seconds(row.wall.least)}–{seconds(row.wall.greatest)}",
        str(row.wall.count),
        seconds(row.steps.median),
        seconds(row.path.median),
        f"{row.speedup.median:.2f}×" if row.speedup else "",
        f"{row.efficiency:.0%}" if row.efficiency is not None else "",
        str(row.calls),
        f"{row.input_tokens:,} + {row.output_tokens:,}",
        dollars(row.cost_usd),
        str(row.retries),
        seconds(row.waited_s),
    )
