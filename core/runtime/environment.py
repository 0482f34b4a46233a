"""What a run gets from outside in the app, on the command line and in a notebook: real providers, prices and time."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from core.models.access import SIMULATED_ONLY, Access
from core.models.connections import Connections, openers
from core.providers.protocol import Usage
from core.runtime.execution import Environment
from core.runtime.options import RunOptions

OpenEnvironment = Callable[[RunOptions], AbstractAsyncContextManager[Environment]]


@asynccontextmanager
async def environment(options: RunOptions, access: Access = SIMULATED_ONLY) -> AsyncIterator[Environment]:
    """What a run with these options and this access may reach, closed when the run is over."""
    connections = Connections(openers(options.simulation, access))
    try:
        yield Environment(connections.connect, price_for(access), _pace(options))
    finally:
        await connections.close()


def with_access(access: Access) -> OpenEnvironment:
    """`environment` with this access."""
    return lambda options: environment(options, access)


def _pace(options: RunOptions) -> Callable[[str], float]:
    speed = options.simulation.speed
    simulated = 1 / speed if speed else 0.0
    return lambda model: simulated if model.startswith("simulated:") else 1.0


def price_for(access: Access) -> Callable[[str, Usage], float | None]:
    """The prices of this access: models named `openai:` of another server than OpenAI have none that is known."""
    way = access.open.get("openai")
    elsewhere = way is not None and way.base_url is not None
    return lambda model, usage: None if elsewhere and model.startswith("openai:") else price(model, usage)


def price(model: str, usage: Usage) -> float | None:
    """US dollars of one call, None where no price is known."""
    from core.models.prices import price as known_price

    provider, _, name = model.partition(":")
    dollars = known_price(provider, name, usage)
    return None if dollars is None else float(dollars)
