"""The playground on the command line: `python -m core list | show ID | run ID | compare ID | export ID`.

Exit status: 0 completed or rejected, 1 failed, 2 wrong usage, 130 cancelled.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from core.cli.arguments import Parser, take_late_request
from core.cli.comparing import add_compare
from core.cli.context import Context
from core.cli.exporting import add_export
from core.cli.listing import add_list_and_show
from core.cli.running import add_run
from core.errors import InputError, PlaygroundError
from core.interrupts import CANCELLED, Interrupts
from core.settings import Settings
from core.text import visible

FAILED, WRONG_USAGE = 1, 2
COMMANDS = (add_list_and_show, add_run, add_compare, add_export)


def main(
    argv: Sequence[str] | None = None,
    *,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    environ: Mapping[str, str] | None = None,
    interrupts: Interrupts | None = None,
) -> int:
    """Run one command and return its exit status; an error is one line on `stderr`."""
    settings = Settings.from_environment(environ)
    streams = (stdin or sys.stdin, stdout or sys.stdout, stderr or sys.stderr)
    context = Context(*streams, settings, interrupts or Interrupts())
    try:
        arguments, left = parser().parse_known_args(argv)
        take_late_request(arguments, left)
        status: int = arguments.act(arguments, context)
    except PlaygroundError as error:
        context.stderr.write(f"{visible(str(error))}\n".replace("\n", " ").rstrip() + "\n")
        return WRONG_USAGE if isinstance(error, InputError) else FAILED
    except KeyboardInterrupt:
        return CANCELLED
    return status


def parser() -> Parser:
    """Every command; each is added by a function in COMMANDS."""
    made = Parser(prog="python -m core", description="Run LLM workflow patterns written in plain Python.")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for add in COMMANDS:
        add(commands)
    return made
