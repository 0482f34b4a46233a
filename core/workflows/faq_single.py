"""FAQ in one prompt: the anti-pattern, a single big prompt that must invent, answer and cite all at once.

Use it when you want to see why chains exist: run it beside the FAQ chain on the same input and compare the sources.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, fill, prompt, step
from core.samples.sources import Faq, FaqEntry, as_prompt, audit


class FaqAnswer(BaseModel):
    entries: list[FaqEntry]


class FaqParams(Params):
    faq_prompt: str = prompt(
        "Here are documents:\n\n{documents}\n\n"
        "Write a FAQ with exactly {count} questions. Give each an answer of two or three sentences taken only from the "
        "documents, and the titles of all documents that support it."
    )
    count: int = Field(4, ge=1, le=20, description="How many questions")


@step
async def write_faq(request: str, p: FaqParams, llm: LLM) -> list[FaqEntry]:
    """Questions, answers and sources in one go."""
    system = fill(p.faq_prompt, documents=as_prompt(), count=p.count)
    return (await llm.parse(system, request, FaqAnswer)).entries[: p.count]


@step(kind="code")
async def check_sources(entries: list[FaqEntry]) -> Faq:
    """Does every cited title exist, and is every document cited that an answer leans on?"""
    return audit(entries)


async def run(request: str, p: FaqParams, llm: LLM) -> Faq:
    return await check_sources(await write_faq(request, p, llm))


WORKFLOW = Workflow(
    run=run,
    params=FaqParams,
    pattern="Prompt chaining",
    examples=(
        Example("For everybody", "A FAQ about renewable energy for people who have never read about it."),
        Example("What storage changes", "A FAQ for house owners who wonder whether batteries are worth it."),
    ),
    diagram=(("input", "write_faq"), ("write_faq", "check_sources"), ("check_sources", "output")),
    calls="1",
    latency="one long call",
    view="faq",
)
