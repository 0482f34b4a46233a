"""A workflow's source as it stands in a script: no decorators, prompts and thresholds as they were edited.

Everything else stays the learner's: functions, comments, docstrings.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from core.export.literals import CODE_INDENT, assigned, called, literal
from core.export.modules import Module
from core.workflow import Params

PARAMS_BASE = "BaseModel"


@dataclass(frozen=True, slots=True)
class Baked:
    """What is written into the script: the fields' values, the models of single steps, how a model is named."""

    params: BaseModel
    models: Mapping[str, str]
    model_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines `first` to `last` (from 1) become `lines`; with `last` before `first` they are put in before `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


def rewritten(module: Module, namespace: Mapping[str, Any], baked: Baked) -> Module:
    """The module with everything baked in. `namespace` holds its names at run time."""
    edits = [edit for statement in module.statements for edit in _edits(module, statement.node, namespace, baked)]
    if not edits:
        return module
    lines = list(module.lines)
    for edit in sorted(edits, key=lambda edit: edit.first, reverse=True):
        lines[edit.first - 1 : edit.last] = edit.lines
    source = "\n".join(lines) + "\n"
    if PARAMS_BASE not in module.imports:
        source = f"from pydantic import {PARAMS_BASE}\n{source}"
    return Module(module.name, source)


def _edits(module: Module, node: ast.stmt, namespace: Mapping[str, Any], baked: Baked) -> Iterator[Edit]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        steps = [decorator for decorator in node.decorator_list if _is_step(module, decorator)]
        yield from (Edit(decorator.lineno, decorator.end_lineno or decorator.lineno, ()) for decorator in steps)
        model = baked.models.get(node.name)
        if steps and model is not None and "llm" in {argument.arg for argument in node.args.args}:
            yield _own_model(node, model)
    elif isinstance(node, ast.ClassDef):
        cls = namespace.get(node.name)
        if isinstance(cls, type) and issubclass(cls, Params) and cls is not Params:
            yield from _params_edits(node, cls, baked)


def _is_step(module: Module, decorator: ast.expr) -> bool:
    called_as = decorator.func if isinstance(decorator, ast.Call) else decorator
    imported = module.imports.get(called_as.id) if isinstance(called_as, ast.Name) else None
    return (
        imported is not None
        and imported.name == "step"
        and imported.module in ("core", "core.workflow", "core.workflow.steps_and_gates")
    )


def _own_model(function: ast.FunctionDef | ast.AsyncFunctionDef, model: str) -> Edit:
    has_doc = ast.get_docstring(function) is not None and len(function.body) > 1
    at = function.body[1 if has_doc else 0].lineno
    return Edit(at, at - 1, (f"    llm = llm.or_else({literal(model)})",))


def _params_edits(node: ast.ClassDef, cls: type[Params], baked: Baked) -> Iterator[Edit]:
    if len(node.bases) == 1 and isinstance(node.bases[0], ast.Name) and node.bases[0].id == "Params":
        last = node.bases[0].end_lineno or node.lineno
        yield Edit(node.lineno, last, (f"class {node.name}({PARAMS_BASE}):",))
    values = _values(cls, baked)
    for statement in node.body:
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.target.id in values
        ):
            value, info = values[statement.target.id], cls.model_fields[statement.target.id]
            if value != info.default or info.json_schema_extra:
                text = _field(statement, value, info, baked)
                yield Edit(statement.lineno, statement.end_lineno or statement.lineno, tuple(text.split("\n")))


def _values(cls: type[Params], baked: Baked) -> dict[str, Any]:
    """The value of each field; fields that are worked out afresh (today's date) only if they were given."""
    if not isinstance(baked.params, cls):
        return {name: info.default for name, info in cls.model_fields.items() if info.default is not PydanticUndefined}
    given = baked.params.model_fields_set
    return {
        name: getattr(baked.params, name)
        for name, info in cls.model_fields.items()
        if name in given or info.default_factory is None
    }


def _field(node: ast.AnnAssign, value: Any, info: FieldInfo, baked: Baked) -> str:
    """The field's line: a prompt as a plain text, a threshold with its bounds and its description."""
    left = f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}"
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    if extra.get("model_choice"):
        return assigned(left, baked.model_of(value), CODE_INDENT)
    keywords = [] if extra.get("prompt") or not isinstance(node.value, ast.Call) else node.value.keywords
    kept = [
        f"{keyword.arg}={_as_written(keyword.value)}"
        for keyword in keywords
        if keyword.arg not in ("default", "default_factory")
    ]
    if not kept:
        return assigned(left, value, CODE_INDENT)
    return called(f"{CODE_INDENT}{left} = Field", [literal(value), *kept], CODE_INDENT)


def _as_written(value: ast.expr) -> str:
    return literal(value.value) if isinstance(value, ast.Constant) else ast.unparse(value)


def only_methods(module: Module, name: str, kept: Sequence[str], choosable: Sequence[str]) -> Module:
    """The module, its class `name` without those of the `choosable` methods that are not `kept`."""
    (statement,) = module.defined[name]
    assert isinstance(statement.node, ast.ClassDef)
    lines = list(module.lines)
    for method in reversed(statement.node.body):
        if (
            isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
            and method.name in choosable
            and method.name not in kept
        ):
            del lines[method.lineno - 2 : method.end_lineno]
    return Module(module.name, "\n".join(lines) + "\n")
