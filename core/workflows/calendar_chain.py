"""Calendar chain: three small calls in a row, with a gate after the first that stops a wrong request early.

Use it when a task has fixed steps that each need the one before, and a cheap early check can save the rest.
"""

from datetime import date, datetime

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, fill, gate, prompt, step


class EventCheck(BaseModel):
    is_event: bool = Field(description="Whether the text asks for a calendar event")
    description: str = Field(description="The event in the writer's words")
    confidence: float = Field(ge=0, le=1, description="How sure you are, from 0 to 1")


class EventDetails(BaseModel):
    name: str = Field(description="A short name for the event")
    start: datetime = Field(description="Date and time, ISO 8601")
    duration_minutes: int = Field(ge=1, le=60 * 24 * 14, description="How long it lasts, in minutes")
    participants: list[str] = Field(description="Who takes part")


class Confirmation(BaseModel):
    message: str = Field(description="The confirmation, as one would write it to a person")
    calendar_link: str | None = Field(None, description="A link to the calendar entry, if there is one")


class Booking(BaseModel):
    event: EventDetails
    message: str
    calendar_link: str | None


class CalendarParams(Params):
    extract_prompt: str = prompt(
        "{today}. Does the text describe a calendar event? Say how sure you are, and describe the event."
    )
    details_prompt: str = prompt(
        "{today}. Extract the details of the event. Work out dates like “next Tuesday” from today's date. "
        "If no duration is given, assume 60 minutes."
    )
    confirm_prompt: str = prompt("Write a friendly confirmation of this event. Sign as {signer}.")
    signer: str = Field("Susie", description="Who signs the confirmation")
    min_confidence: float = Field(0.7, ge=0, le=1, description="Below this the gate stops the request")
    today: date = Field(default_factory=date.today, description="The date the model is told")


def _today(p: CalendarParams) -> str:
    return f"Today is {p.today:%A}, {p.today:%d %B %Y}"


@step
async def extract(request: str, p: CalendarParams, llm: LLM) -> EventCheck:
    """Is this a calendar event at all?"""
    return await llm.parse(fill(p.extract_prompt, today=_today(p)), request, EventCheck)


@step
async def details(description: str, p: CalendarParams, llm: LLM) -> EventDetails:
    """Name, date and time, duration, participants."""
    return await llm.parse(fill(p.details_prompt, today=_today(p)), description, EventDetails)


@step
async def confirm(event: EventDetails, p: CalendarParams, llm: LLM) -> Confirmation:
    """A friendly answer to the person who asked."""
    return await llm.parse(fill(p.confirm_prompt, signer=p.signer), event.model_dump_json(), Confirmation)


async def run(request: str, p: CalendarParams, llm: LLM) -> Booking | Rejected:
    check = await extract(request, p, llm)
    is_event = check.is_event and check.confidence >= p.min_confidence
    if not gate(
        "is_it_an_event",
        is_event,
        is_event=check.is_event,
        confidence=check.confidence,
        min_confidence=p.min_confidence,
    ):
        return Rejected("This does not look like a calendar event, or the model was not sure enough.")
    event = await details(check.description, p, llm)
    confirmation = await confirm(event, p, llm)
    return Booking(event=event, message=confirmation.message, calendar_link=confirmation.calendar_link)


WORKFLOW = Workflow(
    run=run,
    params=CalendarParams,
    pattern="Prompt chaining",
    examples=(
        Example("A meeting", "Let's schedule a 1h team meeting next Tuesday at 2pm with Alice and Bob."),
        Example("Not an event", "Can you send an email to Alice and Bob to discuss the project roadmap?"),
        Example("A vague lunch", "We should grab lunch sometime soon."),
    ),
    diagram=(
        ("input", "extract"),
        ("extract", "is_it_an_event"),
        ("is_it_an_event", "details", "yes"),
        ("is_it_an_event", "rejected", "no"),
        ("details", "confirm"),
        ("confirm", "output"),
    ),
    calls="3 (1 if the gate says no)",
    latency="the sum of the calls",
    view="event",
)
