"""A request as a reader sees it: who says what, the instruction, the documents, the date, and the choice of words."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from core.providers import Message, Request
from core.simulated.reading.dates import stated_today
from core.simulated.reading.instructions import Wishes, wishes
from core.simulated.reading.prompt_parts import PromptParts, take_apart

T = TypeVar("T")
LONGEST_READ = 20_000
"""Characters of one message."""
CUT = f"The simulated model read the first {LONGEST_READ:,} characters of a longer message, and not the rest."
DATE_OF_TRAINING = date(2024, 1, 1)


@dataclass(frozen=True)
class Asked:
    """`system` holds the instructions, `text` what they are about; `draw` decides where several answers do."""

    system: str
    text: str
    messages: tuple[Message, ...]
    request: Request
    draw_seed: str

    @classmethod
    def of(cls, request: Request, seed: int) -> "Asked":
        """Read a request. Above temperature 0 the request's own seed takes part in every choice."""
        system = "\n".join(one.text for one in request.messages if one.role == "system")
        users = [one.text for one in request.messages if one.role == "user" and not _is_repair(one.text)]
        text = users[-1] if users else ""
        warm = request.temperature is not None and request.temperature > 0
        return cls(system, text, request.messages, request, f"{seed}/{request.seed if warm else ''}/{text}")

    def about(self, text: str) -> "Asked":
        """The same request, about another text."""
        return replace(self, text=text)

    @cached_property
    def parts(self) -> PromptParts:
        """The system prompt taken apart; a user message that carries documents counts too."""
        return take_apart(self.system)

    @property
    def instruction(self) -> str:
        """What is to be done, without the documents."""
        return self.parts.instruction

    @cached_property
    def wishes(self) -> Wishes:
        """The form the answer should have: the system prompt decides, the user's words fill in."""
        from_user = wishes(self.text[:400])
        own = wishes(self.instruction + "\n" + "\n".join(f"{name}: {said}" for name, said in self._rules()))
        if own.sentences is None and own.most_words is None and own.lines is None:
            return replace(own, sentences=from_user.sentences, most_words=from_user.most_words, lines=from_user.lines)
        return own

    @cached_property
    def today(self) -> date:
        """The date the prompt gives as today; a model that is told none takes one from its training."""
        return stated_today(self.system) or stated_today(self.text) or DATE_OF_TRAINING

    @property
    def warm(self) -> bool:
        """Whether answers may vary."""
        return bool(self.request.temperature)

    def pick(self, options: Sequence[T], what: str = "") -> T:
        """One of several equally good options."""
        return random.Random(f"{self.draw_seed}/{what}").choice(options)

    def _rules(self) -> list[tuple[str, str]]:
        return [
            (name, said)
            for name, said in self.parts.labelled.items()
            if any(word in name for word in ("rule", "constraint", "requirement", "must", "guideline", "style"))
        ]


def within_reach(request: Request) -> tuple[Request, tuple[str, ...]]:
    """The request as far as it is read, and a note where that is not to its end."""
    if all(len(one.text) <= LONGEST_READ for one in request.messages):
        return request, ()
    messages = tuple(replace(one, text=one.text[:LONGEST_READ]) for one in request.messages)
    return replace(request, messages=messages), (CUT,)


def _is_repair(text: str) -> bool:
    return text.startswith("That is not a valid answer:")
