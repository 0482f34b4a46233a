"""What `core` offers: the words a workflow file is written with."""

from core.agents.agent import Agent, Finished, Said, Session, Stopped, drive, think
from core.agents.budget import Budget
from core.llm.llm import LLM
from core.providers.protocol import Message
from core.workflow.approval import Approval, approve
from core.workflow.description import Example, Rejected, Workflow
from core.workflow.fan_out import concurrently
from core.workflow.prompts import Params, fill, model_choice, prompt
from core.workflow.steps import gate, group, route, step
from core.workflow.work_items import GoBack, SetAside, through_stages, together

__all__ = [
    "LLM",
    "Agent",
    "Approval",
    "Budget",
    "Example",
    "Finished",
    "GoBack",
    "Message",
    "Params",
    "Rejected",
    "Said",
    "Session",
    "SetAside",
    "Stopped",
    "Workflow",
    "approve",
    "concurrently",
    "drive",
    "fill",
    "gate",
    "group",
    "model_choice",
    "prompt",
    "route",
    "step",
    "think",
    "through_stages",
    "together",
]
