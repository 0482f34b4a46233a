"""Loading ahead of the first measurement what the first call would load."""

import asyncio
from collections.abc import Collection

from core.runtime.plan import Plan
from core.runtime.rehearsal import SDKS, rehearse


def warm_up(providers: Collection[str] = ()) -> None:
    """Load the retry policy, the prices, the simulated model's rules, and the SDKs of these providers.

    Without this the run that happens to be first would be slower than the others, and it is a sequential one. It takes
    a third of a second, and some seconds for each SDK that is not loaded yet. Not to be called within an event loop.
    """
    from core.llm.retry import RetryPolicy
    from core.models.prices import price
    from core.providers.protocol import Usage
    from core.simulated import Simulation
    from core.simulated.provider import SimulatedProvider

    RetryPolicy()
    SimulatedProvider(Simulation())
    price("simulated", "demo", Usage(1, 1))
    if providers:
        asyncio.run(rehearse(providers))


def real_providers(plan: Plan) -> frozenset[str]:
    """The providers that a run of this plan may ask and that load an SDK for it."""
    models = (plan.options.model, *plan.options.models.values(), *_chosen(plan))
    return frozenset(SDKS).intersection(model.partition(":")[0] for model in models)


def _chosen(plan: Plan) -> list[str]:
    """The models that the workflow's own fields name."""
    extras = {name: info.json_schema_extra for name, info in type(plan.params).model_fields.items()}
    return [
        str(getattr(plan.params, name))
        for name, extra in extras.items()
        if isinstance(extra, dict) and extra.get("model_choice")
    ]
