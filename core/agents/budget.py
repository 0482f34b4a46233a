"""What keeps an agent from going on for ever: a budget of tool calls, an eye for circles and for errors in a row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.providers import ToolCall

TIMES_ROUND = 3
LONGEST_CIRCLE = 3
MOST_ERRORS_IN_A_ROW = 5

Seen = tuple[str, str, str]


@dataclass(slots=True)
class Budget:
    """How many tool calls may be made; agents that share it draw on it together. `finish` costs nothing."""

    calls: int
    spent: int = 0
    overdrawn: bool = False

    def spend(self) -> bool:
        """Take one call off; False when there is none left."""
        if self.spent >= self.calls:
            self.overdrawn = True
            return False
        self.spent += 1
        return True

    @property
    def used_up(self) -> str:
        """Why it stops here."""
        return f"used up its budget of {self.calls} tool {'call' if self.calls == 1 else 'calls'}; allow it more calls"


@dataclass(slots=True)
class Watch:
    """What one agent did, and whether it gets anywhere."""

    seen: list[Seen] = field(default_factory=list)
    errors: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The tools that were called and gave an answer, in order."""
        return tuple(name for name, _, answer in self.seen if not answer.startswith("Error:"))

    def objection(self, call: ToolCall, answer: str) -> str:
        """Why the agent must stop after this call, in words that follow its name; empty while all is well.

        A call that gets another answer than before is no repetition: running the tests again after a change is work.
        """
        self.errors = self.errors + 1 if answer.startswith("Error:") else 0
        self.seen.append((call.name, _normal(call.arguments), answer))
        if size := circle(self.seen):
            names = ", ".join(name[:60] for name, _, _ in self.seen[-size:])
            return f"went round in circles: it called {names} with the same arguments {TIMES_ROUND} times"
        if self.errors >= MOST_ERRORS_IN_A_ROW:
            return f"made {self.errors} calls in a row that failed; the last one: {answer[:200].removesuffix('.')}"
        return ""


def circle(seen: Sequence[object]) -> int:
    """How many things repeat at the end, one after the other, TIMES_ROUND times; 0 if none do.

    One is the same thing again and again, two is ping-pong.
    """
    for size in range(1, LONGEST_CIRCLE + 1):
        tail = list(seen[-size * TIMES_ROUND :])
        if len(tail) == size * TIMES_ROUND and tail == tail[:size] * TIMES_ROUND:
            return size
    return 0


def _normal(arguments: str) -> str:
    """The arguments without the differences that mean nothing: spaces and the order of names."""
    try:
        return json.dumps(json.loads(arguments or "{}"), sort_keys=True)
    except (ValueError, RecursionError):
        return arguments
