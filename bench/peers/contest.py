"""One work done by everyone in turns."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType

from bench.timing import Spent, one_run, turn
from bench.works import Body, Work, bare_chain, bare_fan, nap, nothing, total_of_fan, traced_chain, traced_fan

LONGEST_RUN_S = 2.0
BARE = "bare asyncio"
OURS = "ours, every step recorded"


@dataclass(frozen=True, slots=True)
class Case:
    """A chain or a fan-out of so many steps, done in so many rounds, each time `stretch` times in a row."""

    name: str
    shape: str
    steps: int
    rounds: int
    stretch: int = 1
    naps: bool = False

    @property
    def body(self) -> Body:
        """What each step does."""
        return nap if self.naps else nothing

    @property
    def expected(self) -> int:
        """What the work comes to."""
        return self.steps if self.shape == "chain" else total_of_fan(self.steps)

    def make(self, module: ModuleType) -> Work:
        """The work built with a peer."""
        build: Callable[[int, Body], Work] = getattr(module, self.shape)
        return build(self.steps, self.body)


CASES = (
    Case("chain of 10", "chain", 10, 15, stretch=20),
    Case("fan-out of 100", "fan", 100, 15, stretch=5),
    Case("fan-out of 1,000", "fan", 1_000, 5, stretch=2),
    Case("100 steps of 50 ms", "fan", 100, 9, naps=True),
)


def contest(case: Case, peers: Mapping[str, ModuleType]) -> dict[str, Spent]:
    """What everyone spent, in turns. A run longer than LONGEST_RUN_S is the only one of its engine."""
    works = {BARE: (bare_chain if case.shape == "chain" else bare_fan)(case.steps, case.body)}
    works[OURS] = (traced_chain if case.shape == "chain" else traced_fan)(case.steps, case.body)
    works |= {name: case.make(module) for name, module in peers.items()}
    loop = asyncio.new_event_loop()
    found = {name: [one_run(loop, work, case.expected)] for name, work in works.items()}
    slow = {name for name, [first] in found.items() if first[1] > LONGEST_RUN_S}
    for _ in range(case.rounds):
        for name in [name for name in works if name not in slow]:
            found[name].append(turn(loop, works[name], case.expected, case.stretch))
    loop.close()
    return {name: Spent.of(runs if name in slow else runs[1:]) for name, runs in found.items()}
