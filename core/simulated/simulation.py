"""How the simulated model behaves: its pace, its limits and its faults. A form shows these fields."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Profile = Literal["fast", "typical", "slow", "instant"]
FaultKind = Literal["server", "network", "timeout", "invalid", "refused", "truncated", "empty"]


class Simulation(BaseModel):
    """The behaviour of one simulated server. All seconds are nominal: real ones are nominal ÷ speed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: Profile = Field("typical", description="Time to the first token and tokens per second")
    speed: float = Field(1.0, ge=0, le=1000, description="How much faster time passes; 0 means no waiting at all")
    seed: int = Field(0, description="Same seed, same durations, faults and answers")
    jitter: float = Field(0.06, ge=0, le=2, description="Spread of the durations (sigma of a lognormal factor)")
    straggler_rate: float = Field(0.0, ge=0, le=1, description="Share of calls that take five times as long")
    requests_per_minute: int | None = Field(None, ge=1, description="The server refuses more requests a minute")
    tokens_per_minute: int | None = Field(None, ge=1, description="The server refuses more tokens a minute")
    fault_rate: float = Field(0.0, ge=0, le=1, description="Share of attempts that go wrong")
    fault_first_calls: int = Field(0, ge=0, le=1000, description="This many first calls go wrong")
    faults: tuple[FaultKind, ...] = Field(("server",), min_length=1, description="What goes wrong when something does")
