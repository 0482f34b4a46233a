"""The seconds a run may take. The time in which it waits for a person does not count."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from core.errors import LimitReached


class TimeLimit:
    """`async with TimeLimit(seconds) as limit:` raises LimitReached when the time is up.

    Within `limit.standing_still()` the clock stands, also for branches that go on meanwhile: they are held by the
    deadline of the wait and by the run's other limits.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = seconds
        self._waits = 0
        self._stopped_at = 0.0
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> "TimeLimit":
        await self._timeout.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError as late:
            raise LimitReached(
                f"The run stopped at its limit of {self._seconds:g} seconds. "
                "Raise the limit “Seconds” to let it go further."
            ) from late

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """The clock stands until the last of several such waits is over."""
        self._waits += 1
        if self._waits == 1:
            self._stop()
        try:
            yield
        finally:
            self._waits -= 1
            if not self._waits:
                self._go_on()

    def _stop(self) -> None:
        deadline = self._timeout.when()
        if deadline is not None and not self._timeout.expired():
            self._left = max(0.0, deadline - asyncio.get_running_loop().time())
            self._timeout.reschedule(None)

    def _go_on(self) -> None:
        if self._timeout.when() is None and not self._timeout.expired():
            self._timeout.reschedule(asyncio.get_running_loop().time() + self._left)
