"""What stands at the head of a script: what it is, what it needs, how it is run."""

import ast
import shlex
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from core.export.bundle import Piece
from core.export.modules import Imported
from core.runtime.plan import Plan

WIDTH = 118
KEYS = {
    "openai": ("OPENAI_API_KEY", "For another server that speaks OpenAI's API, set OPENAI_BASE_URL as well."),
    "gemini": ("GEMINI_API_KEY", ""),
}
DISTRIBUTIONS = {"google": "google-genai", "pydantic_core": "pydantic", "re2": "google-re2"}


def packages(pieces: Iterable[Piece], imports: Mapping[Imported, str]) -> tuple[str, ...]:
    """What to install, each with the version it was made with and those compatible to it."""
    roots = {one.module.partition(".")[0] for one in imports}
    roots |= {name for piece in pieces for name in _imported_within(piece.statement.node)}
    names = {DISTRIBUTIONS.get(root, root.replace("_", "-")) for root in roots - set(sys.stdlib_module_names)}
    return tuple(f"{name}~={'.'.join(version(name).split('.')[:2])}" for name in sorted(names))


def header(plan: Plan, flavour: str, file_name: str, needed: Iterable[str], notes: Iterable[str]) -> str:
    """The script's docstring."""
    workflow = plan.workflow
    key, more = KEYS[flavour]
    example = " ".join(workflow.examples[0].text.split())
    paragraphs = [
        _wrapped(f"{workflow.title}: {workflow.idea}"),
        _wrapped(workflow.use_when),
        _wrapped(
            f"Pattern: {workflow.pattern}. Model calls: {workflow.calls}. Time: {workflow.latency}. This file stands "
            "alone: its prompts, thresholds and models are those of the playground it was taken from. "
            + " ".join(notes)
        ),
        "\n".join(
            [
                f"    pip install {' '.join(shlex.quote(one) for one in needed)}",
                f"    export {key}=…",
                f"    python {file_name} {_quoted(textwrap.shorten(example, 70, placeholder=' …'))}",
            ]
        ),
        _wrapped(f"{more} MODEL in the environment names another model. The result is printed as JSON.".strip()),
    ]
    text = "\n\n".join(paragraphs).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{text}\n"""'


def _quoted(text: str) -> str:
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'


def _wrapped(text: str) -> str:
    return textwrap.fill(text.strip(), WIDTH, break_long_words=False, break_on_hyphens=False)


def _imported_within(node: ast.stmt) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in one.names)
        elif isinstance(one, ast.ImportFrom) and one.module:
            yield one.module.partition(".")[0]
