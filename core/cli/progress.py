"""What a run is doing, while it does it: a line for every step that ended, and on a terminal one for each that runs."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from core.text.cleaning import shorten, visible
from core.text.figures import seconds, tokens, worked
from core.trace import events as e
from core.trace.step_record import waiting, working
from core.trace.trace import Step, Trace

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

SECONDS_BETWEEN_DRAWINGS = 0.1
MOST_RUNNING_SHOWN = 12
LONGEST_LINE = 160
MARKS = {"completed": ("✓", "green"), "failed": ("✗", "red"), "cancelled": ("■", "magenta")}


class Progress:
    """Feed it every event after `trace` has seen it; draws on `console` from the loop that runs the workflow."""

    def __init__(self, console: "Console", trace: Trace, *, live: bool = True) -> None:
        from rich.live import Live

        self._console = console
        self._trace = trace
        self._began = 0.0
        self._live = Live(console=console, auto_refresh=False, transient=True) if live and console.is_terminal else None

    def __enter__(self) -> "Progress":
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the screen to somebody else meanwhile."""
        self.__exit__(None, None, None)
        try:
            yield
        finally:
            self.__enter__()

    async def keep_drawing(self) -> None:
        """Redraw the running steps until cancelled."""
        while self._live is not None:
            if self._live.is_started:
                self._live.update(self._running(), refresh=True)
            await asyncio.sleep(SECONDS_BETWEEN_DRAWINGS)

    def show(self, event: e.Event) -> None:
        """Print a line for what is worth one."""
        if isinstance(event, e.RunStarted):
            self._began = time.perf_counter() - event.at
        elif isinstance(event, e.StepFinished | e.StepFailed | e.Decided):
            self._print(self._trace.steps[event.step])
        elif isinstance(event, e.WaitStarted):
            step = self._trace.steps[event.step]
            waits = f"  ↻ {_name(step)}: waits {seconds(event.seconds)} ({event.why}). {event.reason}"
            self._console.print(_one_line(waits), style="yellow")

    def _print(self, step: Step) -> None:
        mark, style = MARKS[step.status]
        self._console.print(_one_line(f"{mark} {_name(step)}  {_told(step)}"), style=style)

    def _running(self) -> "Text":
        from rich.text import Text

        now = time.perf_counter() - self._began
        going = [step for step in self._trace.steps.values() if step.finished is None]
        lines = [_one_line(f"… {_name(step)}  {seconds(step.duration(now))}{_trouble(step)}") for step in going]
        if len(lines) > MOST_RUNNING_SHOWN:
            lines[MOST_RUNNING_SHOWN:] = [f"… and {len(lines) - MOST_RUNNING_SHOWN} more"]
        return Text("\n".join(lines), style="blue")


def _name(step: Step) -> str:
    place = f" [{step.branch.place + 1}]" if step.branch else ""
    return "/".join((*step.group, step.node)) + place


def _told(step: Step) -> str:
    if step.kind in ("gate", "route"):
        decided = step.output
        return ("yes" if decided else "no") if isinstance(decided, bool) else f"→ {decided}"
    if step.error:
        return step.error.message
    if step.reused:
        return "edited" if step.reused == "edited" else "reused"
    words = [worked(working([step], 0.0), waiting([step], 0.0))]
    if step.attempts:
        marked = tokens(step.output_tokens, estimated=step.estimated)
        words.append(f"{tokens(step.input_tokens)} → {marked} tokens")
    return "  ".join(words)


def _trouble(step: Step) -> str:
    if step.status == "waiting":
        return "  ‖ waits for a person"
    return f"  attempt {len(step.attempts)}" if len(step.attempts) > 1 else ""


def _one_line(text: str) -> str:
    return shorten(visible(" ".join(text.splitlines())), LONGEST_LINE)
