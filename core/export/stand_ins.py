"""What stands in a script for the parts of `core` that belong to the app: plain versions of the same words."""

from collections.abc import Mapping

DefinitionKey = tuple[str, str]
"""A definition: its module and its name."""

PARTS = "core.export.parts"

ANY_NAME = "*"
"""Every name of a module."""

MACHINERY = (
    "core.history",
    "core.llm.asking",
    "core.models",
    "core.runtime",
    "core.trace.recording",
    "core.trace.trace",
)
"""Rooms and modules that only make sense inside the app."""

_WHOLE: Mapping[str, str] = {
    "core": "core.vocabulary",
    "core.workflow.fan_out": f"{PARTS}.fan_out",
    "core.errors": f"{PARTS}.errors",
    "core.llm.llm": f"{PARTS}.llm",
    "core.workflow.steps_and_gates": f"{PARTS}.steps",
}
_SINGLE: Mapping[DefinitionKey, DefinitionKey] = {
    ("core.samples.bundled", "_read"): (f"{PARTS}.data", "_read"),
    ("core.samples.bundled", "_texts"): (f"{PARTS}.data", "_texts"),
    ("core.trace.events", "Failure"): (f"{PARTS}.errors", "Failure"),
    ("core.agents.tools", "ToolSteps"): ("core.agents.tools", "Toolbox"),
    ("core.agents.tools", "recorded"): (f"{PARTS}.tool_steps", "recorded"),
    ("core.trace.recording", "current_step"): (f"{PARTS}.steps", "current_step"),
    ("core.workflow.approval", "approve"): (f"{PARTS}.people", "approve"),
    ("core.workflow.kept_files", "KeptFiles"): ("core.workflow.kept_files", "FileSpace"),
    ("core.workflow.kept_files", "changed_lines"): (f"{PARTS}.kept_files", "changed_lines"),
    ("core.workflow.kept_files", "open_files"): (f"{PARTS}.kept_files", "open_files"),
    ("core.workflow.prompts", "fill"): (f"{PARTS}.prompts", "fill"),
    ("core.workflow.work_items", "through_stages"): (f"{PARTS}.work_items", "through_stages"),
}

DIFFERENCES: Mapping[str, str] = {
    f"{PARTS}.kept_files": "Files are kept in memory: every run begins with the sample.",
    f"{PARTS}.people": "A person is asked at the terminal.",
}
"""What is different about a stand-in, for those who know the app."""


def stand_in(key: DefinitionKey, chosen: Mapping[DefinitionKey, DefinitionKey]) -> DefinitionKey:
    """Where a script takes a definition of `core` from; `chosen` decides between several stand-ins."""
    module, name = _SINGLE.get(key, (_WHOLE.get(key[0], key[0]), key[1]))
    if (module, name) in chosen:
        return chosen[module, name]
    return chosen.get((module, ANY_NAME), (module, ""))[0], name
