"""Which workflows there are: every file of this folder that ends with a WORKFLOW."""

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from typing import get_args

from core import workflows as package
from core.errors import InputError, WorkflowError
from core.text import nearest
from core.workflow import Pattern, Workflow

PATTERNS: tuple[Pattern, ...] = get_args(Pattern)


@functools.cache
def find_workflows() -> Mapping[str, Workflow]:
    """Every workflow by id, in the order of the patterns and then of the files. A broken file raises."""
    names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    found = [_load(name) for name in names if name != __name__]
    found.sort(key=lambda workflow: PATTERNS.index(workflow.pattern))
    return {workflow.id: workflow for workflow in found}


def find_workflow(workflow_id: str) -> Workflow:
    """The workflow with this id. Raises InputError naming the nearest ones."""
    workflows = find_workflows()
    if workflow_id in workflows:
        return workflows[workflow_id]
    near = nearest(workflow_id, workflows) or list(workflows)[:5]
    raise InputError(f"There is no workflow {workflow_id[:60]!r}. Did you mean {', '.join(near)}?")


def _load(name: str) -> Workflow:
    module = importlib.import_module(name)
    workflow = getattr(module, "WORKFLOW", None)
    if not isinstance(workflow, Workflow):
        raise WorkflowError(f"{name} has no WORKFLOW at its end. Add one, or move the file out of core/workflows.")
    if workflow.pattern not in PATTERNS:
        raise WorkflowError(
            f"{name} names no known pattern: {workflow.pattern!r}. Choose one of: {', '.join(PATTERNS)}."
        )
    return workflow
