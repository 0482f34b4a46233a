"""Agent of agents: a lead agent hands its tasks to other agents, each with tools, a turn limit and a finish of its own.

Use it when a task is itself a small search for the right steps, and its trial and error should not crowd the lead.
"""

from pydantic import BaseModel, Field

from core import LLM, Agent, Budget, Example, Finished, Params, Rejected, Workflow, drive, fill, gate, prompt, step
from core.samples.lookups import look_up_invoice, look_up_order, search_help


class Findings(BaseModel):
    """What a researcher hands in."""

    facts: list[str] = Field(description="What was found, a sentence each")


class Reply(BaseModel):
    """What the writer hands in."""

    reply: str = Field(min_length=1, description="The reply to the customer")


class Handled(Findings, Reply):
    """What the lead hands in."""


class Progress(BaseModel):
    used: list[str] = Field(description="Whom the lead asked, in order")
    turns: int


class Result(Handled, Progress):
    """What the lead handed in, and how it came to it."""


class TeamParams(Params):
    lead_prompt: str = prompt(
        "You lead a team that answers messages to a shop for outdoor gear. Ask the records clerk if the message names "
        "an order or an invoice, ask the help reader if it asks how something is done; ask both in the same turn. "
        "Then have the writer write the reply from what they found. Call finish with the facts and the reply."
    )
    records_prompt: str = prompt("You are the records clerk. Look up every order and invoice named in the task.")
    help_prompt: str = prompt("You are the help reader. Search the help centre for what the task asks.")
    writer_prompt: str = prompt("You are the writer. Draft a reply from the facts in the task, then check the draft.")
    draft_prompt: str = prompt("Reply to this customer in a few friendly sentences.\nFacts: {facts}")
    check_prompt: str = prompt("Polish this reply: clear sentences, a friendly tone, nothing new.")
    max_turns: int = Field(6, ge=1, le=50, description="How often the lead may think")
    max_turns_each: int = Field(6, ge=1, le=50, description="How often each of the others may think at a task")
    tool_budget: int = Field(15, ge=0, le=200, description="Tool calls of all agents together; finish costs nothing")


@step
async def draft_reply(message: str, facts: str, p: TeamParams, llm: LLM) -> str:
    """Draft a reply to a message, from facts."""
    return await llm.text(fill(p.draft_prompt, facts=facts or "none"), message)


@step
async def check_draft(text: str, p: TeamParams, llm: LLM) -> str:
    """Check a draft and polish it."""
    return await llm.text(fill(p.check_prompt), text)


def team(p: TeamParams, llm: LLM, budget: Budget) -> list[Agent[Findings] | Agent[Reply]]:
    """The agents that the lead may ask. They share its budget."""
    records = Agent(
        "records_clerk", fill(p.records_prompt), [look_up_order, look_up_invoice], Findings,
        "Looks up orders and invoices by their numbers.", max_turns=p.max_turns_each, budget=budget,
    )  # fmt: skip
    reader = Agent(
        "help_reader", fill(p.help_prompt), [search_help], Findings,
        "Knows the rules: shipping, returns, refunds, exchange, warranty, sizes, payment.",
        max_turns=p.max_turns_each, budget=budget,
    )  # fmt: skip
    writer = Agent(
        "writer", fill(p.writer_prompt), [draft_reply, check_draft], Reply, "Writes the reply from the facts found.",
        max_turns=p.max_turns_each, budget=budget, given={"p": p, "llm": llm},
    )  # fmt: skip
    return [records, reader, writer]


async def run(request: str, p: TeamParams, llm: LLM) -> Result | Rejected:
    budget = Budget(p.tool_budget)
    lead = Agent(
        "lead", fill(p.lead_prompt), team(p, llm, budget), Handled, max_turns=p.max_turns, budget=budget, at_once=True
    )
    outcome = await drive(lead, request, llm)
    finished = isinstance(outcome, Finished)
    gate("finished", finished, turns=outcome.turns, max_turns=p.max_turns, calls=budget.spent, budget=budget.calls)
    if not isinstance(outcome, Finished):
        return Rejected(outcome.reason, Progress(used=list(outcome.used), turns=outcome.turns))
    return Result(**outcome.result.model_dump(), used=list(outcome.used), turns=outcome.turns)


WORKFLOW = Workflow(
    run=run,
    params=TeamParams,
    pattern="The model drives",
    examples=(
        Example(
            "Records and rules at once",
            "Hello, my order ORD-1002 came too small. How do I exchange the boots for another size? Tomasz",
        ),
        Example("Only the records", "Is invoice INV-2059 paid, and where is my order ORD-1037? Kind regards, Veerle"),
        Example(
            "One agent is stopped, the others go on",
            "Where are my orders ORD-1029, ORD-1031 and ORD-1032? And how do I send something back? Gavin",
            {"max_turns_each": 3},
        ),
        Example(
            "A budget that is too small",
            "Where are my orders ORD-1033 and ORD-1038, and what does shipping cost? Milan",
            {"tool_budget": 4},
        ),
    ),
    diagram=(
        ("input", "lead"),
        ("lead", "finished"),
        ("finished", "output", "yes"),
        ("finished", "rejected", "no"),
    ),
    driven=("lead",),
    at_once=True,
    calls="one a turn of each agent, and those of the writer's tools",
    latency="the lead's turns, and the slowest of the agents asked at once",
    view="handled",
)
