"""Running a workflow in the event loop that is already here: a notebook's, a script's, the command line's."""

import asyncio
import secrets
from contextvars import Context

from core.engine import OpenWorld
from core.errors import InputError
from core.execution import execute
from core.llm.connections import openers
from core.plan import Plan
from core.recording import Recorder
from core.trace import Trace


def new_run_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(16)


def check_providers(plan: Plan) -> None:
    """Raise InputError when a model is asked of a provider that there is not."""
    known = openers(plan.options.simulation)
    for model in (plan.options.model, *plan.options.models.values()):
        if model.partition(":")[0] not in known:
            raise InputError(f"The model {model[:60]!r} is of no known provider. Known: {', '.join(sorted(known))}.")


async def run_here(plan: Plan, log: Recorder, open_world: OpenWorld, *, run_id: str = "") -> Trace:
    """Run a checked plan to its end. A failed run raises nothing, a cancelled one goes on being cancelled."""
    work = _execute(run_id or new_run_id(), plan, log, open_world)
    # A context of its own: neither does the run see that of its caller, nor does the caller become part of the run.
    await asyncio.create_task(work, context=Context())
    return Trace(log.events)


async def _execute(run_id: str, plan: Plan, log: Recorder, open_world: OpenWorld) -> None:
    opened = open_world(plan.options)
    try:
        await execute(run_id, plan, log, opened.world)
    finally:
        await opened.close()
