"""Support system: one call sorts the message, then a chain, two checks at once, or a single call answers it.

Use it when requests of different kinds need not just different words but different ways of working.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, concurrently, fill, group, prompt, route, step
from core.samples.lookups import account_facts, rules_about

Category = Literal["technical", "billing", "general"]


class Sorted(BaseModel):
    category: Category = Field(description="technical, billing or general")


class Verdict(BaseModel):
    removes_cause: bool = Field(description="Whether these steps can remove the cause")
    how_to_see: str = Field(description="How the customer sees that it worked, and what to do if it did not")


class Claim(BaseModel):
    account_number: str | None = Field(None, description="The account number, such as AC-10482")
    customer: str | None = Field(None, description="The customer's name")


class Ruling(BaseModel):
    answer: str = Field(description="What the rules say about this concern, only from the rules")
    cited_ids: list[str] = Field(description="The ids of the rules used, such as POL-02")


class Handled(BaseModel):
    category: Category
    reply: str
    verified: bool | None = None
    rules: list[str] = []


class SupportParams(Params):
    classify_prompt: str = prompt(
        "Sort this customer message. technical: something does not work. billing: an invoice, a payment, a charge, "
        "money back. general: everything else."
    )
    diagnose_prompt: str = prompt("You find faults of internet lines. Name the likely cause in one sentence.")
    solve_prompt: str = prompt("Give at most four numbered steps that solve this fault.\nCause: {cause}")
    verify_prompt: str = prompt("Check this solution before the customer gets it.\nCause: {cause}\nSteps:\n{steps}")
    account_prompt: str = prompt("Whose account is this about? Leave out what the message does not say.")
    policy_prompt: str = prompt("Answer the concern only from these rules, and cite their ids.\n\n{rules}")
    combine_prompt: str = prompt("Write one friendly e-mail that reports every one of these results.\n{results}")
    general_prompt: str = prompt("You handle general questions. Answer the customer briefly and warmly.")
    most_rules: int = Field(2, ge=1, le=10, description="How many of the rules that fit best the model gets to see")


@step
async def classify(request: str, p: SupportParams, llm: LLM) -> Category:
    """Which desk is it for?"""
    return (await llm.parse(fill(p.classify_prompt), request, Sorted)).category


@step
async def diagnose(request: str, p: SupportParams, llm: LLM) -> str:
    """What is wrong, and why?"""
    return await llm.text(fill(p.diagnose_prompt), request)


@step
async def solve(request: str, cause: str, p: SupportParams, llm: LLM) -> str:
    """What removes the cause?"""
    return await llm.text(fill(p.solve_prompt, cause=cause), request)


@step
async def verify(request: str, cause: str, steps: str, p: SupportParams, llm: LLM) -> Verdict:
    """Would that help, and how does the customer see it?"""
    return await llm.parse(fill(p.verify_prompt, cause=cause, steps=steps), request, Verdict)


@step
async def account_check(request: str, p: SupportParams, llm: LLM) -> str:
    """What do our records say?"""
    claim = await llm.parse(fill(p.account_prompt), request, Claim)
    return account_facts(claim.account_number, claim.customer)


@step
async def policy_check(request: str, p: SupportParams, llm: LLM) -> Ruling:
    """What do our rules say?"""
    return await llm.parse(fill(p.policy_prompt, rules=rules_about(request, p.most_rules)), request, Ruling)


@step
async def combine(request: str, account: str, rules: str, p: SupportParams, llm: LLM) -> str:
    """One answer from both."""
    return await llm.text(fill(p.combine_prompt, results=f"- {account}\n- {rules}"), request)


@step
async def general(request: str, p: SupportParams, llm: LLM) -> str:
    """Somebody friendly answers."""
    return await llm.text(fill(p.general_prompt), request)


async def run(request: str, p: SupportParams, llm: LLM) -> Handled:
    desk = route("desk", await classify(request, p, llm))
    if desk == "general":
        return Handled(category=desk, reply=await general(request, p, llm))
    with group(desk):
        if desk == "technical":
            cause = await diagnose(request, p, llm)
            steps = await solve(request, cause, p, llm)
            verdict = await verify(request, cause, steps, p, llm)
            told = f"{cause}\n\n{steps}\n\n{verdict.how_to_see}"
            return Handled(category=desk, reply=told, verified=verdict.removes_cause)
        facts, rules = await concurrently(account_check(request, p, llm), policy_check(request, p, llm), need_all=True)
        told = await combine(request, facts, rules.answer, p, llm)
        return Handled(category=desk, reply=told, rules=rules.cited_ids)


WORKFLOW = Workflow(
    run=run,
    params=SupportParams,
    pattern="Combined patterns",
    examples=(
        Example("The line is down", "My internet has been down since last night and the router blinks red."),
        Example("Charged twice", "You took 39.00 twice in November. Account AC-10482. Please pay it back. Priya Raman"),
        Example("A general question", "Do you plan to open a shop in Lyon one day?"),
    ),
    diagram=(
        ("input", "classify"),
        ("classify", "desk"),
        ("desk", "technical/diagnose", "technical"),
        ("technical/diagnose", "technical/solve"),
        ("technical/solve", "technical/verify"),
        ("technical/verify", "output"),
        ("desk", "billing/account_check", "billing"),
        ("desk", "billing/policy_check", "billing"),
        ("billing/account_check", "billing/combine"),
        ("billing/policy_check", "billing/combine"),
        ("billing/combine", "output"),
        ("desk", "general", "general"),
        ("general", "output"),
    ),
    calls="2 to 4",
    latency="the classifier + three calls in a row, or the slower check + one, or one",
    view="reply",
)
