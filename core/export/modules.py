"""A module of `core` as statements that can be taken out one by one."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from core.export.scopes import Reference, global_names


@dataclass(frozen=True, slots=True)
class Imported:
    """What a name of a module stands for: `name` of `module`, or with an empty name the module itself."""

    module: str
    name: str = ""

    def line(self, known_as: str) -> str:
        """The statement that imports it under a name."""
        if not self.name:
            return f"import {self.module}" if known_as == self.module else f"import {self.module} as {known_as}"
        alias = "" if known_as == self.name else f" as {known_as}"
        return f"from {self.module} import {self.name}{alias}"


@dataclass(frozen=True)
class Statement:
    """A top-level statement with the comments right above it; lines count from 1."""

    node: ast.stmt
    first: int
    last: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it defines."""
        if isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return (self.node.name,)
        if isinstance(self.node, ast.AnnAssign):
            return tuple(_named(self.node.target))
        if isinstance(self.node, ast.Assign):
            return tuple(name for target in self.node.targets for name in _named(target))
        return ()

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The global names it mentions, its own among them."""
        return tuple(global_names(self.node))

    @property
    def is_definition(self) -> bool:
        """Whether it is a function or a class."""
        return isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


class Module:
    """One module's source, taken apart."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self.lines = source.splitlines()
        self.tree = ast.parse(source)
        self.statements = tuple(self._statements())
        self.imports: Mapping[str, Imported] = dict(_imports(self.tree.body))

    @cached_property
    def defined(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements that define each name; several for a function with overloads."""
        found: dict[str, tuple[Statement, ...]] = {}
        for statement in self.statements:
            for name in statement.names:
                found[name] = (*found.get(name, ()), statement)
        return found

    def _statements(self) -> Iterator[Statement]:
        after = 0
        body = self.tree.body
        for node, following in zip(body, [*body[1:], None], strict=True):
            if _is_text(node):
                after = node.end_lineno or after
                continue
            last = node.end_lineno or node.lineno
            if following is not None and _is_text(following) and isinstance(node, ast.Assign | ast.AnnAssign):
                last = following.end_lineno or last
            yield Statement(node, self._with_comments(_first_line(node), after), last)
            after = last

    def _with_comments(self, first: int, after: int) -> int:
        while first - 1 > after and self.lines[first - 2].startswith("#"):
            first -= 1
        return first


@cache
def module_of(name: str) -> Module:
    """A module of `core` by its name; it is read, not imported."""
    return Module(name, _file(name).read_text(encoding="utf-8"))


@cache
def is_module(name: str) -> bool:
    """Whether there is a module of this name in `core`."""
    return name.startswith("core.") and _file(name).is_file()


def _file(name: str) -> Traversable:
    place = files("core").joinpath(*name.split(".")[1:-1], f"{name.rpartition('.')[2]}.py")
    return place if place.is_file() else files("core").joinpath(*name.split(".")[1:], "__init__.py")


def _imports(body: list[ast.stmt]) -> Iterator[tuple[str, Imported]]:
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], Imported(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, Imported(node.module, alias.name)
        elif isinstance(node, ast.If):
            yield from _imports(node.body)


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(decorator.lineno for decorator in decorators)]))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _named(target: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
