"""Calendar router: one call tells new events from changes, and each kind has a handler of its own.

Use it when requests look alike but need different fields: sorting first keeps each prompt and schema small.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, fill, prompt, route, step

Kind = Literal["new_event", "modify_event", "other"]


class CalendarRequest(BaseModel):
    request_type: Kind = Field(description="new_event, modify_event, or other")
    confidence: float = Field(ge=0, le=1, description="How sure you are, from 0 to 1")
    description: str = Field(description="The request, cleaned up")


class NewEvent(BaseModel):
    name: str = Field(description="A short name for the event")
    start: datetime = Field(description="Date and time, ISO 8601")
    duration_minutes: int = Field(ge=1, le=60 * 24 * 14, description="How long it lasts, in minutes")
    participants: list[str] = Field(description="Who takes part")


class Change(BaseModel):
    field: str = Field(description="What changes, such as time, date, place or name")
    new_value: str = Field(description="The new value")


class ModifyEvent(BaseModel):
    event: str = Field(description="Which event is meant")
    changes: list[Change] = Field(description="What changes")
    participants_to_add: list[str] = Field(description="People to add")
    participants_to_remove: list[str] = Field(description="People to remove")


class Response(BaseModel):
    success: bool
    message: str
    calendar_link: str | None = None
    new_event: NewEvent | None = None
    changed_event: ModifyEvent | None = None


class RouterParams(Params):
    classify_prompt: str = prompt(
        "Does the text ask for a new calendar event, for a change of an existing one, or for something else?"
    )
    new_event_prompt: str = prompt("{today}. Extract the details of the new event. Assume 60 minutes if none is given.")
    modify_prompt: str = prompt(
        "{today}. Extract the change: which event, which fields get which new value, whom to add, whom to remove."
    )
    min_confidence: float = Field(0.7, ge=0, le=1, description="Below this the request is rejected")
    today: date = Field(default_factory=date.today, description="The date the model is told")


def _today(p: RouterParams) -> str:
    return f"Today is {p.today:%A}, {p.today:%d %B %Y}"


@step
async def classify(request: str, p: RouterParams, llm: LLM) -> CalendarRequest:
    """New, change, or neither?"""
    return await llm.parse(fill(p.classify_prompt), request, CalendarRequest)


@step
async def new_event(description: str, p: RouterParams, llm: LLM) -> Response:
    """The details of a new event."""
    event = await llm.parse(fill(p.new_event_prompt, today=_today(p)), description, NewEvent)
    people = f" with {', '.join(event.participants)}" if event.participants else ""
    message = f"I put “{event.name}” on {event.start:%A, %d %B at %H:%M}{people}."
    return Response(success=True, message=message, calendar_link="calendar://new", new_event=event)


@step
async def modify_event(description: str, p: RouterParams, llm: LLM) -> Response:
    """What changes in an existing event."""
    change = await llm.parse(fill(p.modify_prompt, today=_today(p)), description, ModifyEvent)
    fields = ", ".join(f"{update.field} → {update.new_value}" for update in change.changes) or "the people"
    message = f"I changed “{change.event}”: {fields}."
    return Response(success=True, message=message, calendar_link="calendar://changed", changed_event=change)


async def run(request: str, p: RouterParams, llm: LLM) -> Response | Rejected:
    asked = await classify(request, p, llm)
    sure = asked.confidence >= p.min_confidence
    kind: Kind = asked.request_type if sure else "other"
    values = {"request_type": asked.request_type, "confidence": asked.confidence, "min_confidence": p.min_confidence}
    match route("kind", kind, **values):
        case "new_event":
            return await new_event(asked.description, p, llm)
        case "modify_event":
            return await modify_event(asked.description, p, llm)
    return Rejected("This is neither a new event nor a change of one, or the model was not sure enough.")


WORKFLOW = Workflow(
    run=run,
    params=RouterParams,
    pattern="Routing",
    examples=(
        Example("A new event", "Let's schedule a team meeting next Tuesday at 2pm with Alice and Bob."),
        Example("A change", "Can you move the team meeting with Alice and Bob to Wednesday at 3pm instead?"),
        Example("People change", "Add Dora to the design review on Friday and take Emil off the list."),
        Example("Neither", "What's the weather like today?"),
    ),
    diagram=(
        ("input", "classify"),
        ("classify", "kind"),
        ("kind", "new_event", "new_event"),
        ("kind", "modify_event", "modify_event"),
        ("kind", "rejected", "other"),
        ("new_event", "output"),
        ("modify_event", "output"),
    ),
    calls="2",
    latency="the classifier + one handler",
    view="reply",
)
