"""Runs scripts, each as a process of its own, from one that has the SDKs imported already: a script then starts in a
tenth of the time. Told by lines of JSON on standard input what to run; answers each with its exit status.

    python -I launcher.py
"""

import json
import os
import runpy
import sys
import traceback
from typing import Any

import anyio._backends._asyncio  # noqa: F401
import openai.resources.chat  # noqa: F401
import pydantic  # noqa: F401
from google import genai  # noqa: F401


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(run(json.loads(line)))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def run(job: dict[str, Any]) -> int:
    for number, (name, flags) in enumerate(((job["stdin"], os.O_RDONLY), (job["out"], 0o1101), (job["err"], 0o1101))):
        os.dup2(os.open(name, flags, 0o600), number)
    os.environ.clear()
    os.environ.update(job["environ"])
    sys.argv = [job["script"], *job["argv"]]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    try:
        runpy.run_path(job["script"], run_name="__main__")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(ended.code)
        return 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main()
