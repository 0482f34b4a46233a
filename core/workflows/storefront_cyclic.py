"""Storefront promoter, cycle: a quality check sends an e-mail that is not good enough back, with the reason.

Use it when a judgement at the end can say what was missed at the start, and a cap keeps any item from cycling for ever.
"""

from dataclasses import replace
from itertools import pairwise

from pydantic import Field

from core import LLM, Example, GoBack, Rejected, Workflow, fill, gate, prompt, route, step, through_stages
from core import approve as approve
from core.samples.outbox import DELIVERY, Campaign, campaign, delivery, open_outbox
from core.samples.storefronts import (
    EVERY_STORE,
    NO_STOREFRONT,
    START,
    SUMMARIZE,
    Concept,
    Ideas,
    Promotion,
    PromotionMail,
    PromotionParams,
    Strategy,
    Summary,
    Verdict,
    fetch_page,
    known_facts,
    read_page,
    storefronts_in,
)


class CyclicParams(PromotionParams):
    summarize_prompt: str = prompt(SUMMARIZE + "\n\nFeedback on your last summary: {feedback}")
    check_prompt: str = prompt(
        "Judge an e-mail to a shop by the text of the shop's page: how good is it, and what has to change? It must "
        "name what deserves praise most on the page.\n\nE-mail:\n{email}"
    )
    min_quality: float = Field(0.7, ge=0, le=1, description="An e-mail below this goes back to the summary")
    max_attempts: int = Field(3, ge=1, le=10, description="How often an e-mail is tried before it is set aside")


@step
async def summarize(text: str, feedback: str, p: CyclicParams, llm: LLM) -> Summary:
    """What kind of shop is it, and what deserves praise?"""
    return await llm.parse(fill(p.summarize_prompt, feedback=feedback or "none yet"), text, Summary)


@step
async def brainstorm(summary: Summary, p: CyclicParams, llm: LLM) -> Ideas:
    """Several ideas."""
    return await llm.parse(fill(p.ideas_prompt, count=p.ideas), known_facts(summary=summary), Ideas)


@step
async def pick_concept(store: str, ideas: Ideas, p: CyclicParams, llm: LLM) -> Concept:
    """The best of them in detail."""
    return await llm.parse(fill(p.concept_prompt, store=store), known_facts(ideas=ideas), Concept)


@step
async def plan_email(told_so_far: str, p: CyclicParams, llm: LLM) -> Strategy:
    """How to put it to the shop."""
    return await llm.parse(fill(p.strategy_prompt), told_so_far, Strategy)


@step
async def write_subject(told_so_far: str, p: CyclicParams, llm: LLM) -> str:
    """One line."""
    return await llm.text(fill(p.subject_prompt, words=p.subject_words), told_so_far)


@step
async def write_body(subject: str, told_so_far: str, p: CyclicParams, llm: LLM) -> str:
    """The e-mail itself."""
    return await llm.text(fill(p.body_prompt, words=p.body_words, subject=subject), told_so_far)


@step
async def check_quality(text: str, mail: PromotionMail, p: CyclicParams, llm: LLM) -> Verdict:
    """Is the e-mail good enough for this page?"""
    return await llm.parse(fill(p.check_prompt, email=f"{mail.subject}\n\n{mail.body}"), text, Verdict)


async def read(state: Promotion, p: CyclicParams, llm: LLM) -> Promotion:
    return replace(state, html="", text=await read_page(await fetch_page(state.store, state.html)))


async def summary(state: Promotion, p: CyclicParams, llm: LLM) -> Promotion:
    return replace(state, summary=await summarize(state.text, "\n".join(state.feedback), p, llm))


async def email(state: Promotion, p: CyclicParams, llm: LLM) -> Promotion:
    assert state.summary
    ideas = await brainstorm(state.summary, p, llm)
    known = known_facts(summary=state.summary, concept=await pick_concept(state.store, ideas, p, llm))
    known += "\n\n" + known_facts(strategy=await plan_email(known, p, llm))
    subject = await write_subject(known, p, llm)
    body = await write_body(subject, known, p, llm)
    return replace(state, mail=PromotionMail(store=state.store, subject=subject, body=body))


async def quality(state: Promotion, p: CyclicParams, llm: LLM) -> Promotion | GoBack[Promotion]:
    assert state.mail
    verdict = await check_quality(state.text, state.mail, p, llm)
    attempt = len(state.feedback) + 1
    said = "good" if verdict.quality >= p.min_quality else "again" if attempt < p.max_attempts else "set aside"
    route("verdict", said, quality=verdict.quality, min_quality=p.min_quality, attempt=attempt, why=verdict.feedback)
    if said == "good":
        return state
    return GoBack("summary", replace(state, feedback=(*state.feedback, verdict.feedback)), verdict.feedback)


async def run(request: str, p: CyclicParams, llm: LLM) -> Campaign | Rejected:
    items = storefronts_in(request)
    if not gate("any_storefront", bool(items), storefronts=len(items)):
        return Rejected(NO_STOREFRONT)
    outbox = await open_outbox(items, p)
    stages = [read, summary, email, quality, *delivery(p, outbox)]
    outcomes = await through_stages(items, stages, p, llm, flow=p.flow, max_attempts=p.max_attempts)
    return campaign(outcomes, outbox)


LINE = "read_page summarize brainstorm pick_concept plan_email write_subject write_body check_quality verdict"
WORKFLOW = Workflow(
    run=run,
    params=CyclicParams,
    pattern="Combined patterns",
    examples=(
        Example("Some are sent back", EVERY_STORE),
        Example("Nothing to praise: set aside", "bumblebox\n<p>Hinge 40 mm, 2.10 €</p>", {"approval": "off"}),
        Example("No storefront", "Please promote my shop."),
        Example("A judge who is never content", "clackwork, verlaine-roche", {"min_quality": 1.0, "max_attempts": 2}),
    ),
    diagram=(
        *START,
        *pairwise(LINE.split()),
        ("verdict", "summarize", "again"),
        ("verdict", "approve", "good"),
        ("verdict", "send", "good, approval off"),
        ("verdict", "output", "set aside, attempts used up"),
        *DELIVERY,
    ),
    calls="7 × stores × attempts",
    latency="streaming: the slowest store with its attempts; batch: the sum of the slowest of each stage",
    view="campaign",
)
