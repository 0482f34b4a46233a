"""Every public name stands for one thing, wherever it is read."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Programs of their own, what scripts are given in place of the core's, and rules that are to be built anew.
NAMES_OF_THEIR_OWN = ("core/workflows", "core/export/parts", "core/simulated")
FILES = [
    path
    for folder in ("core", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.relative_to(ROOT).as_posix().startswith(NAMES_OF_THEIR_OWN)
]
MEANINGLESS = {"one"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def public_names(path: Path) -> Iterator[str]:
    """The classes, functions and types that a module defines at its top."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        else:
            continue
        is_type = name[:1].isupper() and not name.isupper()
        if not name.startswith("_") and (is_type or not isinstance(node, ast.Assign)):
            yield name


def test_no_public_name_is_given_twice() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for name in public_names(path):
            places[name].add(named(path))
    assert {name: sorted(files) for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize("path", FILES, ids=[named(path) for path in FILES])
def test_a_variable_is_called_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    taken = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    assert MEANINGLESS.isdisjoint(stored | taken)
