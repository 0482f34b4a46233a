"""One planned run from start to end: what it gets from outside, what it records, and running it in the current loop."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.errors import InputError, SetupError
from core.llm import LLM, Connection, RunAccount, Throttle
from core.models import SIMULATED_ONLY, Access, Connections, is_simulated, openers
from core.providers import Provider, Usage
from core.runtime.options import RunOptions
from core.runtime.plans import Plan
from core.runtime.replay import Replay
from core.trace import Ending, Failure, Listener, Recorder, RunFinished, RunStarted, Trace, causal_parents, snapshot
from core.workflow import LoadFiles, Rejected, RunContext, TimeLimit, current_run


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
            account=RunAccount(options.limits),
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


OpenEnvironment = Callable[[RunOptions], AbstractAsyncContextManager[Environment]]


@asynccontextmanager
async def environment(options: RunOptions, access: Access = SIMULATED_ONLY) -> AsyncIterator[Environment]:
    """What a run with these options and this access may reach, closed when the run is over."""
    connections = Connections(openers(options.simulation, access))
    try:
        yield Environment(connections.connect, price_for(access), _pace(options, access))
    finally:
        await connections.close()


def with_access(access: Access) -> OpenEnvironment:
    """`environment` with this access."""
    return lambda options: environment(options, access)


def _pace(options: RunOptions, access: Access) -> Callable[[str], float]:
    speed = options.simulation.speed
    simulated = 1 / speed if speed else 0.0
    return lambda model: simulated if is_simulated(model, access.providers) else 1.0


def price_for(access: Access) -> Callable[[str, Usage], float | None]:
    """US dollars of one call by the prices of this access, None where no price is known."""

    def price(model: str, usage: Usage) -> float | None:
        dollars = access.price(model, usage)
        return None if dollars is None else float(dollars)

    return price


def new_run_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(16)


def check_providers(plan: Plan, access: Access = SIMULATED_ONLY) -> None:
    """Raise InputError when a model is asked of a provider that there is not, or that `access` does not hold."""
    for model in (plan.options.model, *plan.options.models.values()):
        check_model(model, access)


def check_model(model: str, access: Access) -> None:
    """Raise InputError with the reason why `model` cannot be asked."""
    provider, colon, name = model.partition(":")
    if provider not in access.providers or not colon:
        raise InputError(f"The model {model[:60]!r} is of no known provider. Known: {', '.join(access.providers)}.")
    if not name.strip() or not name.isprintable() or name != name.strip():
        raise InputError(f"The model {model[:60]!r} has no proper name. Write provider:model, as in simulated:demo.")
    try:
        access.providers[provider].check_model(name, access.route(provider))
    except SetupError as error:
        raise InputError(f"{model[:60]} cannot be used: {error}", kind=error.kind) from None


async def run_in_current_loop(
    plan: Plan, run: RunContext, open_environment: OpenEnvironment, run_id: str = ""
) -> Trace:
    """Run a checked plan to its end; the trace's result is the workflow's own object.

    A failed run raises nothing, a cancelled one goes on being cancelled.
    """
    work = _execute(run_id or new_run_id(), plan, run, open_environment)
    # A context of its own: neither does the run see that of its caller, nor does the caller become part of the run.
    finished = await asyncio.create_task(work, context=Context())
    trace = Trace(run.log.events)
    trace.result = finished.result
    return trace


async def _execute(run_id: str, plan: Plan, run: RunContext, open_environment: OpenEnvironment) -> RunFinished:
    async with open_environment(plan.options) as environment:
        return await execute(run_id, plan, run, environment)
