"""What `core` offers: the words a workflow file is written with, and what a notebook needs."""

from core.agent import Agent, Finished, Said, Session, Stopped, drive, think
from core.agent_watch import Budget
from core.concurrency import concurrently
from core.llm.llm import LLM
from core.notebook import run
from core.people import Approval, approve
from core.prompts import Params, fill, model_choice, prompt
from core.providers.protocol import Message
from core.steps import gate, group, route, step
from core.work_items import GoBack, SetAside, through_stages, together
from core.workflow import Example, Rejected, Workflow

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
    "run",
    "step",
    "think",
    "through_stages",
    "together",
]
