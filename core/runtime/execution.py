"""Runs one planned workflow from start to end, whatever happens in it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.llm.asking import Connection
from core.llm.limits import Account
from core.llm.llm import LLM
from core.llm.throttle import Throttle
from core.providers.protocol import Provider, Usage
from core.runtime.plan import Plan
from core.runtime.replay import Replay
from core.trace.events import Ending, Failure, RunFinished, RunStarted
from core.trace.recording import Listener, Recorder, causal_parents
from core.trace.snapshot import snapshot
from core.workflow.description import Rejected
from core.workflow.kept_files import LoadFiles
from core.workflow.run_context import RunContext, current_run
from core.workflow.time_limit import TimeLimit


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Environment:
    """What a run needs from outside: the way to models, their prices, the pace of their time, and the time of day."""

    connect: Callable[[str], Provider]
    price: Callable[[str, Usage], float | None]
    pace: Callable[[str], float] = lambda _model: 1.0
    wall_time: Callable[[], datetime] = _utc_now


def prepare(
    plan: Plan,
    listeners: tuple[Listener, ...] = (),
    clock: Callable[[], float] = time.perf_counter,
    load_files: LoadFiles | None = None,
) -> RunContext:
    """A run of `plan` that has not begun; `load_files` finds what earlier runs kept."""
    options, log = plan.options, Recorder(listeners, clock)
    return RunContext(
        log=log,
        mode=options.mode,
        on_error=options.on_error,
        approve=options.approve,
        concurrency=options.limits.concurrency,
        load_files=load_files,
        replay=Replay(log, plan.reuse) if plan.reuse is not None and plan.reuse.recorded else None,
    )


def record_start(run_id: str, plan: Plan, log: Recorder, wall_time: Callable[[], datetime] = _utc_now) -> None:
    """Record what the run was asked for."""
    started = wall_time().isoformat(timespec="milliseconds")
    params, options = plan.params.model_dump(mode="json"), plan.options.model_dump(mode="json")
    origin = (plan.reuse.parent, plan.reuse.described()) if plan.reuse else ("", None)
    log.add(RunStarted(log.now(), run_id, plan.workflow.id, plan.request, params, options, started, *origin))


async def execute(run_id: str, plan: Plan, run: RunContext, environment: Environment) -> RunFinished:
    """Run the workflow, record how it ended, and return that with the workflow's own result.

    A cancelled task ends as `cancelled` and the cancellation goes on.
    """
    current_run.set(run)
    causal_parents.set(())
    log = run.log
    record_start(run_id, plan, log, environment.wall_time)
    try:
        async with TimeLimit(plan.options.limits.seconds) as run.time_limit:
            result = await plan.workflow.run(plan.request, plan.params, _llm(plan, log, environment))
    except asyncio.CancelledError:
        _end(log, "cancelled", "Stopped before it had finished. Run again to start over.")
        raise
    except Exception as error:
        failure = Failure.of(error)
        return _end(log, "failed", failure.message, error=failure)
    if isinstance(result, Rejected):
        return _end(log, "rejected", result.reason, result.result)
    return _end(log, "completed", "", result)


def _llm(plan: Plan, log: Recorder, environment: Environment) -> LLM:
    options = plan.options
    return LLM(
        Connection(
            recorder=log,
            account=Account(options.limits),
            connect=environment.connect,
            price=environment.price,
            pace=environment.pace,
            model=options.model,
            models=options.models,
            seed=options.simulation.seed,
            call_seconds=options.limits.call_seconds,
            throttle=Throttle(options.limits, log.now, asyncio.sleep),
        )
    )


def _end(log: Recorder, status: Ending, reason: str, result: Any = None, error: Failure | None = None) -> RunFinished:
    finished = RunFinished(log.now(), status, reason, snapshot(result), causal_parents.get(), error)
    log.add(finished)
    return finished._replace(result=result)
