"""What goes wrong on demand: drawn by the request's content and how often it was tried, so that a retry can succeed."""

import random
from collections import Counter

from core.errors import ModelRefused, ModelUnavailable, PlaygroundError
from core.simulated.simulation import FaultKind, Simulation


class Faults:
    """The faults of one provider instance."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._tries: Counter[str] = Counter()

    def draw(self, key: str) -> FaultKind | None:
        """The fault of this attempt at the request `key`, if any. Every call counts as an attempt."""
        self._tries[key] += 1
        luck = random.Random(f"{self._simulation.seed}/{key}/{self._tries[key]}/fault")
        kind = luck.choice(self._simulation.faults)
        due = self._tries.total() <= self._simulation.fault_first_calls
        return kind if luck.random() < self._simulation.fault_rate or due else None


def raised_by(kind: FaultKind) -> PlaygroundError | None:
    """The error of a fault, None for a fault that is a bad answer."""
    match kind:
        case "server":
            return ModelUnavailable("The simulated server answered 503. Try again in a moment.", kind="server")
        case "network":
            return ModelUnavailable("The connection to the simulated server was reset. Try again.", kind="network")
        case "timeout":
            return ModelUnavailable("The simulated server did not answer in time. Try again.", kind="timeout")
        case "refused":
            return ModelRefused("The simulated model declined to answer, as its fault setting asks. Switch faults off.")
    return None


def spoilt(kind: FaultKind, text: str) -> str:
    """What is left of an answer."""
    match kind:
        case "empty":
            return ""
        case "truncated":
            return text[: len(text) // 2]
        case "invalid":
            return text[: len(text) * 2 // 3].rstrip("} \n") + " …"
    return text
