"""Who answers a request: a skill that serves it, the tool choice, the schema filler, or the writer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from core.providers import Request, ToolCall
from core.simulated.asked import Asked
from core.simulated.schema_filler import fill_schema
from core.simulated.skill import Built, Skill, find_skills
from core.simulated.tool_choice import take_turn
from core.simulated.writing.writer import write


@dataclass(frozen=True, slots=True)
class Answer:
    """A text, tool calls, or both."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()


class Answering:
    """Answers by rules. The skills are found on first use."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    @cached_property
    def _skills(self) -> tuple[Skill, ...]:
        return find_skills()

    def answer(self, request: Request) -> Answer:
        """The answer to a request: the same for the same request and seed."""
        asked = Asked.of(request, self._seed)
        for skill in self._skills:
            if skill.serves(asked):
                built = skill.answer(asked)
                if built is not None:
                    return _as_answer(built, request)
        if request.tools or any(one.role == "tool" for one in request.messages):
            turn = take_turn(asked)
            return Answer(turn.text, turn.calls)
        if request.schema is not None:
            return _as_answer(fill_schema(asked, request.schema), request)
        return Answer(write(asked))


def _as_answer(built: Built, request: Request) -> Answer:
    if isinstance(built, str):
        return Answer(built)
    if isinstance(built, BaseModel):
        return Answer(built.model_dump_json())
    if isinstance(built, dict):
        checked = request.schema.model_validate(built) if request.schema else None
        return Answer(checked.model_dump_json() if checked else json.dumps(built))
    calls: Sequence[ToolCall] = built or ()
    return Answer("", tuple(calls))
