"""What the command line shows of a run: its steps while it goes on, and the table and the figures at its end."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any

from core.models import is_simulated, table_date
from core.reports import StepRow, speed_up, step_rows
from core.runtime import Plan
from core.text import SHORTEST, dollars, readable, seconds, shorten, tokens, visible, worked
from core.trace import Step, Trace, waiting, working
from core.trace import events as e

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

SECONDS_BETWEEN_DRAWINGS = 0.1
MOST_RUNNING_SHOWN = 12
_LONGEST_LINE = 160
_MARKS = {"completed": ("✓", "green"), "failed": ("✗", "red"), "cancelled": ("■", "magenta")}


class Progress:
    """Feed it every event after `trace` has seen it; draws on `console` from the loop that runs the workflow."""

    def __init__(self, console: "Console", trace: Trace, *, live: bool = True) -> None:
        from rich.live import Live

        self._console = console
        self._trace = trace
        self._began = 0.0
        self._live = Live(console=console, auto_refresh=False, transient=True) if live and console.is_terminal else None

    def __enter__(self) -> "Progress":
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the screen to somebody else meanwhile."""
        self.__exit__(None, None, None)
        try:
            yield
        finally:
            self.__enter__()

    async def keep_drawing(self) -> None:
        """Redraw the running steps until cancelled."""
        while self._live is not None:
            if self._live.is_started:
                self._live.update(self._running(), refresh=True)
            await asyncio.sleep(SECONDS_BETWEEN_DRAWINGS)

    def show(self, event: e.Event) -> None:
        """Print a line for what is worth one."""
        if isinstance(event, e.RunStarted):
            self._began = time.perf_counter() - event.at
        elif isinstance(event, e.StepFinished | e.StepFailed | e.Decided):
            self._print(self._trace.steps[event.step])
        elif isinstance(event, e.WaitStarted):
            step = self._trace.steps[event.step]
            waits = f"  ↻ {_name(step)}: waits {seconds(event.seconds)} ({event.why}). {event.reason}"
            self._console.print(_one_line(waits), style="yellow")

    def _print(self, step: Step) -> None:
        mark, style = _MARKS[step.status]
        self._console.print(_one_line(f"{mark} {_name(step)}  {_told(step)}"), style=style)

    def _running(self) -> "Text":
        from rich.text import Text

        now = time.perf_counter() - self._began
        going = [step for step in self._trace.steps.values() if step.finished is None]
        lines = [_one_line(f"… {_name(step)}  {seconds(step.duration(now))}{_trouble(step)}") for step in going]
        if len(lines) > MOST_RUNNING_SHOWN:
            lines[MOST_RUNNING_SHOWN:] = [f"… and {len(lines) - MOST_RUNNING_SHOWN} more"]
        return Text("\n".join(lines), style="blue")


def _name(step: Step) -> str:
    place = f" [{step.branch.place + 1}]" if step.branch else ""
    return "/".join((*step.group, step.node)) + place


def _told(step: Step) -> str:
    if step.kind in ("gate", "route"):
        decided = step.output
        return ("yes" if decided else "no") if isinstance(decided, bool) else f"→ {decided}"
    if step.error:
        return step.error.message
    if step.reused:
        return "edited" if step.reused == "edited" else "reused"
    words = [worked(working([step], 0.0), waiting([step], 0.0))]
    if step.attempts:
        marked = tokens(step.output_tokens, estimated=step.estimated)
        words.append(f"{tokens(step.input_tokens)} → {marked} tokens")
    return "  ".join(words)


def _trouble(step: Step) -> str:
    if step.status == "waiting":
        return "  ‖ waits for a person"
    return f"  attempt {len(step.attempts)}" if len(step.attempts) > 1 else ""


def _one_line(text: str) -> str:
    return shorten(visible(" ".join(text.splitlines())), _LONGEST_LINE)


_STYLES: Mapping[str, str] = {"completed": "green", "rejected": "yellow", "failed": "red", "cancelled": "magenta"}
_COLUMNS = ("step", "status", "model", "started", "latency", "tokens in", "tokens out", "cost", "attempts")


def heading(plan: Plan) -> str:
    """One line that says what runs on what, and another when the model is a simulated one."""
    options = plan.options
    ways = f" · {options.mode}" if plan.workflow.runs_branches else ""
    line = f"{plan.workflow.id} · {options.model}{ways}"
    if is_simulated(options.model):
        line += "\nThis model is simulated: rules write its answers and draw its times; no language model is asked."
    return visible(line)


def print_summary(trace: Trace, console: "Console") -> None:
    """Status, result or reason, step table, totals."""
    console.print(f"\n{trace.status}", style=f"bold {_STYLES.get(trace.status, '')}")
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

    table = Table(*_COLUMNS[:3], box=box.SIMPLE_HEAD, pad_edge=False)
    for name in _COLUMNS[3:]:
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
    simulated = {is_simulated(attempt.model) for step in trace.steps.values() for attempt in step.attempts}
    if True not in simulated:
        return f" (prices of {table_date()})" if simulated and trace.totals().cost_usd is not None else ""
    return " (partly simulated)" if False in simulated else " (simulated)"


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
