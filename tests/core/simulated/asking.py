"""Asking the simulated model in tests: no waiting unless a test brings its own clock."""

from typing import Any

from core.providers.protocol import Message, Reply, Request, ToolSpec
from core.simulated import SimulatedProvider, Simulation

TODAY = "Today is Saturday, 21 November 2026."


class Clock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


def request(system: str, user: str, **fields: Any) -> Request:
    return Request("demo", (Message("system", system), Message("user", user)), **fields)


def instant(**fields: Any) -> SimulatedProvider:
    return SimulatedProvider(Simulation(speed=0, **fields))


async def ask(system: str, user: str, **fields: Any) -> Reply:
    return await instant().ask(request(system, user, **fields), lambda _: None)


async def text_of(system: str, user: str, **fields: Any) -> str:
    return (await ask(system, user, **fields)).text


def tool(called: str, description: str, required: tuple[str, ...] | None = None, **properties: str) -> ToolSpec:
    listed = {key: {"type": kind} for key, kind in properties.items()}
    needed = list(properties) if required is None else list(required)
    return ToolSpec(called, description, {"type": "object", "properties": listed, "required": needed})
