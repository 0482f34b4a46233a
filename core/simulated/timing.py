"""When the simulated model speaks: seconds to the first token, and the pace of those that follow."""

import math
import random
from dataclasses import dataclass

from core.simulated.simulation import Simulation

STRAGGLER_FACTOR = 5.0
MOST_CHUNKS = 20

_PROFILES = {
    "fast": (0.2, 250.0),
    "typical": (0.6, 85.0),
    "slow": (1.8, 30.0),
    "instant": (0.0, math.inf),
}
_MODELS = {"demo-mini": (0.6, 1.6), "demo-pro": (1.5, 0.6)}


@dataclass(frozen=True, slots=True)
class Pace:
    """Nominal seconds to the first token, and tokens per second after it."""

    first_token_s: float
    tokens_per_s: float

    def seconds(self, tokens: int) -> float:
        """Nominal seconds until the last of `tokens`."""
        return self.first_token_s + tokens / self.tokens_per_s


def pace(simulation: Simulation, model: str, key: str) -> Pace:
    """The pace of one call. It depends on the seed and `key` (the request's content), never on the order of calls."""
    first, rate = _PROFILES[simulation.profile]
    slower, quicker = _MODELS.get(model, (1.0, 1.0))
    draw = random.Random(f"{simulation.seed}/{key}/pace")
    wait, flow = (math.exp(draw.gauss(0, simulation.jitter)) for _ in range(2))
    straggles = STRAGGLER_FACTOR if draw.random() < simulation.straggler_rate else 1.0
    return Pace(first * slower * wait * straggles, rate * quicker / (flow * straggles))


def chunks(text: str) -> list[str]:
    """Cut a text into at most MOST_CHUNKS pieces at word borders; joined they are the text."""
    size = max(1, math.ceil(len(text) / MOST_CHUNKS))
    pieces: list[str] = []
    start = 0
    while start < len(text):
        cut = text.find(" ", start + size - 1)
        end = cut + 1 if cut >= 0 else len(text)
        pieces.append(text[start:end])
        start = end
    return pieces
