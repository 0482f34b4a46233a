"""Blog orchestrator: a plan decides which sections there are, writers follow it, a reviewer sends it back.

Use it when a long text needs a common thread: each section sees those before it, and a review sees them all.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, concurrently, fill, gate, prompt, step


class Section(BaseModel):
    type: str = Field(description="What kind of section: introduction, argument, example, conclusion")
    description: str = Field(description="What it should say")
    style_guide: str = Field(description="How it should be written")
    target_words: int = Field(ge=20, le=2000, description="About how many words")


class Plan(BaseModel):
    topic_analysis: str = Field(description="What the topic is about")
    audience: str = Field(description="Who will read it")
    sections: list[Section] = Field(min_length=1, max_length=12, description="The sections in order")


class Written(BaseModel):
    text: str = Field(description="The section's text")
    key_points: list[str] = Field(description="What it says, in short")


class Edit(BaseModel):
    section: int = Field(ge=1, description="The number of the section")
    suggestion: str = Field(description="What to change")


class Review(BaseModel):
    cohesion: float = Field(ge=0, le=1, description="How well the sections fit together, from 0 to 1")
    edits: list[Edit] = Field(description="Suggested edits")
    revised_text: str = Field(description="The whole text with the edits applied")


class Post(BaseModel):
    text: str
    cohesion: float
    scores: list[float] = Field(description="The cohesion of each review")


class BlogParams(Params):
    plan_prompt: str = prompt("Plan a blog post of about {words} words in {style} style, with {sections} sections.")
    write_prompt: str = prompt(
        "Write this section of a blog post about {topic} for {audience}, in about {words} words. {guide}\n"
        "Sections before it:\n{before}"
    )
    review_prompt: str = prompt(
        "Review this blog post: how well do the sections fit together, from 0 to 1? Suggest edits and apply them."
    )
    words: int = Field(400, ge=100, le=3000, description="Target length of the post")
    sections: int = Field(3, ge=1, le=8, description="How many sections")
    style: str = Field("informative and lively", description="How the post should sound")
    min_cohesion: float = Field(0.8, ge=0, le=1, description="The post is good enough from here")
    max_revisions: int = Field(2, ge=0, le=5, description="How often it may go back")
    without_context: bool = Field(False, description="Write the sections at once, none seeing the others")


@step
async def plan(request: str, p: BlogParams, llm: LLM) -> Plan:
    """What should the post say, to whom, in which sections?"""
    system = fill(p.plan_prompt, words=p.words, style=p.style, sections=p.sections)
    return await llm.parse(system, request, Plan)


@step
async def write(section: Section, before: str, topic: str, audience: str, p: BlogParams, llm: LLM) -> Written:
    """One section."""
    details = {"words": section.target_words, "guide": section.style_guide, "before": before or "(none)"}
    system = fill(p.write_prompt, topic=topic, audience=audience, **details)
    return await llm.parse(system, section.description, Written)


@step
async def review(text: str, p: BlogParams, llm: LLM) -> Review:
    """Does it hold together?"""
    return await llm.parse(fill(p.review_prompt), text, Review)


@step(kind="code")
async def apply_edits(text: str, reviewed: Review) -> str:
    """The reviewer's revised text, if there is one."""
    return reviewed.revised_text.strip() or text


async def write_in_turn(planned: Plan, topic: str, p: BlogParams, llm: LLM) -> list[Written]:
    written: list[Written] = []
    for section in planned.sections:
        before = "\n\n".join(section.text for section in written)
        written.append(await write(section, before, topic, planned.audience, p, llm))
    return written


async def run(request: str, p: BlogParams, llm: LLM) -> Post:
    planned = await plan(request, p, llm)
    if p.without_context:
        one_each = (write(section, "", request, planned.audience, p, llm) for section in planned.sections)
        written = await concurrently(*one_each)
    else:
        written = await write_in_turn(planned, request, p, llm)
    text = "\n\n".join(section.text for section in written)
    scores: list[float] = []
    for revision in range(p.max_revisions + 1):
        reviewed = await review(text, p, llm)
        scores.append(reviewed.cohesion)
        good = reviewed.cohesion >= p.min_cohesion
        if gate("good_enough", good, cohesion=reviewed.cohesion, min_cohesion=p.min_cohesion, revision=revision):
            break
        if revision < p.max_revisions:
            text = await apply_edits(text, reviewed)
    return Post(text=text, cohesion=scores[-1], scores=scores)


WORKFLOW = Workflow(
    run=run,
    params=BlogParams,
    pattern="Orchestrator and workers",
    examples=(
        Example("A town garden", "How a shared garden changes a street: people, plants and bees."),
        Example("All at once", "Why old bridges are worth repairing.", {"without_context": True, "min_cohesion": 0.95}),
    ),
    diagram=(
        ("input", "plan"),
        ("plan", "write"),
        ("write", "write", "next section"),
        ("write", "review"),
        ("review", "good_enough"),
        ("good_enough", "apply_edits", "no"),
        ("apply_edits", "review"),
        ("good_enough", "output", "yes"),
        ("good_enough", "output", "no, revisions used up"),
    ),
    at_once=True,
    calls="1 + sections + 1 to 3 reviews",
    latency="plan + all sections + the reviews",
    view="post",
)
