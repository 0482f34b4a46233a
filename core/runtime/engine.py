"""Runs that outlive whoever started them: one background event loop for the whole process.

A page, a script or a test starts a run, gets its id, and watches its log from any thread; nothing it does to itself
ends the run. Stopping cancels the run's task and with it every request in flight. A run for which there is no room
waits in line (`core.runtime.admission`); its log and its clock begin when it does.
"""

import asyncio
import contextlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from core.runtime.admission import Admission, Capacity, Place
from core.runtime.execution import OpenEnvironment, execute, prepare, record_start
from core.runtime.plans import Plan
from core.trace import Ending, Event, Failure, Listener, RunFinished, Trace
from core.workflow import Approval, LoadFiles, RunContext

MOST_FINISHED_RUNS_KEPT = 200
_SECONDS_TO_STOP = 5.0

ListenTo = Callable[[str, str, Plan], tuple[Listener, ...]]
FilesOf = Callable[[str], LoadFiles]


class Run:
    """A run of this process: its plan, its log, and whether it is still going."""

    def __init__(
        self, run_id: str, owner: str, plan: Plan, context: RunContext, open_environment: OpenEnvironment
    ) -> None:
        self.id = run_id
        self.owner = owner
        self.plan = plan
        self.log = context.log
        self.done: Future[None] = Future()
        self.begun = False
        self._context = context
        self._open_environment: OpenEnvironment | None = open_environment
        self._task: asyncio.Task[None] | None = None
        self._seen = Trace()

    @property
    def live(self) -> bool:
        """Whether it is still running or waiting, in line or for a person, by its log.

        `done` comes later, when all that it used is closed.
        """
        return ended(self) is None

    @property
    def events(self) -> list[Event]:
        """The log so far, as a list of its own."""
        return self.log.events[:]

    def trace(self) -> Trace:
        """The run as it stands. The trace returned is never changed again, so threads may share it."""
        if self._seen.events != len(self.log.events):
            self._seen = Trace(self.events)
        return self._seen

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for its end; whether it has ended. Never call it on the engine's own loop."""
        with contextlib.suppress(TimeoutError):
            self.done.result(seconds)
        return not self.live

    def now(self) -> float:
        """Seconds since it began, 0 before; stands still once it has ended."""
        if not self.begun:
            return 0.0
        return self.log.now() if self.live else self.trace().last


class Engine:
    """The background loop and the runs on it. Its methods may be called from any thread."""

    def __init__(
        self,
        open_environment: OpenEnvironment,
        listen_to: ListenTo | None = None,
        files_of: FilesOf | None = None,
        capacity: Capacity | None = None,
    ) -> None:
        self._open_environment = open_environment
        self._listen_to = listen_to
        self._files_of = files_of
        self._runs: dict[str, Run] = {}
        self._admission = Admission(capacity or Capacity())
        self._lock = threading.Lock()  # held while runs enter or leave
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="playground-engine", daemon=True)
        self._thread.start()

    def start(self, plan: Plan, owner: str = "", open_environment: OpenEnvironment | None = None) -> Run:
        """Start a run, in an environment of its own if one is given; it is let go of with the run's end.

        Where too many are going on, the run waits in line. Raises InputError when the line is full.
        """
        run_id = secrets.token_urlsafe(16)
        with self._lock:
            self._admission.check(owner)
            listeners = self._listen_to(run_id, owner, plan) if self._listen_to else ()
            files = self._files_of(owner) if self._files_of else None
            context = prepare(plan, listeners, load_files=files)
            run = self._runs[run_id] = Run(run_id, owner, plan, context, open_environment or self._open_environment)
            begins = self._admission.enter(owner, run_id)
            self._forget_old_runs()
        if begins:
            self._loop.call_soon_threadsafe(self._begin, run)
        return run

    def find(self, run_id: str) -> Run | None:
        """The run with this id, if this process still has it."""
        return self._runs.get(run_id)

    def of(self, owner: str) -> list[str]:
        """The ids of the owner's runs that this process still has."""
        return [run.id for run in list(self._runs.values()) if run.owner == owner]

    def forget(self, run_id: str) -> None:
        """Let go of a run that has ended; one that goes on stays."""
        run = self._runs.get(run_id)
        if run is not None and not run.live:
            del self._runs[run_id]

    def live_runs(self) -> int:
        """How many runs are going on, by their logs; those in line do not count."""
        with self._lock:
            return sum(run.live for run in self._runs.values()) - self._admission.waiting

    def place(self, run: Run) -> Place | None:
        """Where a run stands in line, None once it has begun."""
        if run.begun:
            return None
        with self._lock:
            return self._admission.place(run.owner, run.id)

    def stop(self, run_id: str) -> None:
        """Cancel a run; it ends as `cancelled` with all it had so far."""
        run = self._runs.get(run_id)
        if run is not None:
            self._loop.call_soon_threadsafe(self._cancel, run)

    def answer(self, run_id: str, step: int, approval: Approval[Any]) -> None:
        """Hand a person's decision to a waiting step; a second answer is ignored."""
        run = self._runs.get(run_id)
        if run is not None:
            self._loop.call_soon_threadsafe(run._context.answer, step, approval)

    def close(self) -> None:
        """Stop every run and the loop."""
        for run in reversed(list(self._runs.values())):  # those in line first, so that none of them begins
            self.stop(run.id)
        deadline = time.monotonic() + _SECONDS_TO_STOP
        for run in list(self._runs.values()):
            run.done.exception(timeout=max(0.0, deadline - time.monotonic()))
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result(_SECONDS_TO_STOP)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_SECONDS_TO_STOP)
        self._loop.close()

    def _begin(self, run: Run) -> None:
        if run.live:  # not stopped before its turn
            run.begun = True
            run._task = self._loop.create_task(self._execute(run), name=run.id)
            run._task.add_done_callback(lambda task: self._end(run, None if task.cancelled() else task.exception()))

    async def _execute(self, run: Run) -> None:
        assert run._open_environment is not None
        async with run._open_environment(run.plan.options) as environment:
            await execute(run.id, run.plan, run._context, environment)

    def _cancel(self, run: Run) -> None:
        if run._task is not None:
            run._task.cancel()
        elif run.live:
            run.log.restart_clock()
            self._end(run, None)

    def _end(self, run: Run, error: BaseException | None) -> None:
        """Close the run's log, let go of what it used, and let those in line begin whose turn it is."""
        _close_log(run, error)
        run._task = run._open_environment = None
        with self._lock:
            turns = [self._runs[run_id] for run_id in self._admission.leave(run.owner, run.id)]
        run.done.set_result(None)
        for following in turns:
            following.log.restart_clock()
            self._begin(following)

    def _forget_old_runs(self) -> None:
        """Let go of the oldest that have ended, of whoever has most of them."""
        ended = [run for run in self._runs.values() if not run.live]
        kept = Counter(run.owner for run in ended)
        for _ in range(len(ended) - MOST_FINISHED_RUNS_KEPT):
            owner = max(kept, key=kept.__getitem__)
            oldest = next(run for run in ended if run.owner == owner)
            ended.remove(oldest)
            kept[owner] -= 1
            del self._runs[oldest.id]


def ended(run: Run) -> RunFinished | None:
    """How a run ended, None while it goes on."""
    last = run.log.events[-1] if run.log.events else None
    return last if isinstance(last, RunFinished) else None


def _close_log(run: Run, error: BaseException | None) -> None:
    """Whatever became of the run, its log begins with what was asked for and ends with how it ended."""
    if not run.log.events:
        record_start(run.id, run.plan, run.log)
    if ended(run) is None:
        failure = Failure.of(error) if error else None
        status: Ending = "failed" if failure else "cancelled"
        reason = failure.message if failure else "Stopped before it had begun. Run again to start over."
        run.log.add(RunFinished(run.log.now(), status, reason, None, (), failure))
