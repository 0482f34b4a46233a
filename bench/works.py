"""The work that engines are compared on: a chain of steps, and a fan-out with a join. Each step adds one to its number.

`Work` is one run of it; its result tells whether every step ran.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from typing import Any

from core import concurrently, step
from core.history import History
from core.trace import Recorder, RunFinished, RunStarted, causal_parents
from core.workflow import RunContext, current_run

Body = Callable[[int], Coroutine[Any, Any, int]]
NewLog = Callable[[], Recorder]
Work = Callable[[], Coroutine[Any, Any, int]]
Bare = Callable[[int, Body], Work]
Traced = Callable[[int, Body, NewLog], Work]

NAP_S = 0.05
OWNER = "bench"


async def nothing(number: int) -> int:
    """A step that gives way to the others once and does no more."""
    await asyncio.sleep(0)
    return number + 1


async def nap(number: int) -> int:
    """A step of 50 ms that costs hardly any CPU."""
    await asyncio.sleep(NAP_S)
    return number + 1


def bare_chain(length: int, body: Body) -> Work:
    """One call after the other."""

    async def work() -> int:
        value = 0
        for _ in range(length):
            value = await body(value)
        return value

    return work


def bare_fan(width: int, body: Body) -> Work:
    """All at once with `asyncio.gather`, then added up."""

    async def work() -> int:
        return sum(await asyncio.gather(*(body(number) for number in range(width))))

    return work


def traced_chain(length: int, body: Body, new_log: NewLog = Recorder) -> Work:
    """The same through our engine: every step recorded, with its input and output."""
    chain = bare_chain(length, step(kind="code")(body))

    async def work() -> int:
        record(new_log())
        return await chain()

    return work


def traced_fan(width: int, body: Body, new_log: NewLog = Recorder) -> Work:
    """The same through our engine: every step recorded, with its input and output."""
    traced = step(kind="code")(body)

    async def work() -> int:
        record(new_log())
        return sum(await concurrently(*(traced(number) for number in range(width))))

    return work


def total_of_fan(width: int) -> int:
    """What a fan-out of this width comes to."""
    return width * (width + 1) // 2


def run_name(make: Traced, size: int, number: int) -> str:
    """The id of the `number`th run of a stored work."""
    return f"{make.__name__}-{size}-{number}"


def stored(history: History, make: Traced, size: int, body: Body) -> Work:
    """A whole run through our engine, over only when all of it is stored in the history."""
    runs = itertools.count()

    def new_log() -> Recorder:
        run = run_name(make, size, next(runs))
        log = Recorder(listeners=history.listen(run, OWNER))
        log.add(RunStarted(0.0, run, "bench", "-", {}, {}, "2026-01-01T00:00:00+00:00"))
        return log

    inner = make(size, body, new_log)

    async def work() -> int:
        total = await inner()
        run = current_run.get()
        assert run is not None
        run.log.add(RunFinished(run.log.now(), "completed", "", None, (), None))
        assert history.flush()
        return total

    return work


def record(log: Recorder) -> None:
    """Let `log` record what comes next in this task."""
    current_run.set(RunContext(log))
    causal_parents.set(())
