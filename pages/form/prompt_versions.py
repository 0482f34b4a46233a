"""The newest versions of each prompt and request that a visitor has written, so that overwriting can be undone."""

from typing import Any

from core.text import without_keys
from core.workflow import LARGEST_FILE, KeptFiles, Workflow
from pages.session import playground, visitor

REQUEST = "request"


def keep(workflow: Workflow, name: str, value: Any) -> None:
    """Keep this version of a text, unless it is the last one already."""
    if name not in texts(workflow) or not isinstance(value, str) or not value.strip() or len(value) > LARGEST_FILE:
        return
    if versions(workflow).text(name) != value:
        playground().history.keep_file(visitor(), space(workflow), name, without_keys(value), request="edited")


def versions(workflow: Workflow) -> KeptFiles:
    """The texts of a workflow's form with all versions that were kept, from the default on."""
    return KeptFiles(space(workflow), texts(workflow), playground().history.files(visitor(), space(workflow)))


def texts(workflow: Workflow) -> dict[str, str]:
    """The prompts with their defaults, and the first example's request."""
    fields = workflow.params.model_fields
    prompts = {
        name: str(info.default)
        for name, info in fields.items()
        if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("prompt")
    }
    return {REQUEST: workflow.examples[0].text, **prompts}


def space(workflow: Workflow) -> str:
    """Where the versions stand in the history."""
    return f"form of {workflow.id}"
