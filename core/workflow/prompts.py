"""Prompts with `{name}` placeholders, filled strictly and literally.

Only `{name}` is a placeholder, and `{{name}}` says `{name}` itself. Everything else (JSON braces, `{0}`, `{a.b}`, `$5`,
`100%`) is ordinary text, and a value is never scanned again, so nothing that a person or a model wrote can reach into
the program.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationInfo, field_validator

from core.errors import PromptError
from core.text import Filled, FilledStretch, Filling


class Braced(NamedTuple):
    """A placeholder `{name}` in a prompt, or where `is_plain`, `{{name}}`: from `start` to before `end`."""

    name: str
    start: int
    end: int
    is_plain: bool


class Part(NamedTuple):
    """A stretch of a prompt: its own words, or where `placeholder` is its name, a placeholder with its braces."""

    text: str
    placeholder: str | None = None


def braced(template: str) -> Iterator[Braced]:
    """Every `{name}` and `{{name}}`, in order."""
    start, end = template.find("{"), 0
    while start >= 0 and (end := template.find("}", start) + 1):
        start = template.rfind("{", start, end)
        name = template[start + 1 : end - 1]
        if name.isascii() and name.isidentifier():
            doubled = template[start - 1 : start] == "{" and template[end : end + 1] == "}"
            end += doubled
            yield Braced(name, start - doubled, end, doubled)
        start = template.find("{", end)


def read_template(template: str) -> Iterator[Part]:
    """A prompt's own words, with doubled braces undone, and its placeholders, each as `{name}`, in order."""
    words, end = "", 0
    for place in braced(template):
        words += template[end : place.start]
        end = place.end
        if place.is_plain:
            words += f"{{{place.name}}}"
            continue
        if words:
            yield Part(words)
        yield Part(template[place.start : end], place.name)
        words = ""
    words += template[end:]
    if words:
        yield Part(words)


def placeholders(template: str) -> tuple[str, ...]:
    """The names a prompt asks for, each once, in order."""
    return tuple(dict.fromkeys(part.placeholder for part in read_template(template) if part.placeholder))


def fill(template: str, **values: object) -> Filled:
    """Put `values` into `template`; the text goes on knowing which of its stretches fill which placeholder.

    Raises PromptError, naming what is unknown and what is on offer, when the prompt asks for a name not given.
    """
    check_placeholders(template, values)
    texts, stretches = list[str](), list[FilledStretch]()
    for words, placeholder in read_template(template):
        text = str(values[placeholder]) if placeholder else words
        texts.append(text)
        stretches.append((len(text), placeholder))
    return Filled.of("".join(texts), [Filling(0, tuple(stretches))])


def check_placeholders(template: str, known: Iterable[str], *, where: str = "The prompt") -> None:
    """Raise PromptError when `template` asks for a name that is not in `known`."""
    offered = list(known)
    unknown = [name for name in placeholders(template) if name not in offered]
    if unknown:
        asked = ", ".join(f"{{{name}}}" for name in unknown)
        offer = ", ".join(f"{{{name}}}" for name in offered) or "no placeholder"
        raise PromptError(
            f"{where} asks for {asked}; this step offers {offer}. Correct the name or remove it; "
            "double the braces where they are meant to be sent."
        )


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
