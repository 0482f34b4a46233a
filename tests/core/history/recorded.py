"""A small run with everything in it, recorded without a model."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from core import concurrently, gate, group, route, step
from core.history.history import History
from core.providers.protocol import Message, ToolCall, Usage
from core.trace.events import (
    AttemptFinished,
    AttemptStarted,
    Ending,
    Failure,
    RunFinished,
    RunStarted,
    Streamed,
    WaitStarted,
)
from core.trace.recording import Listener, Recorder, causal_parents, current_step
from core.workflow.run_context import RunContext, current_run

PATIENCE_S = 20.0
OPTIONS = {"model": "test:model", "mode": "parallel"}


class Answer(BaseModel):
    text: str
    sure: float


@contextmanager
def opened(folder: Path, **options: Any) -> Iterator[History]:
    history = History.open(folder, **options)
    try:
        yield history
    finally:
        history.close()


def next_round(history: History) -> None:
    """Let the writer store what there is, and have its next heartbeat."""
    assert history.flush(PATIENCE_S)
    assert history._writer
    history._writer._next_beat = 0.0
    assert history.flush(PATIENCE_S)


def begin(
    run_id: str, listeners: tuple[Listener, ...], request: str = "a request", workflow: str = "small"
) -> Recorder:
    """A recorder that this task's steps record to, its run begun."""
    log = Recorder(listeners)
    current_run.set(RunContext(log, on_error="keep"))
    causal_parents.set(())
    log.add(RunStarted(log.now(), run_id, workflow, request, {"count": 2}, OPTIONS, "2026-11-05T10:00:00+00:00"))
    return log


def finish(log: Recorder, result: Any = None, status: Ending = "completed") -> None:
    log.add(RunFinished(log.now(), status, "", result, causal_parents.get(), None))


@step
async def ask(question: str) -> Answer:
    run, running = current_run.get(), current_step.get()
    assert run is not None
    assert running is not None
    log = run.log
    number = running.step
    messages = (Message("user", question), Message("assistant", "", (ToolCall("1", "look", "{}"),)))
    log.add(AttemptStarted(log.now(), number, 1, "test:model", messages, "Answer"))
    error = Failure("rate_limited", "Too many.")
    log.add(AttemptFinished(log.now(), number, 1, "error", "", (), None, None, error))
    log.add(WaitStarted(log.now(), number, 0.5, "backoff", "Too many."))
    log.add(AttemptStarted(log.now(), number, 2, "test:model", messages, None))
    log.add(Streamed(log.now(), number, "so"))
    calls = (ToolCall("2", "add", '{"a": 1}'),)
    log.add(AttemptFinished(log.now(), number, 2, "ok", "so", calls, Usage(10, 5, estimated=True), 0.25, None))
    return Answer(text="so", sure=0.9)


@step(kind="code")
async def count(number: int) -> int:
    await asyncio.sleep(0)
    if number == 1:
        raise ValueError("not one")
    return number


async def small_run(history: History, run_id: str = "run", owner: str = "me", **begun: str) -> Recorder:
    """Record a run with a call, a decision, a route and a fan-out of which a branch fails."""
    log = begin(run_id, history.listen(run_id, owner), **begun)
    answer = await ask("why?")
    gate("sure", answer.sure > 0.5, sure=answer.sure, least=0.5)
    route("where", "there", by=answer)
    with group("inner"):
        await concurrently(count(0), count(1), count(2))
    finish(log, answer)
    return log


async def two_steps(history: History, run_id: str, owner: str = "me") -> Recorder:
    """A run that goes no further than its second step."""
    log = begin(run_id, history.listen(run_id, owner))
    await count(0)
    log.begin("count", "code", {"number": 2})
    return log
