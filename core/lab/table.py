"""The figures of a comparison, a row for each mode: what limited it, and what is to be said about them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.lab.comparison import Comparison, Measured, Spread, comparison_as_json
from core.lab.modes import FLOWS
from core.lab.what_if import predict, wall_of
from core.text import dollars, seconds
from core.trace import Branch, Step, Trace, working

Limit = Literal["sequential mode", "rate limit", "cap", "sequential part", "longest branch"]
WORTH_NAMING = 0.15


@dataclass(frozen=True, slots=True)
class Limiting:
    """What limited a run, and the sentence that says so."""

    what: Limit
    sentence: str


def limiting(trace: Trace) -> Limiting:
    """The first of these that cost at least 15 % of the wall time, else the longest branch.

    Waiting for a rate limit; the order one after the other; the cap on branches at once (against the prediction without
    a cap); the part outside the fan-outs, which nothing can run beside.
    """
    totals = trace.totals()
    wall = totals.wall_s - totals.stalled_s
    waited = _waited_on_the_way(trace)
    alone = working((step for step in trace.steps.values() if step.branch is None), trace.last)
    free = wall_of(predict(trace))
    longest, length = _longest_branch(trace)
    cap = _cap(trace)
    if waited >= WORTH_NAMING * wall:
        return Limiting("rate limit", f"The rate limit: {seconds(waited)} of {seconds(wall)} went into waiting.")
    if trace.options.get("mode") == "sequential" and wall - free >= WORTH_NAMING * wall:
        return Limiting(
            "sequential mode", f"The order: one after the other took {seconds(wall)} where {seconds(free)} would do."
        )
    if cap and wall - free >= WORTH_NAMING * wall:
        return Limiting("cap", f"The cap of {cap} at once: without it the run would take about {seconds(free)}.")
    if alone > length:
        return Limiting("sequential part", f"The part that nothing runs beside: {seconds(alone)} of {seconds(wall)}.")
    return Limiting("longest branch", f"The longest branch: {longest}, {seconds(length)} of {seconds(wall)}.")


def _waited_on_the_way(trace: Trace) -> float:
    """Seconds of waiting on the longest chain of steps, where they cost the run time."""
    ends: dict[int, tuple[float, float]] = {}
    for step in trace.steps.values():
        before = max((ends[parent] for parent in step.parents if parent in ends), default=(0.0, 0.0))
        waits = sum(wait.seconds for wait in step.waits)
        ends[step.id] = (before[0] + working([step], trace.last), before[1] + waits)
    return max(ends.values(), default=(0.0, 0.0))[1]


def _longest_branch(trace: Trace) -> tuple[str, float]:
    branches: dict[Branch, list[Step]] = defaultdict(list)
    for step in trace.steps.values():
        if step.branch is not None:
            branches[step.branch].append(step)
    if not branches:
        return "none", 0.0
    lengths = {branch: working(steps, trace.last) for branch, steps in branches.items()}
    longest = max(lengths, key=lambda branch: lengths[branch])
    names = " → ".join(dict.fromkeys(step.node for step in branches[longest]))
    return f"{names} of branch {longest.place + 1}", lengths[longest]


def _cap(trace: Trace) -> int | None:
    cap = trace.options.get("limits", {}).get("concurrency")
    return cap if isinstance(cap, int) else None


MONEY_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class ModeRow:
    """What a mode's usable runs came to; spreads are None where nothing was measured. Seconds, US dollars."""

    mode: str
    wall: Spread | None
    steps: Spread | None
    path: Spread | None
    speedup: Spread | None
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    retries: int
    refused: int
    waited_s: float
    failed: int

    @property
    def efficiency(self) -> float | None:
        """Critical path ÷ wall time: 1 means that nothing but the order of the steps took time."""
        return self.path.median / self.wall.median if self.path and self.wall and self.wall.median > 0 else None


def rows(comparison: Comparison) -> list[ModeRow]:
    """A row for each mode, in the order chosen."""
    figures = comparison_as_json(comparison)["modes"]
    return [_row(comparison, mode.name, figures[mode.name]) for mode in comparison.modes]


def cells(comparison: Comparison) -> list[Mapping[str, Any]]:
    """The table for a spreadsheet: plain numbers, unknown ones empty."""
    return [
        {
            "mode": row.mode,
            "runs": row.wall.count if row.wall else 0,
            "not counted": row.failed,
            **_spread("wall s", row.wall),
            "sum of steps s": row.steps.median if row.steps else None,
            "critical path s": row.path.median if row.path else None,
            **_spread("speed-up", row.speedup),
            "efficiency": row.efficiency,
            "calls": row.calls,
            "input tokens": row.input_tokens,
            "output tokens": row.output_tokens,
            "cost usd": row.cost_usd,
            "retries": row.retries,
            "429s": row.refused,
            "waited s": row.waited_s,
        }
        for row in rows(comparison)
    ]


def verdicts(comparison: Comparison) -> list[tuple[str, str]]:
    """For each mode what limited its last usable run, or why there is nothing to say."""
    said = []
    for mode in comparison.modes:
        usable = comparison.of(mode.name)
        failed = [measured for measured in comparison.runs if measured.mode == mode.name and not measured.usable]
        parts = [limiting(usable[-1].trace).sentence] if usable else []
        if failed:
            parts.append(_not_counted(failed))
        said.append((mode.name, " ".join(parts) or "Not measured yet."))
    return said


def notes(comparison: Comparison) -> list[str]:
    """What a reader must know about the table: a single measurement, money or calls that differ."""
    measured = [row for row in rows(comparison) if row.wall]
    said = []
    single = [row.mode for row in measured if row.wall and row.wall.count == 1]
    if single:
        said.append(f"n = 1 for {', '.join(single)}: measured once, so nothing is known of the spread.")
    said += _flows_note(comparison)
    if any(row.refused for row in measured):
        listed = ", ".join(f"{row.mode} {row.refused}" for row in measured)
        said.append(f"429s, requests that the server refused for coming too fast: {listed}. More at once cannot help.")
    said += _money_note(measured)
    calls = {row.mode: row.calls for row in measured}
    if len(set(calls.values())) > 1:
        listed = ", ".join(f"{mode} {count}" for mode, count in calls.items())
        said.append(f"The modes did not make the same number of calls ({listed}): retries or the model's own choices.")
    if measured and not comparison.branched:
        said.append("Nothing in these runs could run at once, so the modes differ by chance and there is no speed-up.")
    return said


def rate_limited(trace: Trace) -> int:
    """How many attempts the server refused for coming too fast (429)."""
    attempts = (attempt for step in trace.steps.values() for attempt in step.attempts)
    return sum(1 for attempt in attempts if attempt.error is not None and attempt.error.kind == "rate_limited")


def _row(comparison: Comparison, mode: str, figures: Mapping[str, Any]) -> ModeRow:
    refused = sorted(rate_limited(measured.trace) for measured in comparison.of(mode))
    return ModeRow(
        mode=mode,
        wall=Spread.of(figures["wall_s"]),
        steps=Spread.of(figures["sum_s"]),
        path=Spread.of(figures["critical_path_s"]),
        speedup=Spread.of(figures["speedup"]) if comparison.branched else None,
        calls=figures["calls"],
        input_tokens=figures["input_tokens"],
        output_tokens=figures["output_tokens"],
        cost_usd=figures["cost_usd"],
        retries=figures["retries"],
        refused=refused[len(refused) // 2] if refused else 0,
        waited_s=figures["waited_s"],
        failed=figures["failed"],
    )


def _spread(name: str, spread: Spread | None) -> dict[str, float | None]:
    values = (spread.median, spread.least, spread.greatest) if spread else (None, None, None)
    return {f"{name} {what}": value for what, value in zip(("median", "min", "max"), values, strict=True)}


def _not_counted(failed: list[Measured]) -> str:
    count = f"{len(failed)} run{'s do' if len(failed) > 1 else ' does'} not count"
    return f"{count} ({failed[-1].trace.status}): {failed[-1].trace.reason}"


def _flows_note(comparison: Comparison) -> list[str]:
    """How streaming did against batch, since neither is the sequential one that speed-ups are measured against."""
    batch, streaming = (flow.name for flow in FLOWS)
    faster = Spread.of(comparison.times_faster(streaming, batch))
    if faster is None:
        return []
    spread = f", {faster.least:.2f} to {faster.greatest:.2f}" if faster.count > 1 else ""
    return [f"Batch ÷ streaming, pair by pair: {faster.median:.2f} (n = {faster.count}{spread})."]


def _money_note(measured: list[ModeRow]) -> list[str]:
    costs = {row.mode: row.cost_usd for row in measured}
    if len(costs) < 2:
        return []
    known = [cost for cost in costs.values() if cost is not None]
    if len(known) < len(costs):
        return ["The price of the model is unknown, so the money cannot be compared."]
    if max(known) - min(known) <= MONEY_TOLERANCE:
        return [f"The money is the same in every mode: {dollars(known[0])} a run. Running at once costs nothing extra."]
    listed = ", ".join(f"{mode} {dollars(cost)}" for mode, cost in costs.items())
    return [f"The money differs ({listed}): {_why(measured)}."]


def _why(measured: list[ModeRow]) -> str:
    if len({row.calls for row in measured}) > 1:
        return "the modes made different numbers of calls"
    if len({row.input_tokens for row in measured}) > 1:
        return "the prompts had different lengths, as later prompts hold earlier answers"
    return "the model's answers had different lengths"
