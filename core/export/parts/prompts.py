"""Filling prompts, strictly and literally."""

import re

from core.export.parts.errors import PromptError

BRACED = re.compile(r"\{(?P<plain>\{[A-Za-z_][A-Za-z0-9_]*\})\}|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}")


def fill(template: str, **values: object) -> str:
    """Put `values` in place of `{name}`; `{{name}}` says `{name}`, and all other braces are ordinary text."""

    def value(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match["plain"]
        if name not in values:
            raise PromptError(f"The prompt asks for {{{name}}}; this step offers: {', '.join(values) or 'nothing'}.")
        return str(values[name])

    return BRACED.sub(value, template)
