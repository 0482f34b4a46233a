"""Agents: the one loop in which a model chooses tools, what bounds it, and conversations between several."""

from core.agents import agent
from core.agents.agent import Agent, Finished, Said, Session, Stopped, drive, think
from core.agents.budget import Budget
from core.agents.conversation import (
    Line,
    goes_in_circles,
    handed_over,
    in_a_row,
    place_name,
    polite_in_a_row,
    transcript,
)
from core.agents.tools import Toolbox, checked_arguments

__all__ = [
    "Agent",
    "Budget",
    "Finished",
    "Line",
    "Said",
    "Session",
    "Stopped",
    "Toolbox",
    "agent",
    "checked_arguments",
    "drive",
    "goes_in_circles",
    "handed_over",
    "in_a_row",
    "place_name",
    "polite_in_a_row",
    "think",
    "transcript",
]
