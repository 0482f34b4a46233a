"""Storefront promoter, graph: the summary of each shop's page goes to both the concept and the e-mail's plan.

Use it when a later step needs more than the step before it made: what does not depend on each other runs at once.
"""

from dataclasses import replace

from core import LLM, Example, Rejected, Workflow, concurrently, fill, gate, step, through_stages
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
async def plan_email(summary: Summary, p: PromotionParams, llm: LLM) -> Strategy:
    """How to put it to the shop; the concept is made meanwhile."""
    return await llm.parse(fill(p.strategy_prompt), known_facts(summary=summary), Strategy)


@step
async def write_subject(state: Promotion, p: PromotionParams, llm: LLM) -> str:
    """One line."""
    return await llm.text(fill(p.subject_prompt, words=p.subject_words), known(state))


@step
async def write_body(subject: str, state: Promotion, p: PromotionParams, llm: LLM) -> str:
    """The e-mail itself."""
    return await llm.text(fill(p.body_prompt, words=p.body_words, subject=subject), known(state))


def known(state: Promotion) -> str:
    assert state.summary
    assert state.concept
    assert state.strategy
    return known_facts(summary=state.summary, concept=state.concept, strategy=state.strategy)


async def read(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    return replace(state, html="", text=await read_page(await fetch_page(state.store, state.html)))


async def summary(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    return replace(state, text="", summary=await summarize(state.text, p, llm))


async def concept_of(state: Promotion, p: PromotionParams, llm: LLM) -> Concept:
    assert state.summary
    ideas = await brainstorm(state.summary, p, llm)
    return await pick_concept(state.store, ideas, p, llm)


async def plan(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    assert state.summary
    concept, strategy = await concurrently(concept_of(state, p, llm), plan_email(state.summary, p, llm), need_all=True)
    return replace(state, concept=concept, strategy=strategy)


async def email(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
    subject = await write_subject(state, p, llm)
    body = await write_body(subject, state, p, llm)
    return replace(state, mail=PromotionMail(store=state.store, subject=subject, body=body))


async def run(request: str, p: PromotionParams, llm: LLM) -> Campaign | Rejected:
    items = storefronts_in(request)
    if not gate("any_storefront", bool(items), storefronts=len(items)):
        return Rejected(NO_STOREFRONT)
    outbox = await open_outbox(items, p)
    stages = [read, summary, plan, email, *delivery(p, outbox)]
    outcomes = await through_stages(items, stages, p, llm, flow=p.flow, max_attempts=1)
    return campaign(outcomes, outbox)


WORKFLOW = Workflow(
    run=run,
    params=PromotionParams,
    pattern="Combined patterns",
    examples=(
        Example("Six storefronts, each e-mail approved", EVERY_STORE),
        Example("Approved once for all", "clackwork, thistle-and-thread, verlaine-roche", {"approval": "once"}),
        Example(
            "A bundled page and a pasted one",
            "harrow-and-pell\n<html><head><title>Lund Lamps</title></head><body><h1>Lund Lamps</h1>"
            "<p>Desk lamps made in Malmö since 1988.</p>"
            "<p>We give one lamp to a school for every ten that we sell.</p></body></html>",
            {"approval": "off"},
        ),
        Example("No storefront", "Please promote my shop."),
    ),
    diagram=(
        *START,
        ("read_page", "summarize"),
        ("summarize", "brainstorm"),
        ("summarize", "plan_email"),
        ("brainstorm", "pick_concept"),
        ("pick_concept", "write_subject"),
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
