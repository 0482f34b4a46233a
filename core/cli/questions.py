"""Asking the person at the terminal what a step waits for."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, suppress
from typing import Any, TextIO

from core.errors import InputError
from core.text import readable
from core.trace import events as e
from core.workflow import Approval, RunContext, edited

MOST_TRIES = 5
NOBODY = "Nobody was there to answer."

Say = Callable[[str], None]
ReadLine = Callable[[], Awaitable[str]]


def reader(stream: TextIO) -> ReadLine:
    """Reads `stream` line by line without holding up the loop, nor the end of the program."""

    async def read_line() -> str:
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str] = loop.create_future()

        def arrived(text: str) -> None:
            if not line.done():
                line.set_result(text)

        def read() -> None:
            text = stream.readline()
            with suppress(RuntimeError):  # the loop has closed: nobody waits any more
                loop.call_soon_threadsafe(arrived, text)

        threading.Thread(target=read, name="playground-terminal", daemon=True).start()
        return await line

    return read_line


class Questions:
    """Puts the questions of one run to a person, one at a time."""

    def __init__(
        self, run: RunContext, read_line: ReadLine, say: Say, quiet: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._run = run
        self._read_line = read_line
        self._say = say
        self._quiet = quiet
        self._turn = asyncio.Lock()
        self._asking: set[asyncio.Task[None]] = set()

    def listen(self, event: e.Event) -> None:
        """Ask when a step does, unless the run answers by itself."""
        if isinstance(event, e.Asked) and self._run.approve == "ask":
            task = asyncio.get_running_loop().create_task(self._ask(event))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    def close(self) -> None:
        """Stop asking."""
        for task in self._asking:
            task.cancel()

    async def _ask(self, event: e.Asked) -> None:
        async with self._turn:
            with self._quiet():
                approval = await self._put(event)
            if not self._run.answer(event.step, approval):
                self._say("Too late: the step no longer waits.")

    async def _put(self, event: e.Asked) -> Approval[Any]:
        self._say(f"\n{event.note or 'Please decide.'}\n{readable(event.item)}")
        return await self._decision(event.item)

    async def _decision(self, item: Any) -> Approval[Any]:
        for _ in range(MOST_TRIES):
            self._say("approve (a), edit (e) or reject (r)?")
            line = await self._read_line()
            if not line:
                return Approval("rejected", item, NOBODY)
            answer = line.strip().lower()
            if answer in ("a", "approve", "y", "yes"):
                return Approval("approved", item)
            if answer in ("r", "reject", "n", "no"):
                self._say("Why? (one line)")
                return Approval("rejected", item, (await self._read_line()).strip())
            if answer in ("e", "edit"):
                edited = await self._edited(item)
                if edited is not None:
                    return edited
        return Approval("rejected", item, f"No answer could be read in {MOST_TRIES} tries.")

    async def _edited(self, item: Any) -> Approval[Any] | None:
        """The item as the person rewrote it; None when what was written does not fit."""
        is_text = isinstance(item, str)
        self._say("The new text (one line):" if is_text else "The whole item as JSON (one line):")
        line = (await self._read_line()).strip()
        try:
            return Approval("edited", edited(item, line))
        except InputError as error:
            self._say(f"That does not fit: {' '.join(str(error).split())[:300]}")
            return None
