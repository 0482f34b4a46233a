"""An event loop in which waiting takes no time: when everybody waits, its clock jumps to whoever is due next."""

import asyncio
import selectors
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """A selector that does not wait for a time, only for what is at work elsewhere, in a thread or another process."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0
        self.elsewhere = 0

    def select(self, timeout: float | None = None) -> Any:
        if not self.elsewhere and timeout is not None and timeout > 0:
            self.skipped += timeout
            return super().select(0)
        began = time.monotonic()
        found = super().select(timeout)
        self.skipped += time.monotonic() - began if self.elsewhere else 0.0
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time` is what was waited for: computing takes none, work elsewhere as long as it does outside."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds waited since the loop was made."""
        return self._jumping.skipped

    def run_in_executor(  # type: ignore[override]  # the same, less precisely
        self, executor: Executor | None, func: Any, *args: Any
    ) -> "asyncio.Future[Any]":
        """As in any loop; no time is skipped until it is done."""
        future = super().run_in_executor(executor, func, *args)
        self._jumping.elsewhere += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _: object) -> None:
        self._jumping.elsewhere -= 1

    @contextmanager
    def standing_by(self) -> Iterator[None]:
        """No time is skipped meanwhile."""
        self._jumping.elsewhere += 1
        try:
            yield
        finally:
            self._jumping.elsewhere -= 1


def work_elsewhere() -> AbstractContextManager[None]:
    """Around waiting for another process: also where time is skipped, it takes as long as it takes."""
    loop = asyncio.get_running_loop()
    return loop.standing_by() if isinstance(loop, VirtualLoop) else nullcontext()


def run_virtually(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in a loop of its own, at once. Not for a thread that has a running loop."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
