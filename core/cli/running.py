"""`run`: one run from start to end, with its progress for people or as one JSON object for scripts."""

import argparse
import asyncio
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from core.cli.arguments import add_run_arguments, read_plan
from core.cli.comparing import say_estimate
from core.cli.context import Desk
from core.cli.exporting import add_spans, check_spans, write_spans
from core.cli.output import Progress, heading, print_summary
from core.cli.questions import Questions, reader
from core.errors import InputError
from core.history import SECONDS_TO_CLOSE, History
from core.interrupts import CANCELLED
from core.models import grant_operator
from core.runtime import Plan, check_providers, new_run_id, prepare, run_in_current_loop, with_access
from core.text import visible
from core.trace import Event, Listener, Trace, log_events, run_as_json
from core.workflow import asks_people

STATUS = {"completed": 0, "rejected": 0, "failed": 1}
OWNER = "command line"


def add(commands: Any) -> None:
    """Add it to the parser's commands."""
    parser = commands.add_parser("run", help="run a workflow", allow_abbrev=False)
    add_run_arguments(parser)
    parser.add_argument("--estimate", action="store_true", help="say about what it would take, and run nothing")
    add_spans(parser)
    parser.add_argument("--log", choices=("debug", "info", "warning"), help="write the run's log to standard error")
    parser.add_argument("--log-text", action="store_true", help="with prompts and answers in that log")
    parser.set_defaults(act=run_workflow)


def run_workflow(arguments: argparse.Namespace, desk: Desk) -> int:
    """Run it; the exit status tells how it ended."""
    plan = read_plan(arguments, desk)
    if arguments.estimate:
        return say_estimate(plan, desk, as_json=arguments.json)
    check_somebody_is_there(plan, desk)
    check_spans(arguments, desk)
    check_providers(plan, grant_operator(desk.settings))
    if not arguments.json:
        desk.console().print(heading(plan), style="bold")
    most = desk.settings.runs_kept
    with desk.interrupts.held(), closing(History.open(desk.settings.home, most_runs=most)) as history:
        run = TerminalRun(plan, desk, arguments, history)
        try:
            desk.interrupts.run(run.to_end())
        except KeyboardInterrupt:
            if not run.trace.finished:
                run.trace.status = "cancelled"
    if arguments.json:
        desk.write_json(run_as_json(run.trace))
    else:
        print_summary(run.trace, desk.console())
    write_spans(arguments, run.trace, desk)
    return STATUS.get(run.trace.status, CANCELLED)


def check_somebody_is_there(plan: Plan, desk: Desk) -> None:
    """Refuse a run that would ask a person where nobody can answer, before it has cost anything."""
    asks = plan.options.approve == "ask" and asks_people(plan.workflow.nodes, plan.params)
    if asks and not desk.stdin.isatty():
        raise InputError(
            f"{plan.workflow.id} asks a person, and there is no terminal to ask at. "
            "Say --approve all or --approve none."
        )


class TerminalRun:
    """A run together with everything at the terminal that listens to it."""

    def __init__(self, plan: Plan, desk: Desk, arguments: argparse.Namespace, history: History) -> None:
        self.trace = Trace()
        self._plan = plan
        self._desk = desk
        self._open_environment = with_access(grant_operator(desk.settings))
        self._id = new_run_id()
        self._level = arguments.log
        self._with_text = arguments.log_text
        self._listeners: list[Listener] = [*history.listen(self._id, OWNER)]
        self._run = prepare(plan, (self._listen,), load_files=partial(history.files, OWNER, wait_s=SECONDS_TO_CLOSE))
        console = desk.console(to_stderr=arguments.json)
        self._progress = Progress(console, self.trace, live=not (arguments.json or arguments.log))
        if not arguments.json:
            self._listeners.append(self._progress.show)
        self._questions = Questions(
            self._run,
            reader(desk.stdin),
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
        handler = logging.StreamHandler(self._desk.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        secrets = self._desk.settings.secrets
        self._listeners.append(log_events(self._id, logger, with_text=self._with_text, secrets=secrets))
        try:
            yield
        finally:
            handler.close()
