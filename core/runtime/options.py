"""How a run is to be run: model, mode, limits, and how the simulated model behaves."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from core.llm import Limits
from core.models import DEFAULT_MODEL, Simulation
from core.workflow import Mode, OnError


class RunOptions(BaseModel):
    """Everything about a run that is not the request and not the workflow's own parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(DEFAULT_MODEL, pattern=r"^[a-z]+:.+", description="provider:model, as in simulated:demo.")
    models: Mapping[str, str] = Field(default_factory=dict, description="Another model for single steps, by node.")
    mode: Mode = "parallel"
    on_error: OnError = "fail"
    approve: Literal["ask", "all", "none"] = "ask"
    limits: Limits = Limits()
    simulation: Simulation = Simulation()
