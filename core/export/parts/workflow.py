"""Where the workflow stands in a script; the exporter puts the real one in its place."""

from typing import Any

from pydantic import BaseModel

from core.export.parts.llm import LLM


class WorkflowParams(BaseModel):
    """The workflow's prompts and thresholds."""


async def run(request: str, p: WorkflowParams, llm: LLM) -> Any:
    """The workflow's steps and its control flow."""
