"""Structured output: the model fills in a form, and the form checks what it wrote.

Use it when a program, not a person, reads the answer: fields with types instead of prose to be taken apart.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, fill, gate, prompt, step


class Event(BaseModel):
    name: str = Field(description="A short name for the event; empty if the text has none")
    date: str = Field(description="When it is, as the text says it; empty if it does not")
    participants: list[str] = Field(description="Who takes part")


class EventParams(Params):
    extract_prompt: str = prompt("Extract the event information from the text.")
    need_date: bool = Field(True, description="Without a date there is no event")


@step
async def extract(request: str, p: EventParams, llm: LLM) -> Event:
    """From prose to fields."""
    return await llm.parse(fill(p.extract_prompt), request, Event)


async def run(request: str, p: EventParams, llm: LLM) -> Event | Rejected:
    event = await extract(request, p, llm)
    if not gate("has_date", bool(event.date) or not p.need_date, date=event.date, need_date=p.need_date):
        return Rejected("The text names no date, so there is no event to note down.")
    return event


WORKFLOW = Workflow(
    run=run,
    params=EventParams,
    pattern="Building blocks",
    examples=(
        Example("A science fair", "Alice and Bob are going to a science fair on Friday."),
        Example("A jubilee", "On 12 March 2027 Ines, Tomasz and old Mrs Okafor celebrate the choir's jubilee."),
        Example("No date", "Carol would like to see a play with Dan."),
    ),
    diagram=(
        ("input", "extract"),
        ("extract", "has_date"),
        ("has_date", "output", "yes"),
        ("has_date", "rejected", "no"),
    ),
    calls="1",
    latency="one call",
    view="fields",
)
