"""How a script is laid out: its head, its settings, and its definitions in the order and form of the formatter."""

import ast
import shlex
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from core.errors import InputError
from core.export.bundle import Bundle, Piece, by_key
from core.export.literals import WIDTH, literal
from core.export.modules import Imported, Module
from core.export.stand_ins import PARTS, DefinitionKey
from core.runtime import Plan

DEFAULT_MODELS = {"openai": "gpt-4o-mini", "gemini": "gemini-2.5-flash"}
AT_ONCE = 32


def model_in(model: str, flavour: str) -> str:
    """What a model `provider:name` is called in a script of this flavour; empty if it is another provider's."""
    provider, _, name = model.partition(":")
    return name if provider == flavour else ""


def settings_module(module: Module, plan: Plan, flavour: str) -> Module:
    """The constants of `module` with the run's own limits and model."""
    limits = plan.options.limits
    if flavour not in DEFAULT_MODELS:
        raise InputError(f"There is no flavour {flavour[:40]!r}. Known: {', '.join(DEFAULT_MODELS)}.")
    values = {
        "MOST_CALLS": limits.calls,
        "AT_ONCE": min(limits.concurrency or AT_ONCE, limits.calls_at_once or AT_ONCE),
        "SECONDS_FOR_A_CALL": limits.call_seconds,
        "SECONDS_FOR_THE_RUN": limits.seconds,
    }
    model = literal(model_in(plan.options.model, flavour) or DEFAULT_MODELS[flavour])
    text = module.source.replace(literal(DEFAULT_MODELS["openai"]), model)
    for name, value in values.items():
        (statement,) = module.defined[name]
        text = text.replace(module.lines[statement.first - 1], f"{name} = {literal(value)}")
    return Module(module.name, text)


WIDTH_OF_TEXT = 118
_KEYS = {
    "openai": ("OPENAI_API_KEY", "For another server that speaks OpenAI's API, set OPENAI_BASE_URL as well."),
    "gemini": ("GEMINI_API_KEY", ""),
}
DISTRIBUTIONS = {"google": "google-genai", "pydantic_core": "pydantic", "re2": "google-re2"}


def packages(pieces: Iterable[Piece], imports: Mapping[Imported, str]) -> tuple[str, ...]:
    """What to install, each with the version it was made with and those compatible to it."""
    roots = {imported.module.partition(".")[0] for imported in imports}
    roots |= {name for piece in pieces for name in _imported_within(piece.statement.node)}
    names = {DISTRIBUTIONS.get(root, root.replace("_", "-")) for root in roots - set(sys.stdlib_module_names)}
    return tuple(f"{name}~={'.'.join(version(name).split('.')[:2])}" for name in sorted(names))


def header(plan: Plan, flavour: str, file_name: str, needed: Iterable[str], notes: Iterable[str]) -> str:
    """The script's docstring."""
    workflow = plan.workflow
    key, more = _KEYS[flavour]
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
                f"    pip install {' '.join(shlex.quote(package) for package in needed)}",
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
    return textwrap.fill(text.strip(), WIDTH_OF_TEXT, break_long_words=False, break_on_hyphens=False)


def _imported_within(node: ast.stmt) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in inner.names)
        elif isinstance(inner, ast.ImportFrom) and inner.module:
            yield inner.module.partition(".")[0]


_FIRST = f"{PARTS}.settings"
_LAST = (f"{PARTS}.data", f"{PARTS}.endings", f"{PARTS}.endings_rejected", f"{PARTS}.main")
_TITLES = {"settings": "The model, and what a run may use.", "before": "What the workflow is written with."}
FUTURE = "from __future__ import annotations"
END = 'if __name__ == "__main__":\n    main()'


def laid_out(header: str, bundle: Bundle, workflow: str, params: DefinitionKey) -> str:
    """The whole script: settings, then the workflow with its parameters, then what it stands on.

    What must come earlier comes earlier.
    """
    pieces = bundle.pieces()
    order = _Order(bundle, pieces)
    foreign = [piece for piece in by_key(pieces).get(params, ()) if piece.module != workflow]
    own = [*foreign, *(piece for piece in pieces if piece.module == workflow)]
    settings = [piece for piece in pieces if piece.module == _FIRST]
    last = [piece for name in _LAST for piece in pieces if piece.module == name]
    rest = [piece for piece in pieces if piece not in (*own, *settings, *last)]
    order.before(own)
    for title, some in (("", settings), ("The workflow.", own), ("What it stands on.", rest), ("", last)):
        order.add(title, some)
    body = _joined(order.placed)
    return f"{header}\n\n{FUTURE}\n\n{import_lines(bundle.imports)}\n\n{body}\n\n\n{END}\n"


class _Order:
    """Definitions in the order wanted, each after those that are needed when it is executed."""

    def __init__(self, bundle: Bundle, pieces: list[Piece]) -> None:
        self.placed: list[tuple[str, Piece]] = []
        self._bundle = bundle
        self._defining: Mapping[DefinitionKey, list[Piece]] = by_key(pieces)
        self._seen: set[int] = set()

    def before(self, own: list[Piece]) -> None:
        """Place what the workflow's definitions need when they are executed and is not theirs."""
        mine = {id(piece) for piece in own}
        foreign = [dep for piece in own for dep in self._first(piece) if id(dep) not in mine]
        self.add(_TITLES["before"], list({id(piece): piece for piece in foreign}.values()))

    def add(self, title: str, pieces: Iterable[Piece]) -> None:
        """Place pieces under a title, which stands above the first."""
        for piece in pieces:
            for placed in (*self._first(piece), piece):
                if id(placed) not in self._seen:
                    self._seen.add(id(placed))
                    self.placed.append((title, placed))
                    title = ""

    def _first(self, piece: Piece) -> list[Piece]:
        """What must come before, deepest first."""
        found: dict[int, Piece] = {}
        self._collect(piece, _calls(piece), found, {id(piece)})
        return list(found.values())

    def _collect(self, piece: Piece, everything: bool, found: dict[int, Piece], seen: set[int]) -> None:
        for key in self._bundle.needs(piece, early=not everything):
            for needed in self._defining.get(key, ()):
                if id(needed) not in seen:
                    seen.add(id(needed))
                    self._collect(needed, everything or _calls(needed), found, seen)
                    found[id(needed)] = needed


def _calls(piece: Piece) -> bool:
    """Whether executing the statement runs code: an assignment that calls something."""
    node = piece.statement.node
    return isinstance(node, ast.Assign | ast.AnnAssign) and any(isinstance(inner, ast.Call) for inner in ast.walk(node))


def _joined(placed: list[tuple[str, Piece]]) -> str:
    lines: list[str] = []
    before: Piece | None = None
    for title, piece in placed:
        lines.append(_between(before, piece, title))
        lines.append(f"# {title}\n\n" + ("\n" if piece.statement.is_definition else "") if title else "")
        lines.append(piece.text)
        before = piece
    return "".join(lines)


def _between(before: Piece | None, piece: Piece, title: str) -> str:
    if before is None:
        return ""
    if before.statement.is_definition or piece.statement.is_definition:
        stub = before.text.endswith(": ...") and before.statement.names == piece.statement.names
        return "\n" if stub else "\n\n\n"
    near = before.module == piece.module and piece.statement.first - before.statement.last == 1
    return "\n" if near and not title else "\n\n"


def import_lines(imports: Mapping[Imported, str]) -> str:
    """The imports, the standard library's first, as `ruff` sorts them."""
    own = [imported for imported in imports if imported.module.partition(".")[0] in sys.stdlib_module_names]
    others = [imported for imported in imports if imported not in own]
    blocks = ("\n".join(_block(some, imports)) for some in (own, others) if some)
    return "\n\n".join(blocks)


def _block(some: list[Imported], imports: Mapping[Imported, str]) -> Iterator[str]:
    yield from sorted(imported.line(imports[imported]) for imported in some if not imported.name)
    modules = sorted({imported.module for imported in some if imported.name})
    for module in modules:
        names = {imported.name: imports[imported] for imported in some if imported.module == module and imported.name}
        shown = [name if alias == name else f"{name} as {alias}" for name, alias in sorted(names.items(), key=_place)]
        flat = f"from {module} import {', '.join(shown)}"
        yield (
            flat
            if len(flat) <= WIDTH
            else "\n".join([f"from {module} import (", *(f"    {name}," for name in shown), ")"])
        )


def _place(item: tuple[str, str]) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    name = item[0]
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)
