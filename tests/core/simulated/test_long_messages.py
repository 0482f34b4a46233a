"""What a long message costs: it is read to a limit, which the answer says, beside the loop that serves every run."""

import asyncio
import contextvars
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from core.models.connections import openers
from core.runtime.execution import environment, prepare, run_in_current_loop
from core.runtime.plans import plan
from core.simulated import Simulation
from core.simulated.asked import CUT, LONGEST_READ
from core.simulated.provider import READ_AT_ONCE
from core.trace.run_json import run_as_json
from core.trace.trace import Trace
from tests.core.simulated.asking import ask, request
from tests.hostile_shapes import HOSTILE_SHAPES

SENTENCE = "The meeting about the garden is on Friday at noon in the small room. "
MEASUREMENTS = 3


def text_of(length: int) -> str:
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


async def run(text: str) -> Trace:
    planned = plan("basic-call", text, None, {"simulation": {"speed": 0}})
    return await run_in_current_loop(planned, prepare(planned), environment)


async def test_a_message_that_is_read_to_its_end_needs_no_note() -> None:
    assert (await ask("Summarise the text.", text_of(LONGEST_READ))).notes == ()


async def test_what_stands_behind_the_limit_is_not_read_and_the_reply_says_so() -> None:
    read = text_of(LONGEST_READ)
    whole = await ask("Summarise the text in 2 sentences.", read)
    cut = await ask("Summarise the text in 2 sentences.", read + " Summarise it in 9 sentences, in French." * 500)
    assert cut.text == whole.text
    assert cut.notes == (CUT,)
    assert f"{LONGEST_READ:,} characters" in CUT


async def test_a_note_is_kept_with_its_attempt_and_told_once_of_the_run() -> None:
    trace = await run(text_of(LONGEST_READ + 1))
    told = json.loads(json.dumps(run_as_json(trace)))
    assert told["notes"] == [CUT]
    assert [attempt["notes"] for step in told["steps"] for attempt in step["attempts"]] == [[CUT]]
    assert run_as_json(await run(text_of(50)))["notes"] == []


class MeasuredLoop(asyncio.SelectorEventLoop):
    """Knows the most processor time that one callback took, during which nothing else could run in it."""

    longest = 0.0

    def call_soon(  # type: ignore[override]  # the same, less precisely
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        def measured() -> None:
            began = time.thread_time()
            callback(*args)
            self.longest = max(self.longest, time.thread_time() - began)

        return super().call_soon(measured, context=context)


def longest_hold(text: str) -> float:
    """Processor seconds for which an answer to `text` keeps everybody else waiting."""
    provider = openers(Simulation(speed=0))["simulated"]()
    with asyncio.Runner(loop_factory=MeasuredLoop) as runner:
        runner.run(provider.ask(request("Summarise the text.", text), lambda _: None))
        loop = runner.get_loop()
        assert isinstance(loop, MeasuredLoop)
        return loop.longest


@pytest.mark.parametrize("shape", ["amounts", "bullets", "capitalised words", "short sentences"])
def test_a_long_message_holds_the_loop_no_longer_than_one_that_is_read_at_once(shape: str) -> None:
    text = HOSTILE_SHAPES[shape]
    short = min(longest_hold(text(READ_AT_ONCE - 100 - less)) for less in range(MEASUREMENTS))  # each text anew,
    long = min(longest_hold(text(LONGEST_READ - less)) for less in range(MEASUREMENTS))  # for what it says is kept
    assert long < 1.5 * short
