"""Filling prompts, strictly and literally."""

import re

from core.export.parts.errors import PromptError


def fill(template: str, **values: object) -> str:
    """Put `values` in place of `{name}`; other braces, and those within a value, are ordinary text."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name not in values:
            raise PromptError(f"The prompt asks for {{{name}}}; this step offers: {', '.join(values) or 'nothing'}.")
        return str(values[name])

    return re.sub(r"(?<!\{)\{([A-Za-z_]\w*)\}|\{([A-Za-z_]\w*)\}(?!\})", value, template, flags=re.ASCII)
