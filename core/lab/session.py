"""Comparisons that are measured in the background, outlive the page that started them, and can be stopped."""

import secrets
import threading
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from typing import Literal, Protocol

from core.errors import InputError, PlaygroundError
from core.lab.comparison import Comparison, Measured
from core.lab.modes import TimedMode, check_repeats
from core.runtime import Plan, Run, real_providers, warm_up

MOST_LIVE_PER_OWNER = 2
MOST_KEPT_PER_OWNER = 5
_MOST_KEPT = 100

_State = Literal["running", "completed", "stopped", "broken off"]


class Starter(Protocol):
    """What a session needs of the engine."""

    def start(self, plan: Plan, owner: str = "") -> Run:
        """Start a run."""

    def stop(self, run_id: str) -> None:
        """Stop a run."""


class LabSession:
    """One comparison under way or over: its runs go through the engine one at a time, in turns.

    What has been measured stays whatever happens; `state` says how far it is and `trouble` why it broke off. May be
    read from any thread.
    """

    def __init__(self, engine: Starter, comparison: Comparison, owner: str) -> None:
        self.id = secrets.token_urlsafe(16)
        self.owner = owner
        self.comparison = comparison
        self.state: _State = "running"
        self.trouble = ""
        self.current: tuple[TimedMode, int, Run] | None = None
        self._engine = engine
        self._left = comparison.schedule()
        self._lock = threading.Lock()
        self._over = threading.Event()

    @property
    def live(self) -> bool:
        """Whether there is more to come."""
        return self.state == "running" or self.current is not None

    @property
    def planned(self) -> int:
        """How many runs it makes when nobody stops it."""
        return len(self.comparison.modes) * self.comparison.repeats

    @property
    def counted(self) -> int:
        """How many runs have been made that count."""
        return sum(run.usable for run in self.runs)

    @property
    def runs(self) -> list[Measured]:
        """The runs that have ended, in the order in which they were made."""
        return self.comparison.runs[:]

    def begin(self) -> None:
        """Start the first run; each further one starts when the one before has ended.

        Where an SDK has to be loaded first, that happens in a thread of its own.
        """
        providers = real_providers(self.comparison.plan)
        if providers:
            threading.Thread(target=self._begin, args=(providers,), name="playground-lab", daemon=True).start()
        else:
            self._begin(providers)

    def _begin(self, providers: Collection[str]) -> None:
        warm_up(providers)
        self._next()

    def wait(self, seconds: float) -> None:
        """Block the calling thread until it is over, at most so long."""
        self._over.wait(seconds)

    def stop(self) -> None:
        """Stop the run that is going on and make no further one."""
        with self._lock:
            if self.state != "running":
                return
            self.state = "stopped"
            current = self.current
        if current is not None:
            self._engine.stop(current[2].id)

    def _next(self) -> None:
        with self._lock:
            started = self._start() if self.state == "running" else None
        if started is None:
            self._over.set()
        else:
            started.done.add_done_callback(self._ended)

    def _start(self) -> Run | None:
        if not self._left:
            self.state = "completed"
            return None
        mode, repeat = self._left.pop(0)
        try:
            run = self._engine.start(mode.apply(self.comparison.plan), self.owner)
        except PlaygroundError as error:
            self.state, self.trouble = "broken off", str(error)
            return None
        self.current = (mode, repeat, run)
        return run

    def _ended(self, _: Future[None]) -> None:
        assert self.current is not None
        mode, repeat, run = self.current
        self.comparison.runs.append(Measured(mode.name, repeat, run.trace()))
        self.current = None
        self._next()


class LabSessions:
    """The comparisons of this process, found by their id; each visitor keeps the last few."""

    def __init__(self, engine: Starter) -> None:
        self._engine = engine
        self._sessions: dict[str, LabSession] = {}
        self._lock = threading.Lock()

    def start(
        self,
        plan: Plan,
        modes: Sequence[TimedMode],
        repeats: int,
        owner: str = "",
        starter: Starter | None = None,
    ) -> LabSession:
        """Begin to measure; `starter` starts the runs in the place of the engine, with an owner's keys, say.

        Raises InputError for no modes, wrong repeats, or too many comparisons at once.
        """
        if not modes:
            raise InputError("No mode is chosen. Choose at least one; sequential and parallel make a first comparison.")
        comparison = Comparison(plan, tuple(modes), check_repeats(repeats))
        with self._lock:
            live = sum(session.live for session in self._sessions.values() if session.owner == owner)
            if live >= MOST_LIVE_PER_OWNER:
                raise InputError(f"You have {live} comparisons going on. Stop one, or wait until one has ended.")
            session = LabSession(starter or self._engine, comparison, owner)
            self._sessions[session.id] = session
            self._forget(owner)
        session.begin()
        return session

    def find(self, session_id: str, owner: str = "") -> LabSession | None:
        """This owner's session with this id, None where there is none."""
        session = self._sessions.get(session_id)
        return session if session is not None and session.owner == owner else None

    def latest(self, owner: str = "") -> LabSession | None:
        """The session this owner started last."""
        return next((session for session in reversed(list(self._sessions.values())) if session.owner == owner), None)

    def _forget(self, owner: str) -> None:
        """Let go of the oldest that are over: first of this owner, then of all."""
        for mine, most in ((True, MOST_KEPT_PER_OWNER), (False, _MOST_KEPT)):
            kept = [session for session in self._sessions.values() if not mine or session.owner == owner]
            over = [session for session in kept if not session.live]
            for session in over[: max(0, len(kept) - most)]:
                del self._sessions[session.id]
