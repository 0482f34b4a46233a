"""One workflow a file, named by its id. A new file here is in the gallery, the command line and the tests by itself."""

from core.workflows.catalogue import find_workflow, find_workflows
from core.workflows.research_assistant import Finding, Report, Subtask
from core.workflows.website_agents import SPACE

__all__ = [
    "Finding",
    "Report",
    "SPACE",
    "Subtask",
    "find_workflow",
    "find_workflows",
]
