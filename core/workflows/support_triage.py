"""Support triage: a small call sorts the message, then a specialist prompt for its kind answers it.

Use it when inputs of different kinds need different handling, or some of them deserve a dearer model than others.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, fill, model_choice, prompt, route, step

Category = Literal["shipping", "refund", "technical", "general"]


class Triage(BaseModel):
    category: Category = Field(description="What the message is about")
    urgency: Literal["high", "medium", "low"] = Field(description="How soon the customer needs help")
    confidence: float = Field(ge=0, le=1, description="How sure you are, from 0 to 1")
    summary: str = Field(description="The wish in one sentence")


class Handled(BaseModel):
    category: Category
    urgency: str
    answered_by: str
    reply: str


class TriageParams(Params):
    classify_prompt: str = prompt(
        "Sort this customer message. shipping: delivery, tracking, parcels. refund: money back, returns, wrong "
        "charges. technical: something does not work. general: everything else. Urgency: high if the customer is "
        "blocked, upset or in a hurry, low if it can wait."
    )
    shipping_prompt: str = prompt("You handle shipping. Answer the customer: say what happens next with the parcel.")
    refund_prompt: str = prompt("You handle refunds. Answer the customer: be generous and explain the steps and dates.")
    technical_prompt: str = prompt("You handle technical questions. Answer the customer with numbered steps to try.")
    general_prompt: str = prompt("You handle general questions. Answer the customer briefly and warmly.")
    route_by_cost: bool = Field(False, description="Low urgency goes to the cheaper model, high to the stronger one")
    cheaper_model: str = model_choice("simulated:demo-mini", about="For low urgency, when routing by cost")
    stronger_model: str = model_choice("simulated:demo-pro", about="For high urgency, when routing by cost")


@step
async def classify(request: str, p: TriageParams, llm: LLM) -> Triage:
    """What is it about, and how urgent is it?"""
    return await llm.parse(fill(p.classify_prompt), request, Triage)


@step
async def shipping(request: str, p: TriageParams, llm: LLM) -> str:
    """The shipping specialist answers."""
    return await llm.text(fill(p.shipping_prompt), request)


@step
async def refund(request: str, p: TriageParams, llm: LLM) -> str:
    """The refund specialist answers."""
    return await llm.text(fill(p.refund_prompt), request)


@step
async def technical(request: str, p: TriageParams, llm: LLM) -> str:
    """The technical specialist answers."""
    return await llm.text(fill(p.technical_prompt), request)


@step
async def general(request: str, p: TriageParams, llm: LLM) -> str:
    """Somebody friendly answers."""
    return await llm.text(fill(p.general_prompt), request)


SPECIALISTS = {"shipping": shipping, "refund": refund, "technical": technical, "general": general}


def model_for(urgency: str, p: TriageParams) -> str:
    """The model an urgency deserves; empty means the run's own."""
    if not p.route_by_cost:
        return ""
    return {"low": p.cheaper_model, "high": p.stronger_model}.get(urgency, "")


async def run(request: str, p: TriageParams, llm: LLM) -> Handled:
    triage = await classify(request, p, llm)
    model = model_for(triage.urgency, p)
    category = route(
        "category",
        triage.category,
        urgency=triage.urgency,
        confidence=triage.confidence,
        model=model or "the run's own",
    )
    reply = await SPECIALISTS[category](request, p, llm.using(model))
    return Handled(category=category, urgency=triage.urgency, answered_by=category, reply=reply)


WORKFLOW = Workflow(
    run=run,
    params=TriageParams,
    pattern="Routing",
    examples=(
        Example("Where is my parcel?", "My order ORD-1007 should have been here on Monday. Where is the parcel?"),
        Example("Money back, now", "I was charged twice for the same tent and I am furious. I want a refund today!"),
        Example("It does not start", "The head torch I bought will not switch on, although the battery is full."),
        Example("A friendly question", "Do you plan to open a shop in Lyon one day? No hurry."),
    ),
    diagram=(
        ("input", "classify"),
        ("classify", "category"),
        ("category", "shipping", "shipping"),
        ("category", "refund", "refund"),
        ("category", "technical", "technical"),
        ("category", "general", "general"),
        ("shipping", "output"),
        ("refund", "output"),
        ("technical", "output"),
        ("general", "output"),
    ),
    calls="2",
    latency="the classifier + one specialist",
    view="reply",
)
