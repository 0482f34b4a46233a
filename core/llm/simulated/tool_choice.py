"""Tool use (placeholder of the first version)."""

from dataclasses import dataclass

from core.llm.provider import ToolCall
from core.llm.simulated.asked import Asked


@dataclass(frozen=True, slots=True)
class Turn:
    text: str
    calls: tuple[ToolCall, ...] = ()


def take_turn(asked: Asked) -> Turn:
    from core.llm.simulated.writing.writer import write

    return Turn(write(asked))
