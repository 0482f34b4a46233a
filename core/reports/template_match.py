"""Which prompt a sent text was filled from, and with which values, found again from the text alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.workflow import Filled, Part, read_template

SHORTEST_PROMPT = 5  # characters of a prompt's own words, below which a match says nothing


@dataclass(frozen=True, slots=True)
class Match:
    """The prompt `name` with its `template`, and the text's stretches in order."""

    name: str
    template: str
    parts: tuple[Part, ...]


def match_template(text: str, prompts: Mapping[str, str]) -> Match | None:
    """The prompt with the most words of its own that fits `text`; None where none does.

    A text that was filled in this process knows its parts. In one that comes from a log they are found again: a
    placeholder stands for all up to the first place where the prompt's next words occur.
    """
    if isinstance(text, Filled):
        name = next((name for name, prompt in prompts.items() if prompt == text.template), "")
        return Match(name, text.template, text.parts)
    fitting = [
        Match(name, prompt, parts)
        for name, prompt in prompts.items()
        if own_words(prompt) >= SHORTEST_PROMPT and (parts := parts_of(text, prompt)) is not None
    ]
    return max(fitting, key=lambda one: own_words(one.template), default=None)


def own_words(template: str) -> int:
    """How many characters of a prompt are its own."""
    return len("".join(part.text for part in read_template(template) if part.source is None).strip())


def parts_of(text: str, template: str) -> tuple[Part, ...] | None:
    """The stretches of `text` as a filling of `template`; None where it is none."""
    words, names = _taken_apart(template)
    if not text.startswith(words[0]):
        return None
    found, at = [Part(words[0])], len(words[0])
    for place, name in enumerate(names, 1):
        last = place == len(names)
        next_at = len(text) - len(words[place]) if last else text.find(words[place], at)
        if next_at < at or not text.startswith(words[place], next_at):
            return None
        found += [Part(text[at:next_at], name), Part(words[place])]
        at = next_at + len(words[place])
    return tuple(part for part in found if part.text or part.source) if at == len(text) else None


def _taken_apart(template: str) -> tuple[list[str], list[str]]:
    """A prompt's own words and the placeholders between them; placeholders without words between them are one."""
    words, names = [""], list[str]()
    for part in read_template(template):
        if part.source is None:
            words[-1] += part.text
        elif names and not words[-1]:
            names[-1] += f", {part.source}"
        else:
            names.append(part.source)
            words.append("")
    return words, names
