"""FAQ chain: one call invents the questions, then each question gets its own answer and its own sources.

Use it when one big prompt does many things badly: small calls are easier to check, and independent ones run at once.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, concurrently, fill, prompt, step
from core.samples.sources import Faq, FaqEntry, as_prompt, audit


class Questions(BaseModel):
    questions: list[str] = Field(description="The questions, each one a full sentence")


class Sources(BaseModel):
    titles: list[str] = Field(description="Titles of the documents that support the answer, exactly as given")


class FaqParams(Params):
    questions_prompt: str = prompt(
        "Here are documents:\n\n{documents}\n\n"
        "Write exactly {count} different questions that readers would ask about them and that they answer."
    )
    answer_prompt: str = prompt(
        "Answer the question only from these documents, in two or three sentences:\n\n{documents}"
    )
    sources_prompt: str = prompt(
        "Which of these documents support the answer? Give their titles.\n\n{documents}\n\nQuestion: {question}"
    )
    count: int = Field(4, ge=1, le=20, description="How many questions")


@step
async def questions(request: str, p: FaqParams, llm: LLM) -> list[str]:
    """Which questions do the documents answer?"""
    system = fill(p.questions_prompt, documents=as_prompt(), count=p.count)
    return (await llm.parse(system, request, Questions)).questions[: p.count]


@step
async def answer(question: str, p: FaqParams, llm: LLM) -> str:
    """One answer, from the documents only."""
    return await llm.text(fill(p.answer_prompt, documents=as_prompt()), question)


@step
async def sources(question: str, answer: str, p: FaqParams, llm: LLM) -> list[str]:
    """Which documents support this answer?"""
    system = fill(p.sources_prompt, documents=as_prompt(), question=question)
    return (await llm.parse(system, answer, Sources)).titles


@step(kind="code")
async def check_sources(entries: list[FaqEntry]) -> Faq:
    """Does every cited title exist, and is every document cited that an answer leans on?"""
    return audit(entries)


async def answer_question(question: str, p: FaqParams, llm: LLM) -> FaqEntry:
    text = await answer(question, p, llm)
    return FaqEntry(question=question, answer=text, sources=await sources(question, text, p, llm))


async def run(request: str, p: FaqParams, llm: LLM) -> Faq:
    asked = await questions(request, p, llm)
    entries = await concurrently(*(answer_question(question, p, llm) for question in asked))
    return await check_sources(entries)


WORKFLOW = Workflow(
    run=run,
    params=FaqParams,
    pattern="Prompt chaining",
    examples=(
        Example("For everybody", "A FAQ about renewable energy for people who have never read about it."),
        Example("What storage changes", "A FAQ for house owners who wonder whether batteries are worth it."),
    ),
    diagram=(
        ("input", "questions"),
        ("questions", "answer", "each"),
        ("answer", "sources"),
        ("sources", "check_sources", "all"),
        ("check_sources", "output"),
    ),
    calls="1 + 2n",
    latency="questions + the slowest pair of answer and sources",
    view="faq",
)
