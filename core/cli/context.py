"""Where a command reads, writes and looks things up; passed in, so that a test can sit there instead of a terminal."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from core.interrupts import Interrupts
from core.settings import Settings
from core.text import text_from

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 140


@dataclass(frozen=True, slots=True)
class Context:
    """Streams, settings and Ctrl-C of one call of the command line."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    settings: Settings
    interrupts: Interrupts

    def console(self, *, to_stderr: bool = False) -> "Console":
        """A console for people. It takes text literally: no markup, no emoji codes, no highlighting by guess."""
        from rich.console import Console

        stream = self.stderr if to_stderr else self.stdout
        width = None if stream.isatty() else PLAIN_WIDTH
        return Console(file=stream, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)

    def read_all(self) -> str:
        """All that comes on standard input, in whichever encoding. Raises InputError for what is no text."""
        raw = getattr(self.stdin, "buffer", None)
        if raw is None:
            return self.stdin.read().removeprefix("\ufeff")
        return text_from(raw.read(), what="Standard input", otherwise=self.stdin.encoding)

    def write_file(self, text: str) -> None:
        """A text that is meant for a file, such as a script: in UTF-8 unless a terminal shows it."""
        raw = getattr(self.stdout, "buffer", None)
        if raw is None or self.stdout.isatty():
            self.stdout.write(text)
            return
        self.stdout.flush()
        raw.write(text.encode())
        raw.flush()

    def write_json(self, value: Any) -> None:
        """One JSON object on stdout."""
        self.stdout.write(json.dumps(value, allow_nan=False, indent=2) + "\n")
        self.stdout.flush()
