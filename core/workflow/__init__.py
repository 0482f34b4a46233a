"""The words a workflow is written with: its description, steps, decisions, fan-out, approvals, prompts, work items."""

from core.workflow.approval import Approval, Decision, approve, asks_people, edited
from core.workflow.description import ALL, EACH, Example, NodeKind, Pattern, Rejected, Workflow
from core.workflow.edges import Edge, within
from core.workflow.fan_out import FATAL, concurrently
from core.workflow.kept_files import (
    LARGEST_FILE,
    FileSpace,
    FileVersion,
    KeptFiles,
    LoadFiles,
    changed_lines,
    open_files,
)
from core.workflow.prompts import (
    Params,
    Part,
    braced,
    check_placeholders,
    fill,
    model_choice,
    prompt,
    read_template,
)
from core.workflow.run_context import Mode, OnError, RunContext, TimeLimit, current_run
from core.workflow.steps_and_gates import gate, group, route, step
from core.workflow.work_items import Flow, GoBack, ItemOutcome, Skip, Stage, StageLine, joint_stage, through_stages

__all__ = [
    "ALL",
    "Approval",
    "Decision",
    "EACH",
    "Edge",
    "Example",
    "FATAL",
    "FileSpace",
    "FileVersion",
    "Flow",
    "GoBack",
    "ItemOutcome",
    "KeptFiles",
    "LARGEST_FILE",
    "LoadFiles",
    "Mode",
    "NodeKind",
    "OnError",
    "Params",
    "Part",
    "Pattern",
    "Rejected",
    "RunContext",
    "Skip",
    "Stage",
    "StageLine",
    "TimeLimit",
    "Workflow",
    "approve",
    "asks_people",
    "braced",
    "changed_lines",
    "check_placeholders",
    "concurrently",
    "current_run",
    "edited",
    "fill",
    "gate",
    "group",
    "model_choice",
    "open_files",
    "prompt",
    "read_template",
    "route",
    "step",
    "through_stages",
    "joint_stage",
    "within",
]
