"""Skills: answers for one kind of request, where the schema filler and the writer are not good enough.

How to write one: put `SKILLS: tuple[Skill, ...]` into `core/simulated/skills/<workflow_id>.py`. A skill has a name,
`serves` (does it answer this request? look at field names of the schema, words of the prompt, tools on offer; never
at a sample's text) and `answer`, which builds a Pydantic object, a text, or tool calls from `Asked`. For a form with
these fields and no others: `Skill("faq", fields("questions"), answer)`. An answer that is None leaves the request
to the filler or the writer. Build with `core.simulated.reading`, so that edited inputs and prompts change the answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from core.providers import ToolCall
from core.simulated.asked import Asked

Built = BaseModel | dict[str, Any] | str | Sequence[ToolCall] | None


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill; the first that serves a request answers it."""

    name: str
    serves: Callable[[Asked], bool]
    answer: Callable[[Asked], Built]


def fields(*names: str) -> Callable[[Asked], bool]:
    """Serves requests whose schema has exactly these fields."""

    def serves(asked: Asked) -> bool:
        schema = asked.request.schema
        return schema is not None and set(schema.model_fields) == set(names)

    return serves


def instructed(*words: str) -> Callable[[Asked], bool]:
    """Serves free-text requests whose instruction holds all of these words."""

    def serves(asked: Asked) -> bool:
        said = asked.instruction.lower()
        return asked.request.schema is None and not asked.request.tools and all(word in said for word in words)

    return serves


def find_skills() -> tuple[Skill, ...]:
    """Every skill of core/simulated/skills, in order of the file names. A broken file raises as it is."""
    import importlib
    import pkgutil

    import core.simulated.skills

    modules = sorted(one.name for one in pkgutil.iter_modules(core.simulated.skills.__path__))
    return tuple(skill for name in modules for skill in importlib.import_module(f"core.simulated.skills.{name}").SKILLS)
