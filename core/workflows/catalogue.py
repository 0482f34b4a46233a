"""Which workflows there are: every file of this folder that ends with a WORKFLOW."""

import functools
import importlib
import pkgutil
from collections.abc import Mapping

from core import workflows as package
from core.errors import InputError, WorkflowError
from core.text import nearest
from core.workflow import Pattern, Workflow


@functools.cache
def find_workflows() -> Mapping[str, Workflow]:
    """Every workflow by id, in the order of the patterns and then of the files. A broken file raises."""
    names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    found = [_load(name) for name in names if name != __name__]
    order = list(Pattern.__args__)  # type: ignore[attr-defined]
    found.sort(key=lambda workflow: order.index(workflow.pattern))
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
    return workflow
