"""Storefront promoter, pipeline: each shop's page becomes an e-mail to it along a line of steps.

Use it when work of one kind comes in numbers and every step needs nothing but what the step before it made.
"""

from dataclasses import replace

from core import LLM, Example, Rejected, Workflow, fill, gate, step, through_stages
from core import approve as approve
from core.samples.outbox import DELIVERY, Campaign, campaign, delivery, open_outbox
from core.samples.storefronts import (
    EVERY_STORE,
    NO_STOREFRONT,
    START,
    Concept,
    Ideas,
    Promotion,
    PromotionMail,
    PromotionParams,
    Strategy,
    Summary,
    fetch_page,
    known_facts,
    read_page,
    storefronts_in,
)


@step
async def summarize(text: str, p: PromotionParams, llm: LLM) -> Summary:
    """What kind of shop is it, and what deserves praise?"""
    return await llm.parse(fill(p.summarize_prompt), text, Summary)


@step
async def brainstorm(summary: Summary, p: PromotionParams, llm: LLM) -> Ideas:
    """Several ideas."""
    return await llm.parse(fill(p.ideas_prompt, count=p.ideas), known_facts(summary=summary), Ideas)


@step
async def pick_concept(store: str, ideas: Ideas, p: PromotionParams, llm: LLM) -> Concept:
    """The best of them in detail."""
    return await llm.parse(fill(p.concept_prompt, store=store), known_facts(ideas=ideas), Concept)


@step
async def plan_email(concept: Concept, p: PromotionParams, llm: LLM) -> Strategy:
    """How to put it to the shop."""
    return await llm.parse(fill(p.strategy_prompt), known_facts(concept=concept), Strategy)


@step
async def write_subject(strategy: Strategy, concept: Concept, p: PromotionParams, llm: LLM) -> str:
    """One line."""
    return await llm.text(
        fill(p.subject_prompt, words=p.subject_words), known_facts(concept=concept, strategy=strategy)
    )


@step
async def write_body(subject: str, strategy: Strategy, concept: Concept, p: PromotionParams, llm: LLM) -> str:
    """The e-mail itself."""
    system = fill(p.body_prompt, words=p.body_words, subject=subject)
    return await llm.text(system, known_facts(concept=concept, strategy=strategy))


async def read(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    return replace(state, html="", text=await read_page(await fetch_page(state.store, state.html)))


async def summary(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    return replace(state, text="", summary=await summarize(state.text, p, llm))


async def concept(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    assert state.summary
    ideas = await brainstorm(state.summary, p, llm)
    return replace(state, summary=None, concept=await pick_concept(state.store, ideas, p, llm))


async def email(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    assert state.concept
    strategy = await plan_email(state.concept, p, llm)
    subject = await write_subject(strategy, state.concept, p, llm)
    body = await write_body(subject, strategy, state.concept, p, llm)
    return replace(state, mail=PromotionMail(store=state.store, subject=subject, body=body))


async def run(request: str, p: PromotionParams, llm: LLM) -> Campaign | Rejected:
    items = storefronts_in(request)
    if not gate("any_storefront", bool(items), storefronts=len(items)):
        return Rejected(NO_STOREFRONT)
    outbox = await open_outbox(items, p)
    stages = [read, summary, concept, email, *delivery(p, outbox)]
    outcomes = await through_stages(items, stages, p, llm, flow=p.flow, max_attempts=1)
    return campaign(outcomes, outbox)


WORKFLOW = Workflow(
    run=run,
    params=PromotionParams,
    pattern="Combined patterns",
    examples=(
        Example("Six storefronts, each e-mail approved", EVERY_STORE),
        Example("Approved once for all", "clackwork, thistle-and-thread, verlaine-roche", {"approval": "once"}),
        Example("No storefront", "Please promote my shop."),
        Example("One of them is unknown", "bumblebox, no-such-shop, spoke-and-union", {"approval": "off"}),
    ),
    diagram=(
        *START,
        ("read_page", "summarize"),
        ("summarize", "brainstorm"),
        ("brainstorm", "pick_concept"),
        ("pick_concept", "plan_email"),
        ("plan_email", "write_subject"),
        ("write_subject", "write_body"),
        ("write_body", "approve"),
        ("write_body", "send", "approval off"),
        *DELIVERY,
    ),
    calls="6 × stores",
    latency="streaming: the slowest store; batch: the sum of the slowest of each stage",
    view="campaign",
)
