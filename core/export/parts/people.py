"""Asking the person at the terminal."""

import asyncio
import sys
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

Item = TypeVar("Item")

ONE_AT_A_TIME = asyncio.Lock()


@dataclass(frozen=True, slots=True)
class Approval(Generic[Item]):
    """What a person decided: `item` is the approved or edited one, `note` says why it was rejected."""

    decision: Literal["approved", "edited", "rejected", "timed_out"]
    item: Item
    note: str = ""

    @property
    def granted(self) -> bool:
        """Whether the item may be used."""
        return self.decision in ("approved", "edited")


async def approve(node: str, item: Item, *, note: str = "", within_s: float = 600.0) -> Approval[Item]:
    """Ask the person at the terminal about `item`: y approves, a JSON value edits, anything else rejects as a note."""
    shown = to_json(item, indent=2, fallback=str).decode()
    try:
        async with ONE_AT_A_TIME, asyncio.timeout(within_s):
            sys.stderr.write(f"{node}: {note}\n{shown}\nApprove? y, the edited JSON, or why not: ")
            sys.stderr.flush()
            said = (await asyncio.to_thread(sys.stdin.readline)).strip()
    except TimeoutError:
        return Approval("timed_out", item, f"Nobody answered within {within_s:g} seconds.")
    if said.lower() in ("y", "yes"):
        return Approval("approved", item)
    try:
        return Approval("edited", TypeAdapter(type(item)).validate_json(said))
    except ValueError:
        return Approval("rejected", item, said or "No reason was given.")
