"""The limits of a run, and the account that keeps parallel calls from overshooting them."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from core.errors import LimitReached
from core.providers import Usage


class Limits(BaseModel):
    """What one run may use at most; each stops the run with a reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calls: int = Field(200, ge=1, le=100_000, title="Calls", description="Requests to a model, retries included.")
    tokens: int = Field(500_000, ge=1, le=1_000_000_000, title="Tokens", description="Input and output together.")
    cost: float = Field(1.0, gt=0, le=10_000, title="US dollars", description="Counted only where a price is known.")
    seconds: float = Field(300.0, gt=0, le=86_400, title="Seconds", description="From start to end of the run.")
    calls_at_once: int | None = Field(
        None,
        ge=1,
        le=1000,
        title="Calls at once",
        description="To one provider; empty means no limit but the branches.",
    )
    calls_per_minute: int | None = Field(
        None, ge=1, le=1_000_000, title="Calls a minute", description="To one provider, kept to by waiting."
    )
    tokens_per_minute: int | None = Field(
        None,
        ge=1,
        le=1_000_000_000,
        title="Tokens a minute",
        description="To one provider, kept to by waiting; a call counts with what it sends and may answer.",
    )
    call_seconds: float = Field(
        180.0, gt=0, le=3600, title="Seconds of a call", description="With its retries, without our own waiting."
    )
    concurrency: int | None = Field(
        None, ge=1, le=1000, title="At once", description="Branches running at the same time; empty means all of them."
    )


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a call may use at worst, set aside before it starts."""

    tokens: int
    cost: float


@dataclass(slots=True)
class RunAccount:
    """Counts what a run used and holds back what its calls in flight may still use."""

    limits: Limits
    calls: int = 0
    tokens: int = 0
    cost: float = 0.0
    held_tokens: int = 0
    held_cost: float = 0.0

    def reserve(self, tokens: int, cost: float | None) -> Reservation:
        """Set aside the worst case of one call. Raises LimitReached when it would not fit."""
        wanted = Reservation(tokens, cost or 0.0)
        if self.calls + 1 > self.limits.calls:
            raise LimitReached(_message("Calls", f"{self.limits.calls:,} calls"))
        if self.tokens + self.held_tokens + wanted.tokens > self.limits.tokens:
            raise LimitReached(_message("Tokens", f"{self.limits.tokens:,} tokens"))
        if self.cost + self.held_cost + wanted.cost > self.limits.cost:
            raise LimitReached(_message("US dollars", f"${self.limits.cost:g}"))
        self.calls += 1
        self.held_tokens += wanted.tokens
        self.held_cost += wanted.cost
        return wanted

    def settle(self, reservation: Reservation, usage: Usage | None, cost: float | None) -> None:
        """Replace a reservation by what the call really used; no usage means it never reached the model."""
        self.held_tokens -= reservation.tokens
        self.held_cost -= reservation.cost
        if usage is not None:
            self.tokens += usage.input_tokens + usage.output_tokens
            self.cost += cost or 0.0


def _message(name: str, limit: str) -> str:
    return f"The run stopped before it would pass its limit of {limit}. Raise the limit “{name}” to let it go further."
