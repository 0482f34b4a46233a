"""Model-written Python, run where it can do no harm: the Monty interpreter in a worker process of its own.

No files, no network, no processes, no imports beyond a few pure ones; time, memory, output and recursion are limited.
Time is what passes outside, sleep included: at its end the worker is killed, as it is when the run that waits for it is
stopped. When the interpreter is not installed, running code is off, never replaced by something less safe.
"""

import asyncio
from asyncio import AbstractEventLoop, Semaphore
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from core.errors import SetupError
from core.virtual_time import work_elsewhere

if TYPE_CHECKING:
    from pydantic_monty import AsyncMontySession, MontyError

MOST_SANDBOXES = 4  # at work at once on an event loop; other code waits for its turn, which is not counted as its time
SECONDS_TO_START = 30.0  # of a worker; far more than the 5 ms it takes
LONGEST_CODE = 50_000
LONGEST_OUTPUT = 20_000  # characters kept
MOST_PRINTED = 1_000_000  # characters after which the code is stopped
MOST_PAUSES = 1_000_000  # sleeps; the time limit comes first
LONGEST_PROBLEM = 500

NOT_INSTALLED = "Running code needs the sandbox: pip install pydantic-monty, then run again."
NOT_STARTED = f"The sandbox did not start within {SECONDS_TO_START:g} s. Run again when the machine has less to do."
PRINTED_TOO_MUCH = f"The code printed more than {MOST_PRINTED:,} characters and was stopped."
BROKE_DOWN = "The code made the sandbox's interpreter break down, and was stopped."
NOT_SUPPORTED = "The monty syntax parser does not yet support "  # how the interpreter begins to say so

Started = TypeVar("Started")

_turns: WeakKeyDictionary[AbstractEventLoop, Semaphore] = WeakKeyDictionary()  # workers are limited for a whole loop


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """Seconds that may pass, sleep included; bytes of memory; depth of calls."""

    seconds: float = 2.0
    memory: int = 64_000_000
    recursion: int = 200


class CheckReport(BaseModel):
    """What happened to one check: an empty `problem` means it passed."""

    check: str
    problem: str = ""


class CodeReport(BaseModel):
    """What running code came to: what it printed, and each check with its problem.

    Without a check `problem` is what went wrong when the code ran by itself.
    """

    output: str
    checks: list[CheckReport]
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether there were checks and every one passed."""
        return bool(self.checks) and all(not check.problem for check in self.checks)


async def run_checks(code: str, checks: Sequence[str], limits: SandboxLimits | None = None) -> CodeReport:
    """Run `code` once for each check, then the check (an assert) in the same place; without checks run it once.

    Every check starts afresh, so that one that breaks something does not spoil the next; but code that takes too long
    by itself is not tried again. Raises SetupError where the sandbox is not installed.
    """
    limits = limits or SandboxLimits()
    if len(code) > LONGEST_CODE:
        problem = f"The code has {len(code):,} characters; at most {LONGEST_CODE:,} are run."
        return _report("", [CheckReport(check=check, problem=problem) for check in checks or [""]])
    output, hopeless = "", ""
    reports: list[CheckReport] = []
    for check in checks or [""]:
        if not hopeless:
            trial = _Trial(limits)
            await trial.run(code, check)
            output = output or trial.printed
            hopeless = trial.problem if trial.timed_out and trial.stage == "code" else ""
        reports.append(CheckReport(check=check, problem=trial.problem))
    return _report(output, reports)


def _report(output: str, ran: Sequence[CheckReport]) -> CodeReport:
    """What was printed first, and how each check went; the empty one is no check."""
    alone = next((report.problem for report in ran if not report.check), "")
    return CodeReport(output=output, checks=[report for report in ran if report.check], problem=alone)


class _Trial:
    """Code and one check, run in a worker that lives for them alone.

    Starting a worker takes a few milliseconds, so that none is kept waiting for work and none outlives its run.
    """

    def __init__(self, limits: SandboxLimits) -> None:
        self.printed = ""
        self.problem = ""
        self.stage: Literal["code", "check"] = "code"
        self.timed_out = False
        self._limits = limits
        self._characters = 0

    async def run(self, code: str, check: str) -> None:
        """Run the code, then the check; what went wrong is said in `problem`."""
        try:
            from pydantic_monty import MontyError
        except ImportError as error:
            raise SetupError(NOT_INSTALLED) from error
        async with _turn(), AsyncExitStack() as worker:
            worker.enter_context(work_elsewhere())
            session = await _to_its_end(_start(worker, self._limits))
            try:
                async with asyncio.timeout(self._limits.seconds):
                    await session.feed_run(code, print_callback=self._print)
                    self.stage = "check"
                    await session.feed_run(check, print_callback=self._print)
            except TimeoutError:
                self.timed_out = True
                self.problem = self._out_of_time()
            except MontyError as error:
                self.problem = self._told(error)

    def _print(self, _stream: str, text: str) -> None:
        self._characters += len(text)
        self.printed += text[: LONGEST_OUTPUT - len(self.printed)]
        if self._characters > MOST_PRINTED:
            raise MemoryError(PRINTED_TOO_MUCH)

    def _out_of_time(self) -> str:
        if self._characters > MOST_PRINTED:
            return PRINTED_TOO_MUCH
        seconds = self._limits.seconds
        return f"The code ran longer than {seconds:g} second{'' if seconds == 1 else 's'} and was stopped."

    def _told(self, error: "MontyError") -> str:
        """What went wrong, the same for the same code. An exception of the code's own is told as Python tells it."""
        from pydantic_monty import MontyCrashedError, MontySyntaxError

        said = str(error)
        name, _, detail = said.partition(": ")
        if self._characters > MOST_PRINTED:
            return PRINTED_TOO_MUCH
        if isinstance(error, MontyCrashedError):
            return BROKE_DOWN
        if isinstance(error, MontySyntaxError):
            lines = [frame.line for frame in error.traceback()]
            where = f" (line {lines[-1]})" if lines else ""
            return f"This is not valid Python{where}: {said}"[:LONGEST_PROBLEM]
        if name == "MemoryError" and detail.startswith("memory limit exceeded"):
            return f"The code needed more than {self._limits.memory // 1_000_000} MB of memory and was stopped."
        if said == "RecursionError: maximum recursion depth exceeded":
            return f"Functions called each other more than {self._limits.recursion} levels deep, and were stopped."
        if detail.startswith(NOT_SUPPORTED):
            feature = detail.removeprefix(NOT_SUPPORTED)
            return f"The sandbox knows most of Python, but not {feature}. Write it in another way."[:LONGEST_PROBLEM]
        return said[:LONGEST_PROBLEM]


def _turn() -> Semaphore:
    """What the running loop's code passes through on its way to a worker."""
    return _turns.setdefault(asyncio.get_running_loop(), Semaphore(MOST_SANDBOXES))


async def _to_its_end(start: Coroutine[Any, Any, Started]) -> Started:
    """Let it come to its end even if its caller is cancelled, because a worker that is half started cannot be ended."""
    task = asyncio.ensure_future(start)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _start(worker: AsyncExitStack, limits: SandboxLimits) -> "AsyncMontySession":
    """A worker that ends with `worker`. Its own time limit only ends what this process, killed, could not end."""
    from pydantic_monty import AsyncMonty, OSPolicy, ResourceLimits

    bounds = ResourceLimits(
        max_feed_duration_secs=2 * limits.seconds + 1,
        max_memory=limits.memory,
        max_recursion_depth=limits.recursion,
        max_suspensions=MOST_PAUSES,
    )
    sleeping: OSPolicy = {"sleep": "system", "sleep_system_max": float("inf")}
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            pool = await worker.enter_async_context(AsyncMonty(min_processes=0, max_processes=1))
            return await worker.enter_async_context(pool.checkout(limits=bounds, os_policy=sleeping))
    except FileNotFoundError as error:
        raise SetupError(NOT_INSTALLED) from error
    except TimeoutError as error:
        raise SetupError(NOT_STARTED) from error
