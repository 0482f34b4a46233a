"""A server's engine and history without its pages, for tests that need several: python -m tests.pages.one_server OWNER.

Says what is wrong with the history; then, for each line that comes in, makes a run and says how it ended and what is
listed.
"""

import json
import os
import sys
import tempfile

from core.runtime.plans import plan
from core.settings import Settings
from core.workflows.catalogue import find_workflow
from pages.session.shared_playground import Playground

NOBODY = 65_534
PATIENCE_S = 60.0


def main(owner: str) -> None:
    first = find_workflow("basic-call").examples[0]
    if os.geteuid() == 0 and owner == "nobody":
        _import_everything()
        os.setuid(NOBODY)
    playground = Playground(Settings.from_environment())
    say(notice=playground.history.notice)
    for _ in sys.stdin:
        run = playground.start(plan("basic-call", first.text, {}, {"simulation": {"speed": 0}}), owner)
        ended = run.wait(PATIENCE_S)
        playground.history.flush()
        rows = [*playground.unkept("us"), *playground.history.runs("us"), *playground.unkept("nobody")]
        say(ended=ended, status=run.trace().status, listed=[row.id for row in rows], notice=playground.history.notice)
    playground.close()


def _import_everything() -> None:
    """What a run and its history need, before the right to read Python's own folder is given up."""
    with tempfile.TemporaryDirectory() as home:
        playground = Playground(Settings.from_environment({**os.environ, "PLAYGROUND_HOME": home}))
        run = playground.start(plan("basic-call", "Hello", {}, {"simulation": {"speed": 0}}), "me")
        run.wait(PATIENCE_S)
        assert playground.history.runs("me")
        playground.close()


def say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
