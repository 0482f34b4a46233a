"""What a decision of a workflow may say, and whether the workflow goes by what it says."""

import ast
import functools
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from core.trace.step_record import Step
from core.workflow.description import ALL, EACH, Workflow

DECISIONS = ("gate", "route")


def labels_of(workflow: Workflow, step: Step) -> tuple[str, ...]:
    """The labels of a gate or a route; none for a route that the diagram does not declare."""
    if step.kind == "gate":
        return ("yes", "no")
    declared = ("".join(edge[2:]).partition(", ")[0] for edge in workflow.edges if edge[0] == step.place)
    return tuple(dict.fromkeys(one for one in declared if one not in (EACH, ALL, "")))


def texts_of(form: Any) -> tuple[str, ...]:
    """The texts of a Literal, none for any other type."""
    found = get_args(form) if get_origin(form) is Literal else ()
    return found if all(isinstance(one, str) for one in found) else ()


def only_recorded(workflow: Workflow, node: str) -> bool:
    """Whether the workflow's own file calls this gate or route without using what it returns."""
    used, unused = _calls(workflow.source)
    return node in unused and node not in used


@functools.lru_cache(maxsize=200)
def _calls(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The decisions whose value is used, and those whose value is dropped."""
    tree = ast.parse(source)
    dropped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    used, unused = set[str](), set[str]()
    for call, name in _decisions(tree):
        (unused if id(call) in dropped else used).add(name)
    return frozenset(used), frozenset(unused)


def _decisions(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECISIONS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node, first.value
