"""Content pipeline: outline, draft, polish; each call does one thing and hands its text to the next.

Use it when a text is better written in stages, and a bad outline should stop the work before it costs more.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, fill, gate, prompt, step


class Outline(BaseModel):
    title: str = Field(description="A title for the text")
    points: list[str] = Field(description="The points in the order of the text, a short sentence each")


class Article(BaseModel):
    title: str
    text: str


class ContentParams(Params):
    outline_prompt: str = prompt("Write an outline with exactly {points} points for a short text on the topic.")
    draft_prompt: str = prompt("Write a draft from this outline, a short paragraph for each point.")
    polish_prompt: str = prompt("Polish this draft: clear sentences, {tone} tone, nothing added and nothing lost.")
    tone: str = Field("friendly", description="How the text should sound")
    points: int = Field(3, ge=1, le=8, description="How many points the outline should have")
    check_outline: bool = Field(True, description="Stop when the outline does not have enough points")
    min_points: int = Field(3, ge=1, le=8, description="An outline with fewer points stops the run")


@step
async def outline(request: str, p: ContentParams, llm: LLM) -> Outline:
    """What will the text say, in which order?"""
    return await llm.parse(fill(p.outline_prompt, points=p.points), request, Outline)


@step
async def draft(outline: Outline, p: ContentParams, llm: LLM) -> str:
    """A paragraph for each point."""
    points = "\n".join(f"{number}. {point}" for number, point in enumerate(outline.points, 1))
    return await llm.text(fill(p.draft_prompt), f"{outline.title}\n{points}")


@step
async def polish(draft: str, p: ContentParams, llm: LLM) -> str:
    """The same text, better said."""
    return await llm.text(fill(p.polish_prompt, tone=p.tone), draft)


async def run(request: str, p: ContentParams, llm: LLM) -> Article | Rejected:
    plan = await outline(request, p, llm)
    enough = len(plan.points) >= p.min_points or not p.check_outline
    if not gate("enough_points", enough, points=len(plan.points), min_points=p.min_points):
        return Rejected("The outline has too few points to be worth a draft.")
    text = await polish(await draft(plan, p, llm), p, llm)
    return Article(title=plan.title, text=text)


WORKFLOW = Workflow(
    run=run,
    params=ContentParams,
    pattern="Prompt chaining",
    examples=(
        Example(
            "Bees in the city", "Keeping bees on city roofs: why people do it, what it takes, what bees give back."
        ),
        Example("A thin topic", "Hm."),
    ),
    diagram=(
        ("input", "outline"),
        ("outline", "enough_points"),
        ("enough_points", "draft", "yes"),
        ("enough_points", "rejected", "no"),
        ("draft", "polish"),
        ("polish", "output"),
    ),
    calls="3 (1 if the gate says no)",
    latency="the sum of the calls",
    view="article",
)
