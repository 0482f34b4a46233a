"""Traces of runs that have ended: a page looks at the same ones again and again, and all that is made of one stays."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from core.trace import Trace

_MOST_EVENTS = 100_000


class EndedTraces:
    """Traces by their runs' numbers, so many events of them together. May be used from any thread.

    What has ended does not change any more. Whether somebody may see it is asked before it is looked for here.
    """

    def __init__(self, most_events: int = _MOST_EVENTS) -> None:
        self._most = most_events
        self._events = 0
        self._traces: OrderedDict[int, Trace] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, number: int) -> Trace | None:
        """The trace of the run with this number, if it is still here."""
        with self._lock:
            known = self._traces.get(number)
            if known is not None:
                self._traces.move_to_end(number)
            return known

    def keep(self, number: int, trace: Trace) -> None:
        """Keep this one and let go of those that were not looked at for longest, as far as there is no room for it."""
        with self._lock:
            if number in self._traces or trace.events > self._most:
                return
            self._traces[number] = trace
            self._events += trace.events
            while self._events > self._most:
                _, gone = self._traces.popitem(last=False)
                self._events -= gone.events


@contextmanager
def no_collection() -> Iterator[None]:
    """Reading a long log makes much that stays and no garbage: looking for that again and again is most of the cost."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
