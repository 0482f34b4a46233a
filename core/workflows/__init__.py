"""One workflow a file, named by its id. A new file here is in the gallery, the command line and the tests by itself."""

from core.workflows.catalogue import find_workflow, find_workflows

__all__ = ["find_workflow", "find_workflows"]
