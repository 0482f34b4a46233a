"""From a model's name to the provider that answers for it, opened once a run and closed with it."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from core.errors import SetupError
from core.models.access import SIMULATED_ONLY, Access
from core.providers import Provider
from core.simulated import Simulation

Open = Callable[[], Provider]
CHATTY = ("httpcore2", "httpx2", "openai", "google_genai")


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

    def simulated() -> Provider:
        from core.simulated import SimulatedProvider

        return SimulatedProvider(simulation, reader=_reader())

    def openai() -> Provider:
        way = access.way("openai")
        _keep_headers_out_of_logs()
        from core.providers.openai import OpenAIProvider

        return OpenAIProvider(way.key, way.base_url)

    def gemini() -> Provider:
        way = access.way("gemini")
        _keep_headers_out_of_logs()
        from core.providers.gemini import GeminiProvider

        assert way.key is not None
        return GeminiProvider(way.key)

    def local() -> Provider:
        way = access.way("local")
        from core.providers.local import LocalProvider

        assert way.home is not None
        return LocalProvider(way.home)

    return {"simulated": simulated, "openai": openai, "gemini": gemini, "local": local}


def _keep_headers_out_of_logs() -> None:
    """At their finest level the SDKs log whole headers, in which a server may send a key back."""
    for name in CHATTY:
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)


@cache
def _reader() -> ThreadPoolExecutor:
    """Reads long requests to simulated models, one at a time, so that the loop never waits for more than one thread."""
    return ThreadPoolExecutor(1, thread_name_prefix="simulated-reading")
