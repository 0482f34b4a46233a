"""Retrieval: search first, then answer only from what was found, and check what the answer cites.

Use it when the facts are in documents of yours, and an invented answer would be worse than none.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, fill, gate, prompt, step
from core.errors import ModelMisbehaved
from core.samples.sources import Found
from core.samples.sources import search as search_knowledge_base


class CitedAnswer(BaseModel):
    answerable: bool = Field(description="Whether the entries answer the question")
    answer: str = Field(description="The answer, only from the entries")
    cited_ids: list[str] = Field(description="The ids of the entries used, such as KB-001")


class Answer(BaseModel):
    answer: str
    sources: list[Found]


class RetrievalParams(Params):
    answer_prompt: str = prompt(
        "Answer the customer's question only from these entries, and cite the ids of those you used. If they do not "
        "answer it, say so.\n\n{entries}"
    )
    top_k: int = Field(4, ge=1, le=20, description="How many entries the model gets to see")
    min_score: float = Field(1.5, ge=0, le=20, description="The best entry must fit at least this well (BM25)")


@step(kind="code")
async def search(request: str, p: RetrievalParams) -> list[Found]:
    """Which entries share the question's words?"""
    return search_knowledge_base(request, p.top_k)


@step
async def answer(request: str, found: list[Found], p: RetrievalParams, llm: LLM) -> CitedAnswer:
    """An answer from the entries, with the ids it leans on."""
    entries = "\n\n".join(f"[{document.id}] {document.title}\n{document.text}" for document in found)
    return await llm.parse(fill(p.answer_prompt, entries=entries), request, CitedAnswer)


@step(kind="code")
async def check_citations(answered: CitedAnswer, found: list[Found]) -> Answer:
    """Was every cited entry among those that were found?"""
    known = {document.id: document for document in found}
    invented = [cited for cited in answered.cited_ids if cited not in known]
    if invented:
        raise ModelMisbehaved(f"The answer cites {', '.join(invented)}, which was not found. Run again.")
    return Answer(answer=answered.answer, sources=[known[cited] for cited in answered.cited_ids])


async def run(request: str, p: RetrievalParams, llm: LLM) -> Answer | Rejected:
    found = await search(request, p)
    best = max((document.score for document in found), default=0.0)
    if not gate("anything_fits", best >= p.min_score, best_score=best, min_score=p.min_score):
        return Rejected("Nothing in the knowledge base fits the question.")
    answered = await answer(request, found, p, llm)
    if not gate("answerable", answered.answerable, answerable=answered.answerable):
        return Rejected(f"The entries that were found do not answer the question. {answered.answer}".strip())
    return await check_citations(answered, found)


WORKFLOW = Workflow(
    run=run,
    params=RetrievalParams,
    pattern="Building blocks",
    examples=(
        Example("Boots too small", "My hiking boots are too small. Can I exchange them for another size?"),
        Example("A gift card", "How long is a gift card valid?"),
        Example("Not in there", "Who won the football world cup in 1998?"),
        Example("Near, but no answer", "What does customer service think of the weather on gift returns to Mars?"),
    ),
    diagram=(
        ("input", "search"),
        ("search", "anything_fits"),
        ("anything_fits", "answer", "yes"),
        ("anything_fits", "rejected", "no"),
        ("answer", "answerable"),
        ("answerable", "check_citations", "yes"),
        ("answerable", "rejected", "no"),
        ("check_citations", "output"),
    ),
    calls="1",
    latency="search + one call",
    view="cited",
)
