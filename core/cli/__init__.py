"""The command line: `python -m core list | show | run | compare | export`."""

from core.cli.command_line import main

__all__ = ["main"]
