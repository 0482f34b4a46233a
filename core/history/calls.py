"""What calls the history's writer. It is woken only when it sleeps, because waking a thread costs more than a step."""

from collections import deque
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

GATHER_S = 0.003

Call = TypeVar("Call")


class Calls(Generic[Call]):
    """Many threads call, one takes.

    The taker stays awake for a moment after each time, and gathers what comes until then: a burst of steps becomes one
    transaction, which is most of what storing costs.
    """

    def __init__(self) -> None:
        self._waiting: deque[Call] = deque()
        self._asleep = False
        self._bell: SimpleQueue[bool] = SimpleQueue()

    def add(self, call: Call) -> None:
        """Call without hurry: it is taken within a moment."""
        self._waiting.append(call)
        if self._asleep:
            self._bell.put(False)

    def urge(self, call: Call) -> None:
        """Call and end the gathering, because somebody waits for it."""
        self._waiting.append(call)
        self._bell.put(True)

    def take(self, longest_s: float) -> list[Call]:
        """What was called for, in order; nothing where nobody calls for `longest_s` seconds, and rarely before."""
        if not self._rung(GATHER_S) and not self._waiting:
            self._sleep(longest_s)
        with suppress(Empty):
            while True:
                self._bell.get_nowait()
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _sleep(self, longest_s: float) -> None:
        self._asleep = True
        hurried = False if self._waiting else self._rung(longest_s)  # it may have come before anyone saw us asleep
        self._asleep = False
        if self._waiting and not hurried:
            self._rung(GATHER_S)

    def _rung(self, longest_s: float) -> bool:
        """Wait for the bell; whether somebody is in a hurry."""
        with suppress(Empty):
            return self._bell.get(timeout=max(GATHER_S, longest_s))
        return False
