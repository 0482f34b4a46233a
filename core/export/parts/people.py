"""Asking the person at the terminal."""

import asyncio
import sys
from typing import TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from core.workflow import Approval

Item = TypeVar("Item")

ONE_AT_A_TIME = asyncio.Lock()


async def approve(node: str, item: Item, *, note: str = "", within_s: float = 600.0) -> Approval[Item]:
    """Ask the person at the terminal about `item`: y approves, a JSON value edits, anything else rejects as a note."""
    shown = to_json(item, indent=2, fallback=str).decode()
    try:
        async with ONE_AT_A_TIME, asyncio.timeout(within_s):
            sys.stderr.write(f"{node}: {note}\n{shown}\nApprove? y, the edited JSON, or why not: ")
            sys.stderr.flush()
            answer = (await asyncio.to_thread(sys.stdin.readline)).strip()
    except TimeoutError:
        return Approval("timed_out", item, f"Nobody answered within {within_s:g} seconds.")
    if answer.lower() in ("y", "yes"):
        return Approval("approved", item)
    try:
        return Approval("edited", TypeAdapter(type(item)).validate_json(answer))
    except ValueError:
        return Approval("rejected", item, answer or "No reason was given.")
