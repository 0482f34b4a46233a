"""A batch of items through the same stages, with no record of it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from core.workflow import Flow, ItemOutcome, Stage, StageLine

S = TypeVar("S")


async def through_stages(
    items: Sequence[tuple[str, S]], stages: Sequence[Stage], *given: Any, flow: Flow, max_attempts: int
) -> list[ItemOutcome[S]]:
    """Take every item, a key and a state each, through all stages; the outcomes come in the order of the items.

    A stage that raises ends its own item as failed; one that returns GoBack sends it to an earlier stage, and once that
    stage has been tried `max_attempts` times the item is set aside. Other items are never touched by it.
    """
    return await StageLine(items, stages, given, max_attempts).run(flow)
