"""A run as one JSON object: what `--json` prints and an export holds. Its keys do not change."""

from typing import Any

from core.text import as_json, clean
from core.trace.events import Failure
from core.trace.trace import Attempt, Step, Trace


def run_as_json(trace: Trace) -> dict[str, Any]:
    """The whole run in JSON's own types, never NaN. Seconds since its start; null is unknown or not yet."""
    totals = trace.totals()
    return {
        "run_id": trace.run_id,
        "workflow": trace.workflow,
        "status": trace.status,
        "reason": clean(trace.reason) or None,
        "result": as_json(trace.result),
        "mode": trace.options.get("mode"),
        "model": trace.options.get("model"),
        "wall_s": totals.wall_s,
        "sum_s": totals.sum_s,
        "critical_path_s": totals.critical_path_s,
        "waiting_s": totals.waiting_s,
        "notes": [clean(note) for note in trace.notes],
        "calls": totals.calls,
        "input_tokens": totals.input_tokens,
        "output_tokens": totals.output_tokens,
        "cost_usd": totals.cost_usd,
        "steps": [_step(seq, step) for seq, step in enumerate(trace.steps.values(), start=1)],
    }


def _step(seq: int, step: Step) -> dict[str, Any]:
    return {
        "seq": seq,
        "id": step.id,
        "node": step.node,
        "kind": step.kind,
        "parents": list(step.parents),
        "status": step.status,
        "started_s": step.started,
        "finished_s": step.finished,
        "model": step.model,
        "input": as_json(step.input),
        "output": as_json(step.output),
        "input_tokens": step.input_tokens,
        "output_tokens": step.output_tokens,
        "cost_usd": step.cost,
        "attempts": [_attempt(attempt) for attempt in step.attempts],
        "error": _error(step.error),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "started_s": attempt.started,
        "finished_s": attempt.finished,
        "outcome": attempt.outcome,
        "error": _error(attempt.error),
        "wait_s": attempt.wait,
        "notes": [clean(note) for note in attempt.notes],
    }


def _error(failure: Failure | None) -> dict[str, str] | None:
    return None if failure is None else {"kind": failure.kind, "message": clean(failure.message)}
