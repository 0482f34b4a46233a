"""Ctrl-C at the command line: the first one ends the work in order, a further one ends the process, both quietly."""

import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

CANCELLED = 130
SHOW_CURSOR = b"\x1b[?25h"


def leave() -> NoReturn:
    """End the process at once: no cleaning up that could be interrupted, no waiting for threads."""
    for descriptor in (1, 2):
        with suppress(OSError):
            if os.isatty(descriptor):
                os.write(descriptor, SHOW_CURSOR)  # a live picture hides it
    os._exit(CANCELLED)


class Interrupts:
    """What becomes of SIGINT. Where nothing has to be brought to an end, the process leaves.

    One that is not installed changes nothing, so that tests and other programs keep their own.
    """

    def __init__(self, leave: Callable[[], object] = leave) -> None:
        self._leave = leave
        self._cancel: Callable[[], object] | None = None
        self._held = False
        self._pressed = False

    def install(self) -> None:
        """From now on. Also where the parent process ignores SIGINT, as shells do for what runs in the background."""
        signal.signal(signal.SIGINT, self)

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        again, self._pressed = self._pressed, True
        if again or not (self._cancel or self._held):
            self._leave()
        elif self._cancel is not None:
            self._cancel()

    @contextmanager
    def held(self) -> Iterator[None]:
        """A first Ctrl-C in here waits for the end of it, and raises KeyboardInterrupt then."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self._obey()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """`asyncio.run`, in which a first Ctrl-C cancels the work. Raises KeyboardInterrupt once it has ended."""
        import asyncio

        async def stoppable() -> T:
            loop, task = asyncio.get_running_loop(), asyncio.current_task()
            assert task is not None
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
            try:
                if self._pressed:
                    task.cancel()
                return await work
            finally:
                self._cancel = None

        try:
            return asyncio.run(stoppable())
        except asyncio.CancelledError:
            self._obey()
            raise

    def _obey(self) -> None:
        if self._pressed:
            self._pressed = False
            raise KeyboardInterrupt
