"""The sample data that a script carries along: only the files that its definitions name."""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from core.export.bundle import Piece
from core.export.modules import Module

TARGET = "FILES: Mapping[str, str] = {}"


def carried_files(pieces: Iterable[Piece]) -> Mapping[str, str]:
    """The files of the sample data that a text of the definitions names, or that lie in a folder it names."""
    data = files("core.samples") / "data"
    named = {
        node.value
        for piece in pieces
        if piece.module == "core.samples.bundled"
        for node in ast.walk(piece.statement.node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return dict(found for name in sorted(named) for found in _files(data, name))


def data_module(module: Module, carried: Mapping[str, str]) -> Module:
    """The module that hands out the files, with their texts."""
    rows = "".join(f'    "{name}": {_text(text)},\n' for name, text in carried.items())
    return Module(module.name, module.source.replace(TARGET, f"{TARGET[:-1]}\n{rows}}}" if rows else TARGET))


def _files(data: Traversable, name: str) -> Iterator[tuple[str, str]]:
    if not name or name.startswith("."):
        return
    found = data / name
    if found.is_file():
        yield name, found.read_text(encoding="utf-8")
    elif found.is_dir():
        for file in sorted(found.iterdir(), key=lambda entry: entry.name):
            yield f"{name}/{file.name}", file.read_text(encoding="utf-8")


def _text(text: str) -> str:
    """The text between three quotes, JSON with a line for each row."""
    shown = _rows(text).replace("\\", "\\\\").replace('"""', '\\"""')
    if shown.endswith('"'):
        shown = f'{shown[:-1]}\\"'
    return f'"""{shown}"""'


def _rows(text: str) -> str:
    try:
        found: Any = json.loads(text)
    except ValueError:
        return text
    if isinstance(found, list):
        return _listed(found)
    parts = (
        f"{json.dumps(name)}: {_listed(part) if isinstance(part, list) else _flat(part)}"
        for name, part in found.items()
    )
    return "{\n" + ",\n".join(parts) + "\n}"


def _listed(rows: list[Any]) -> str:
    return "[\n" + ",\n".join(_flat(row) for row in rows) + "\n]"


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
