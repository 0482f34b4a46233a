"""Which names of a statement are global, where they stand, and whether they are needed when it is executed."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True, slots=True)
class Reference:
    """A global name. `line` counts from 1, `column` in bytes; `early`: needed already when the statement is executed.

    `attribute` is what follows it after a dot on the same line.
    Annotations of functions are never needed then, since generated scripts postpone them.
    """

    name: str
    line: int
    column: int
    early: bool
    attribute: str = ""


def global_names(statement: ast.stmt) -> list[Reference]:
    """The global names that a top-level statement mentions."""
    finder = _Finder()
    finder.visit(statement)
    return finder.found


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[Reference] = []
        self._scopes: list[tuple[bool, frozenset[str]]] = []
        self._early = True

    def visit_Name(self, node: ast.Name) -> None:
        self._add(node.id, node.lineno, node.col_offset)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.end_lineno == node.lineno:
            self._add(node.value.id, node.lineno, node.value.col_offset, node.attr)
        else:
            self.visit(node.value)

    def _add(self, name: str, line: int, column: int, attribute: str = "") -> None:
        for depth, (is_class, bound) in enumerate(reversed(self._scopes)):
            if name in bound and not (is_class and depth):
                return
        self.found.append(Reference(name, line, column, self._early, attribute))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: Function) -> None:
        for outside in (*node.decorator_list, *_defaults(node.args)):
            self.visit(outside)
        early, self._early = self._early, False
        for annotation in (*(argument.annotation for argument in _arguments(node.args)), node.returns):
            self._annotation(annotation)
        self._within(False, _bound_in(node), node.body)
        self._early = early

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for default in _defaults(node.args):
            self.visit(default)
        early, self._early = self._early, False
        self._within(False, frozenset(argument.arg for argument in _arguments(node.args)), [node.body])
        self._early = early

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for outside in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(outside)
        self._within(True, frozenset(_stored(node.body)), node.body)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A text is read as an annotation only where one stands."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == "Literal":
            self.visit(node.value)
        else:
            self.generic_visit(node)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def _comprehension(self, node: Comprehension) -> None:
        bound = frozenset(name.id for generator in node.generators for name in _names(generator.target))
        self._within(False, bound, list(ast.iter_child_nodes(node)))

    def _within(self, is_class: bool, bound: frozenset[str], nodes: Iterable[ast.AST]) -> None:
        self._scopes.append((is_class, bound))
        for node in nodes:
            self.visit(node)
        self._scopes.pop()

    def _annotation(self, node: ast.expr | None) -> None:
        if node is None:
            return
        for text in _quoted_types(node):
            self._quoted(text)
        self.visit(node)

    def _quoted(self, text: ast.Constant) -> None:
        try:
            inside = ast.parse(str(text.value), mode="eval")
        except SyntaxError:
            return
        for node in ast.walk(inside):
            if isinstance(node, ast.Name):
                self._add(node.id, text.lineno, text.col_offset + 1 + node.col_offset)


def _arguments(given: ast.arguments) -> list[ast.arg]:
    starred = [argument for argument in (given.vararg, given.kwarg) if argument is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *starred]


def _defaults(given: ast.arguments) -> list[ast.expr]:
    return [*given.defaults, *(default for default in given.kw_defaults if default is not None)]


def _bound_in(function: Function) -> frozenset[str]:
    declared = {name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names}
    named = {argument.arg for argument in _arguments(function.args)} | set(_stored(function.body))
    return frozenset(named - declared)


def _stored(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements bind in their own scope; a nested function or class counts with its name only."""
    left: list[ast.AST] = list(body)
    while left:
        node = left.pop()
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
            continue
        if isinstance(node, ast.Lambda):
            continue
        yield from _binds(node)
        left.extend(ast.iter_child_nodes(node))


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _names(target: ast.expr) -> Iterator[ast.Name]:
    return (node for node in ast.walk(target) if isinstance(node, ast.Name))


def _quoted_types(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts in an annotation that are types in quotes, which those of a Literal are not."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _quoted_types(child)
