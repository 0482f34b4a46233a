"""`run`: one run from start to end, with its progress and its questions to a person, or as one JSON object."""

import argparse
import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from typing import Any, TextIO

from core.cli.arguments import add_run_arguments, read_plan
from core.cli.comparing import say_estimate
from core.cli.context import Context
from core.cli.exporting import add_spans, check_spans, write_spans
from core.cli.output import Progress, heading, print_summary
from core.errors import InputError
from core.history import SECONDS_TO_CLOSE, History
from core.interrupts import CANCELLED
from core.models import grant_operator
from core.runtime import Plan, check_providers, new_run_id, prepare, run_in_current_loop, with_access
from core.text import readable, visible
from core.trace import Event, Listener, Trace, log_events, run_as_json
from core.trace import events as e
from core.workflow import Approval, RunContext, asks_people, edited

_MOST_TRIES = 5
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
        for _ in range(_MOST_TRIES):
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
        return Approval("rejected", item, f"No answer could be read in {_MOST_TRIES} tries.")

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


_STATUS = {"completed": 0, "rejected": 0, "failed": 1}
OWNER = "command line"


def add_run(commands: Any) -> None:
    """Add it to the parser's commands."""
    parser = commands.add_parser("run", help="run a workflow", allow_abbrev=False)
    add_run_arguments(parser)
    parser.add_argument("--estimate", action="store_true", help="say about what it would take, and run nothing")
    add_spans(parser)
    parser.add_argument("--log", choices=("debug", "info", "warning"), help="write the run's log to standard error")
    parser.add_argument("--log-text", action="store_true", help="with prompts and answers in that log")
    parser.set_defaults(act=run_workflow)


def run_workflow(arguments: argparse.Namespace, context: Context) -> int:
    """Run it; the exit status tells how it ended."""
    plan = read_plan(arguments, context)
    if arguments.estimate:
        return say_estimate(plan, context, as_json=arguments.json)
    check_somebody_is_there(plan, context)
    check_spans(arguments, context)
    check_providers(plan, grant_operator(context.settings))
    if not arguments.json:
        context.console().print(heading(plan), style="bold")
    most = context.settings.runs_kept
    with context.interrupts.held(), closing(History.open(context.settings.home, most_runs=most)) as history:
        run = TerminalRun(plan, context, arguments, history)
        try:
            context.interrupts.run(run.to_end())
        except KeyboardInterrupt:
            if not run.trace.finished:
                run.trace.status = "cancelled"
    if arguments.json:
        context.write_json(run_as_json(run.trace))
    else:
        print_summary(run.trace, context.console())
    write_spans(arguments, run.trace, context)
    return _STATUS.get(run.trace.status, CANCELLED)


def check_somebody_is_there(plan: Plan, context: Context) -> None:
    """Refuse a run that would ask a person where nobody can answer, before it has cost anything."""
    asks = plan.options.approve == "ask" and asks_people(plan.workflow.nodes, plan.params)
    if asks and not context.stdin.isatty():
        raise InputError(
            f"{plan.workflow.id} asks a person, and there is no terminal to ask at. "
            "Say --approve all or --approve none."
        )


class TerminalRun:
    """A run together with everything at the terminal that listens to it."""

    def __init__(self, plan: Plan, context: Context, arguments: argparse.Namespace, history: History) -> None:
        self.trace = Trace()
        self._plan = plan
        self._context = context
        self._open_environment = with_access(grant_operator(context.settings))
        self._id = new_run_id()
        self._level = arguments.log
        self._with_text = arguments.log_text
        self._listeners: list[Listener] = [*history.listen(self._id, OWNER)]
        self._run = prepare(plan, (self._listen,), load_files=partial(history.files, OWNER, wait_s=SECONDS_TO_CLOSE))
        console = context.console(to_stderr=arguments.json)
        self._progress = Progress(console, self.trace, live=not (arguments.json or arguments.log))
        if not arguments.json:
            self._listeners.append(self._progress.show)
        self._questions = Questions(
            self._run,
            reader(context.stdin),
            lambda text: console.print(visible(text)),
            self._progress.paused,
        )

    async def to_end(self) -> None:
        """Run, and show what happens meanwhile."""
        self._listeners.append(self._questions.listen)
        with self._logging(), self._progress:
            drawing = asyncio.create_task(self._progress.keep_drawing())
            try:
                await run_in_current_loop(self._plan, self._run, self._open_environment, run_id=self._id)
            finally:
                drawing.cancel()
                self._questions.close()

    def _listen(self, event: Event) -> None:
        self.trace.feed((event,))
        for listen in self._listeners:
            listen(event)

    @contextmanager
    def _logging(self) -> Iterator[None]:
        """Send the run's log to standard error while it runs, if it was asked for."""
        if self._level is None:
            yield
            return
        logger = logging.Logger("playground", self._level.upper())
        handler = logging.StreamHandler(self._context.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        secrets = self._context.settings.secrets
        self._listeners.append(log_events(self._id, logger, with_text=self._with_text, secrets=secrets))
        try:
            yield
        finally:
            handler.close()
