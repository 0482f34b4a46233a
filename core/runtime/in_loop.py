"""Running a workflow in the event loop that is already here: a notebook's, a script's, the command line's."""

import asyncio
import secrets
from contextvars import Context

from core.errors import InputError, SetupError
from core.models.access import PROVIDERS, SIMULATED_ONLY, Access
from core.models.prices import SIMULATED
from core.providers.local.files import find, models_folder
from core.runtime.environment import OpenEnvironment
from core.runtime.execution import execute
from core.runtime.plan import Plan
from core.trace.events import RunFinished
from core.trace.trace import Trace
from core.workflow.run_context import RunContext


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
    if provider not in PROVIDERS or not colon:
        raise InputError(f"The model {model[:60]!r} is of no known provider. Known: {', '.join(PROVIDERS)}.")
    if not name.strip() or not name.isprintable() or name != name.strip():
        raise InputError(f"The model {model[:60]!r} has no proper name. Write provider:model, as in simulated:demo.")
    if provider == "simulated" and name not in SIMULATED:
        raise InputError(f"There is no simulated model {name[:60]!r}. Known: {', '.join(sorted(SIMULATED))}.")
    try:
        way = access.way(provider)
        if way.home is not None:
            find(name, models_folder(way.home))
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
