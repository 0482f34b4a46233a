"""The open providers of one run. Adapters, and the SDKs under them, are imported when one is opened."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from core.errors import SetupError
from core.models.access import SIMULATED_ONLY, Access
from core.providers import Provider
from core.simulated import Simulation

Open = Callable[[], Provider]
HTTP_LOGGERS = ("httpcore2", "httpx2")


class Connections:
    """The providers of one run, each opened when it is first asked for. Belongs to one event loop."""

    def __init__(self, openers: Mapping[str, Open]) -> None:
        self._openers = openers
        self._opened: dict[str, Provider] = {}

    def connect(self, model: str) -> Provider:
        """The provider of `provider:model`. Raises SetupError naming the known ones, or why this one is closed."""
        name = model.partition(":")[0]
        if name not in self._opened:
            if name not in self._openers:
                known = ", ".join(sorted(self._openers))
                raise SetupError(f"There is no provider {name[:40]!r}. Choose a model of one of: {known}.")
            self._opened[name] = self._openers[name]()
        return self._opened[name]

    async def close(self) -> None:
        """Close what was opened."""
        while self._opened:
            await self._opened.popitem()[1].close()


def simulated_provider(
    simulation: Simulation, *, sleep: Callable[[float], Awaitable[None]], clock: Callable[[], float]
) -> Provider:
    """The simulated model in a time of somebody's own, for estimates."""
    from core.simulated import SimulatedProvider

    return SimulatedProvider(simulation, sleep=sleep, clock=clock)


def openers(simulation: Simulation, access: Access = SIMULATED_ONLY) -> dict[str, Open]:
    """How to open each provider. Opening one that `access` does not hold raises SetupError that says what to do."""
    return {name: partial(_open, name, simulation, access) for name in access.providers}


def _open(name: str, simulation: Simulation, access: Access) -> Provider:
    spec, route = access.providers[name], access.route(name)
    if spec.sdk is not None:
        _keep_headers_out_of_logs((*HTTP_LOGGERS, spec.sdk.logger))
    return spec.open(route, simulation)


def _keep_headers_out_of_logs(loggers: tuple[str, ...]) -> None:
    """At their finest level the SDKs log whole headers, in which a server may send a key back."""
    for name in loggers:
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)
