"""`python -m core`: the command line."""

import io
import os
import sys

from core.interrupts import CANCELLED, Interrupts, leave


def run_with_streams() -> int:
    """The command line with this process' streams; a character that a stream cannot write is written as its code."""
    interrupts = Interrupts()
    interrupts.install()
    from core.cli import main

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = main(sys.argv[1:], interrupts=interrupts)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more can be said, not even by the interpreter on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    status = run_with_streams()
    if status == CANCELLED:
        leave()  # a thread may still wait for somebody's answer, which the interpreter would stumble over
    sys.exit(status)
