"""Prompts with `{name}` placeholders, filled strictly and literally.

Only `{name}` is a placeholder. Everything else (JSON braces, `{0}`, `{a.b}`, `$5`, `100%`, `{{name}}`) is ordinary
text, and a value is never scanned again, so nothing that a person or a model wrote can reach into the program.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationInfo, field_validator

from core.errors import PromptError

PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_]*)\}|\{([A-Za-z_][A-Za-z0-9_]*)\}(?!\})")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a filled prompt; `source` is the placeholder it came from, None for the template's own words."""

    text: str
    source: str | None = None


class Filled(str):
    """A filled prompt: ordinary text that still knows its template and where each stretch came from."""

    template: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, template: str, parts: Iterable[Part]) -> "Filled":
        """Join `parts` into one text."""
        kept = tuple(parts)
        filled = cls("".join(part.text for part in kept))
        filled.template = template
        filled.parts = kept
        return filled


def placeholders(template: str) -> tuple[str, ...]:
    """The names a prompt asks for, each once, in order."""
    names = (match[1] or match[2] for match in PLACEHOLDER.finditer(template))
    return tuple(dict.fromkeys(names))


def fill(template: str, **values: object) -> Filled:
    """Put `values` into `template`.

    Raises PromptError, naming what is unknown and what is on offer, when the prompt asks for a name not given.
    """
    check_placeholders(template, values)
    return Filled.of(template, _parts(template, values))


def check_placeholders(template: str, known: Iterable[str], *, where: str = "The prompt") -> None:
    """Raise PromptError when `template` asks for a name that is not in `known`."""
    offered = list(known)
    unknown = [name for name in placeholders(template) if name not in offered]
    if unknown:
        asked = ", ".join(f"{{{name}}}" for name in unknown)
        offer = ", ".join(f"{{{name}}}" for name in offered) or "no placeholder"
        raise PromptError(f"{where} asks for {asked}; this step offers {offer}. Correct the name or remove it.")


def _parts(template: str, values: Mapping[str, object]) -> Iterable[Part]:
    end = 0
    for match in PLACEHOLDER.finditer(template):
        if match.start() > end:
            yield Part(template[end : match.start()])
        name = match[1] or match[2]
        yield Part(str(values[name]), name)
        end = match.end()
    if end < len(template):
        yield Part(template[end:])


def prompt(default: str, *more: str, title: str | None = None, about: str | None = None) -> Any:
    """A field of `Params` that holds a prompt.

    The placeholders a step offers are those of the default text, and `more` where the default leaves some out.
    """
    offered: list[JsonValue] = list(dict.fromkeys((*placeholders(default), *more)))
    return Field(default, title=title, description=about, json_schema_extra={"prompt": True, "placeholders": offered})


def model_choice(default: str = "", *, title: str | None = None, about: str | None = None) -> Any:
    """A field of `Params` that names a model, `provider:model`; empty means the run's own."""
    return Field(default, title=title, description=about, json_schema_extra={"model_choice": True})


class Params(BaseModel):
    """What a person may edit before a run: prompts, thresholds, counts, each with its bounds.

    A prompt that asks for an unknown placeholder is refused here, before anything runs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    @field_validator("*", mode="after")
    @classmethod
    def _prompt_knows_its_placeholders(cls, value: Any, info: ValidationInfo) -> Any:
        extra = cls.model_fields[info.field_name or ""].json_schema_extra
        if isinstance(extra, dict) and extra.get("prompt"):
            offered = extra.get("placeholders")
            names = [str(name) for name in offered] if isinstance(offered, list) else []
            try:
                check_placeholders(str(value), names)
            except PromptError as error:
                raise ValueError(str(error)) from error
        return value
