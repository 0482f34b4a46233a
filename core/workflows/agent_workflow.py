"""Agent workflow: the agent gets a work item and chooses among fixed tasks, offered as tools, until it finishes.

Use it when the kinds of steps are known but not which of them an item needs, nor in which order.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Agent, Budget, Example, Finished, Params, Rejected, Workflow, drive, fill, gate, prompt, step
from core.samples.lookups import look_up_invoice, look_up_order, search_help

Category = Literal["order", "return", "invoice", "technical", "other"]


class Label(BaseModel):
    category: Category


class Handled(BaseModel):
    """The form of `finish`: what the agent hands in."""

    category: Category = Field(description="What the message is about")
    summary: str = Field(min_length=1, description="The message in one sentence")
    reply: str = Field(min_length=1, description="The reply to the customer")


class Progress(BaseModel):
    used: list[str] = Field(description="The tasks in the order in which the agent did them")
    turns: int


class Result(Handled, Progress):
    """What the agent handed in, and how it came to it."""


class DeskParams(Params):
    agent_prompt: str = prompt(
        "You handle messages to a shop for outdoor gear. Look up every order and invoice that the message names, "
        "search the help centre if it asks about rules, classify the message and draft a reply with what you found. "
        "Summarize it only if it is long, translate only if asked to. Then call finish."
    )
    summarize_prompt: str = prompt("Summarize this message in one sentence.")
    classify_prompt: str = prompt(
        "Which category fits this message?\norder: a parcel or a delivery\nreturn: something goes back, money back\n"
        "invoice: a bill or a payment\ntechnical: something does not work\nother: everything else"
    )
    draft_prompt: str = prompt(
        "Reply to this customer in a few friendly sentences. Use these facts and no others.\nFacts: {facts}"
    )
    translate_prompt: str = prompt("Translate this text into {language}.")
    max_turns: int = Field(10, ge=1, le=50, description="How often the agent may think")
    tool_budget: int = Field(8, ge=0, le=100, description="How many tasks the agent may do; finish costs nothing")


@step
async def summarize(text: str, p: DeskParams, llm: LLM) -> str:
    """Summarize a long text in one sentence."""
    return await llm.text(fill(p.summarize_prompt), text)


@step
async def classify(text: str, p: DeskParams, llm: LLM) -> str:
    """Classify a message: order, return, invoice, technical or other."""
    return (await llm.parse(fill(p.classify_prompt), text, Label)).category


@step
async def draft_reply(message: str, facts: str, p: DeskParams, llm: LLM) -> str:
    """Draft a reply to a message, from the facts found so far."""
    return await llm.text(fill(p.draft_prompt, facts=facts or "none"), message)


@step
async def translate(text: str, language: str, p: DeskParams, llm: LLM) -> str:
    """Translate a text into another language."""
    return await llm.text(fill(p.translate_prompt, language=language), text)


TASKS = (summarize, classify, look_up_order, look_up_invoice, search_help, draft_reply, translate)


async def run(request: str, p: DeskParams, llm: LLM) -> Result | Rejected:
    clerk = Agent(
        "clerk",
        fill(p.agent_prompt),
        TASKS,
        Handled,
        max_turns=p.max_turns,
        given={"p": p, "llm": llm},
        budget=Budget(p.tool_budget),
    )
    outcome = await drive(clerk, request, llm)
    finished = isinstance(outcome, Finished)
    gate("finished", finished, turns=outcome.turns, max_turns=p.max_turns, tool_budget=p.tool_budget)
    if not isinstance(outcome, Finished):
        return Rejected(outcome.reason, Progress(used=list(outcome.used), turns=outcome.turns))
    return Result(**outcome.result.model_dump(), used=list(outcome.used), turns=outcome.turns)


WORKFLOW = Workflow(
    run=run,
    params=DeskParams,
    pattern="The model drives",
    examples=(
        Example("An order is late", "Hello, where is my order ORD-1029? It should have been here last week. Gavin"),
        Example(
            "Two numbers and a rule",
            "Order ORD-1002 came too small. Can I exchange the boots for another size? "
            "And invoice INV-2036 looks too high to me. Tomasz",
        ),
        Example("Nothing to look up", "Please translate this into French: We close at noon on Saturdays."),
        Example(
            "A budget that is too small",
            "Please look up ORD-1031, ORD-1032, ORD-1033 and ORD-1038 for me: which of them are on their way?",
            {"tool_budget": 3},
        ),
    ),
    diagram=(
        ("input", "clerk"),
        ("clerk", "finished"),
        ("finished", "output", "yes"),
        ("finished", "rejected", "no"),
    ),
    driven=("clerk",),
    calls="one a turn, and one for each task that asks a model",
    latency="the sum of the turns and the tasks",
    view="handled",
)
