"""Model-written Python, run where it can do no harm: the Monty interpreter in a worker process of its own.

No files, no network, no processes, no imports beyond a few pure ones; time, memory and recursion are limited. When the
interpreter is not installed, running code is off, never replaced by something less safe.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from core.errors import SetupError

LONGEST_CODE = 50_000
LONGEST_OUTPUT = 20_000


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """Seconds of running time, bytes of memory, depth of calls."""

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
        return bool(self.checks) and all(not one.problem for one in self.checks)


async def run_checks(code: str, checks: Sequence[str], limits: SandboxLimits | None = None) -> CodeReport:
    """Run `code` once for each check, then the check (an assert) in the same place; without checks run it once.

    Every check starts afresh, so that one that breaks something does not spoil the next. Raises SetupError where the
    sandbox is not installed.
    """
    return await asyncio.to_thread(_run_checks, code, checks, limits or SandboxLimits())


def _run_checks(code: str, checks: Sequence[str], limits: SandboxLimits) -> CodeReport:
    try:
        from pydantic_monty import Monty
    except ImportError as error:
        raise SetupError("Running code needs the sandbox: pip install pydantic-monty, then run again.") from error
    if len(code) > LONGEST_CODE:
        problem = f"The code has {len(code):,} characters; at most {LONGEST_CODE:,} are run."
        return _report([("", CheckReport(check=check, problem=problem)) for check in checks or [""]])
    with Monty(max_processes=1) as pool:
        return _report([_run_check(pool, code, check, limits) for check in checks or [""]])


def _report(ran: Sequence[tuple[str, CheckReport]]) -> CodeReport:
    """What was printed first, and how each check went; the empty one is no check."""
    output = next((printed for printed, _ in ran if printed), "")[:LONGEST_OUTPUT]
    alone = next((one.problem for _, one in ran if not one.check), "")
    return CodeReport(output=output, checks=[one for _, one in ran if one.check], problem=alone)


def _run_check(pool: Any, code: str, check: str, limits: SandboxLimits) -> tuple[str, CheckReport]:
    from pydantic_monty import CollectString, MontyError, ResourceLimits

    bounds = ResourceLimits(
        max_feed_duration_secs=limits.seconds, max_memory=limits.memory, max_recursion_depth=limits.recursion
    )
    printed = CollectString()
    try:
        with pool.checkout(limits=bounds) as session:
            session.feed_run(code, print_callback=printed)
            session.feed_run(check, print_callback=printed)
    except MontyError as error:
        return str(printed.output), CheckReport(check=check, problem=_problem(error, limits))
    return str(printed.output), CheckReport(check=check)


def _problem(error: Exception, limits: SandboxLimits) -> str:
    """What went wrong, the same for the same code: a time limit's exact figure differs from run to run."""
    said = str(error)[:500]
    return f"TimeoutError: time limit of {limits.seconds:g} s exceeded" if said.startswith("TimeoutError") else said
