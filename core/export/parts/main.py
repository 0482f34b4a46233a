"""The script's command line."""

import argparse
import asyncio
import logging
import sys
from typing import Any

from pydantic_core import to_json

from core.export.parts.endings import ending
from core.export.parts.errors import RunError
from core.export.parts.llm import LLM
from core.export.parts.openai_sdk import SDK_ERRORS, open_client
from core.export.parts.settings import SECONDS_FOR_THE_RUN
from core.export.parts.workflow import WorkflowParams, run


async def work(request: str) -> Any:
    """The whole run, within its time."""
    async with asyncio.timeout(SECONDS_FOR_THE_RUN), open_client() as client:
        return await run(request, WorkflowParams(), LLM(client))


def piped() -> str:
    """What comes on standard input, in UTF-8 with or without a mark."""
    return sys.stdin.buffer.read().decode("utf-8-sig").replace("\r\n", "\n")


def main() -> None:
    """Run the workflow on the request of the command line, and print what came of it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("request", nargs="?", help="the text to work on; read from standard input if left out")
    parser.add_argument("--verbose", action="store_true", help="show the decisions on standard error")
    given = parser.parse_args()
    if given.verbose:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("workflow").setLevel(logging.INFO)
    try:
        request = given.request if given.request is not None else piped()
        result = asyncio.run(work(request))
    except TimeoutError:
        sys.exit(f"The run took longer than {SECONDS_FOR_THE_RUN:g} seconds. Raise SECONDS_FOR_THE_RUN.")
    except KeyboardInterrupt:
        sys.exit(130)
    except UnicodeDecodeError:
        sys.exit("What came on standard input is not UTF-8. Save it as UTF-8.")
    except (RunError, *SDK_ERRORS) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(to_json(ending(result), indent=2, fallback=str) + b"\n")
