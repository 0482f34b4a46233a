"""What stands in a script for the parts of `core` that belong to the app: plain versions of the same words."""

from collections.abc import Mapping

PARTS = "core.export.parts"

ANY = "*"
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
    "core.text.html_text": f"{PARTS}.html_text",
    "core.workflow.kept_files": f"{PARTS}.kept_files",
    "core.llm.llm": f"{PARTS}.llm",
    "core.workflow.approval": f"{PARTS}.people",
    "core.workflow.steps": f"{PARTS}.steps",
    "core.workflow.work_items": f"{PARTS}.work_items",
}
_SINGLE: Mapping[tuple[str, str], str] = {
    ("core.samples.bundled", "_read"): f"{PARTS}.data",
    ("core.samples.bundled", "_texts"): f"{PARTS}.data",
    ("core.trace.events", "Failure"): f"{PARTS}.errors",
    ("core.agents.tools", "ToolSteps"): f"{PARTS}.tool_steps",
    ("core.agents.tools", "recorded"): f"{PARTS}.tool_steps",
    ("core.trace.recording", "current_step"): f"{PARTS}.steps",
    ("core.workflow.prompts", "fill"): f"{PARTS}.prompts",
}

DIFFERENCES: Mapping[str, str] = {
    f"{PARTS}.kept_files": "Files are kept in memory: every run begins with the sample.",
    f"{PARTS}.people": "A person is asked at the terminal.",
}
"""What is different about a stand-in, for those who know the app."""


def stand_in(key: tuple[str, str], chosen: Mapping[tuple[str, str], tuple[str, str]]) -> tuple[str, str]:
    """Where a script takes a definition of `core` from; `chosen` decides between several stand-ins."""
    module, name = key
    found = (_SINGLE.get(key, _WHOLE.get(module, module)), name)
    if found in chosen:
        return chosen[found]
    return chosen.get((found[0], ANY), found)[0], name
