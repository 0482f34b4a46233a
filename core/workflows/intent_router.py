"""Intent router: the smallest useful router, three intents and a prompt for each.

Use it when a first contact has to be steered to the right desk before anybody knows the details.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, fill, prompt, route, step

Intent = Literal["technical_support", "billing_inquiry", "general_question"]


class Classified(BaseModel):
    intent: Intent = Field(description="technical_support, billing_inquiry or general_question")
    confidence: float = Field(ge=0, le=1, description="How sure you are, from 0 to 1")


class Steered(BaseModel):
    category: Intent
    reply: str


class IntentParams(Params):
    classify_prompt: str = prompt(
        "What does the customer want? technical_support: something does not work. billing_inquiry: an invoice, a "
        "payment, a charge. general_question: anything else."
    )
    technical_prompt: str = prompt("You are technical support. Show understanding and ask what was tried already.")
    billing_prompt: str = prompt("You are the billing desk. Acknowledge the problem and ask for the account number.")
    general_prompt: str = prompt("Answer kindly and briefly, and say what you can help with.")
    min_confidence: float = Field(0.5, ge=0, le=1, description="Below this the general desk answers")


@step
async def classify(request: str, p: IntentParams, llm: LLM) -> Classified:
    """Which of the three intents is it?"""
    return await llm.parse(fill(p.classify_prompt), request, Classified)


@step
async def technical_support(request: str, p: IntentParams, llm: LLM) -> str:
    """Ask what was tried."""
    return await llm.text(fill(p.technical_prompt), request)


@step
async def billing_inquiry(request: str, p: IntentParams, llm: LLM) -> str:
    """Ask for the account number."""
    return await llm.text(fill(p.billing_prompt), request)


@step
async def general_question(request: str, p: IntentParams, llm: LLM) -> str:
    """The fallback for everything else."""
    return await llm.text(fill(p.general_prompt), request)


DESKS = {
    "technical_support": technical_support,
    "billing_inquiry": billing_inquiry,
    "general_question": general_question,
}


async def run(request: str, p: IntentParams, llm: LLM) -> Steered:
    classified = await classify(request, p, llm)
    intent: Intent = classified.intent if classified.confidence >= p.min_confidence else "general_question"
    intent = route("intent", intent, confidence=classified.confidence, min_confidence=p.min_confidence)
    return Steered(category=intent, reply=await DESKS[intent](request, p, llm))


WORKFLOW = Workflow(
    run=run,
    params=IntentParams,
    pattern="Routing",
    examples=(
        Example("No internet", "My internet connection has been down since last night and the router blinks red."),
        Example("A wrong invoice", "There is a mistake on my last invoice: I was charged for a box I returned."),
        Example("Off topic", "Do you think it will snow at Christmas?"),
    ),
    diagram=(
        ("input", "classify"),
        ("classify", "intent"),
        ("intent", "technical_support", "technical_support"),
        ("intent", "billing_inquiry", "billing_inquiry"),
        ("intent", "general_question", "general_question"),
        ("technical_support", "output"),
        ("billing_inquiry", "output"),
        ("general_question", "output"),
    ),
    calls="2",
    latency="the classifier + one desk",
    view="reply",
)
