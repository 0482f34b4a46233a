import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.samples.sandbox import LONGEST_CODE, LONGEST_OUTPUT, MOST_SANDBOXES, SandboxLimits, run_checks

BRIEF = SandboxLimits(seconds=0.2)
LONG = SandboxLimits(seconds=600)
TOO_LONG = "The code ran longer than 0.2 seconds and was stopped."
PATIENCE_S = 10.0


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")


def workers() -> int:
    """How many of this process's children are interpreters, told by the operating system."""
    return sum(_is_worker(status) for status in Path("/proc").glob("[0-9]*/status"))


def _is_worker(status: Path) -> bool:
    try:
        told = status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.startswith("Name:\tmonty\n") and f"PPid:\t{os.getpid()}\n" in told


async def until_workers(number: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while workers() != number:
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.005)


@pytest.mark.parametrize(
    "code",
    [
        "import time\ntime.sleep(3600)",
        "import time\nwhile True:\n    time.sleep(0.0001)",
        "import asyncio\nawait asyncio.sleep(3600)",
        "while True:\n    pass",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
    ],
)
async def test_code_that_does_not_end_is_stopped_when_its_time_is_over(code: str) -> None:
    report = await run_checks(code, ["pass"], BRIEF)
    assert [one.problem for one in report.checks] == [TOO_LONG]
    await until_workers(0)


async def test_a_check_that_does_not_end_is_stopped_and_the_others_count() -> None:
    sleeps = "import time\ntime.sleep(3600)"
    report = await run_checks("x = 1", ["assert x == 1", sleeps, "assert x == 1"], SandboxLimits(seconds=1))
    told = "The code ran longer than 1 second and was stopped."
    assert [one.problem for one in report.checks] == ["", told, ""]


async def test_code_that_takes_too_long_by_itself_is_not_tried_for_every_check() -> None:
    report = await run_checks("print('once')\nwhile True: pass", ["pass"] * 1000, BRIEF)
    assert {one.problem for one in report.checks} == {TOO_LONG}
    assert len(report.checks) == 1000


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("def f(n): return f(n + 1)\nf(0)", "Functions called each other more than 200 levels deep, and were stopped."),
        ("x = 'a' * 1000\nwhile True: x += x", "The code needed more than 64 MB of memory and was stopped."),
        ("x = 10 ** 10 ** 8", "The code needed more than 64 MB of memory and was stopped."),
        ("for _ in range(2000): print('x' * 1000)", "The code printed more than 1,000,000 characters and was stopped."),
        (
            "def f():\n    yield 1",
            "The sandbox knows most of Python, but not yield expressions. Write it in another way.",
        ),
        ("x = 1\nif x\n    pass", "This is not valid Python (line 2): Expected `:`, found newline"),
        ("(" * LONGEST_CODE, "This is not valid Python (line 1): Source is too deeply nested"),
        (" " * (LONGEST_CODE + 1), "The code has 50,001 characters; at most 50,000 are run."),
    ],
)
async def test_what_the_sandbox_does_not_allow_is_said_in_a_sentence(code: str, told: str) -> None:
    report = await run_checks(code, ["pass"], LONG)
    assert [one.problem for one in report.checks] == [told]
    await until_workers(0)


@pytest.mark.parametrize(
    "problem",
    [
        "ValueError: mine",
        "TimeoutError: mine",
        "MemoryError: mine",
        "NotImplementedError",
        "AssertionError: assert 1 == 2",
    ],
)
async def test_an_exception_of_the_codes_own_is_told_as_python_tells_it(problem: str) -> None:
    name, _, words = problem.partition(": ")
    code = words if words.startswith("assert") else f"raise {name}({words and repr(words)})"
    assert [one.problem for one in (await run_checks(code, ["pass"])).checks] == [problem]


async def test_long_output_is_cut_and_what_was_printed_before_the_end_is_kept() -> None:
    assert len((await run_checks("print('x' * 100_000)", ["pass"])).output) == LONGEST_OUTPUT
    assert (await run_checks("print('begun', flush=True)\nwhile True: pass", ["pass"], BRIEF)).output == "begun\n"


async def test_code_that_prints_without_end_is_told_so() -> None:
    report = await run_checks("while True: print('x' * 1000)", ["pass"], BRIEF)
    assert report.checks[0].problem == "The code printed more than 1,000,000 characters and was stopped."
    assert len(report.output) == LONGEST_OUTPUT


async def test_more_code_than_workers_waits_for_its_turn_without_losing_its_time() -> None:
    before = set(threading.enumerate())
    endless = [run_checks("import time\ntime.sleep(3600)", ["pass"], BRIEF) for _ in range(2 * MOST_SANDBOXES)]
    quick = [run_checks("x = 1", ["assert x == 1"], LONG) for _ in range(2 * MOST_SANDBOXES)]
    reports = await asyncio.gather(*endless, *quick)
    told = [report.checks[0].problem for report in reports]
    assert told == [TOO_LONG] * len(endless) + [""] * len(quick)
    await until_workers(0)
    assert set(threading.enumerate()) - before == set()


async def test_a_run_that_is_stopped_takes_its_worker_with_it_and_frees_its_place() -> None:
    running = [asyncio.create_task(run_checks("while True: pass", ["pass"], LONG)) for _ in range(MOST_SANDBOXES + 1)]
    await until_workers(MOST_SANDBOXES)
    for task in running:
        task.cancel()
    assert all(
        isinstance(one, asyncio.CancelledError) for one in await asyncio.gather(*running, return_exceptions=True)
    )
    await until_workers(0)
    assert (await run_checks("1 + 1", ["pass"])).passed


@pytest.mark.parametrize("pause", [0, 0.001, 0.002, 0.003, 0.004, 0.006, 0.01])
async def test_a_run_that_is_stopped_while_its_worker_starts_leaves_none_behind(pause: float) -> None:
    starting = [asyncio.create_task(run_checks("while True: pass", ["pass"], LONG)) for _ in range(MOST_SANDBOXES)]
    await asyncio.sleep(pause)
    for task in starting:
        task.cancel()
    await asyncio.gather(*starting, return_exceptions=True)
    await until_workers(0)


async def test_many_short_sleeps_are_no_mistake() -> None:
    assert (await run_checks("import time\nfor _ in range(1500): time.sleep(0)", ["pass"], LONG)).passed


def test_the_interpreter_is_not_loaded_before_code_is_run() -> None:
    script = "import core.samples.sandbox, sys; print('pydantic_monty' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "False\n"
