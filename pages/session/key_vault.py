"""What visitors have typed in, by a random name of their session: in this process's memory and nowhere else."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.models import Typed

SECONDS_KEPT = 2 * 3600.0
MOST_SESSIONS = 2000
NOTHING = Typed()


class KeyVault:
    """May be used from any thread. What nobody has asked for in `seconds_kept` is dropped."""

    def __init__(self, seconds_kept: float = SECONDS_KEPT, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds_kept = seconds_kept
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Typed]] = OrderedDict()
        self._lock = threading.Lock()

    def typed(self, session: str) -> Typed:
        """What this session has typed."""
        with self._lock:
            self._drop_old()
            if session not in self._kept:
                return NOTHING
            return self._keep(session, self._kept[session][1])

    def put(self, session: str, **fields: Any) -> None:
        """Set fields of what this session has typed."""
        with self._lock:
            self._drop_old()
            before = self._kept[session][1] if session in self._kept else NOTHING
            self._keep(session, replace(before, **fields))

    def forget(self, session: str) -> None:
        """Drop all of it."""
        with self._lock:
            self._kept.pop(session, None)

    def _keep(self, session: str, typed: Typed) -> Typed:
        self._kept[session] = (self._clock(), typed)
        self._kept.move_to_end(session)
        return typed

    def _drop_old(self) -> None:
        """Drop what is too old, and the oldest when there are too many."""
        oldest = self._clock() - self._seconds_kept
        while self._kept:
            name, (at, _) = next(iter(self._kept.items()))
            if at >= oldest and len(self._kept) <= MOST_SESSIONS:
                return
            del self._kept[name]
