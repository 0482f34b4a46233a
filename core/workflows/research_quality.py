"""Research with quality control: a research team writes a report, then an evaluator sends it back until it is good.

Use it when an answer has to be both broad and well written: one pattern finds the material, another one polishes it.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Rejected, Workflow, fill, gate, group, prompt, step
from core.workflows import research_assistant
from core.workflows.research_assistant import Finding, ResearchParams


class Review(BaseModel):
    score: int = Field(ge=1, le=10, description="How good the report is, from 1 to 10")
    feedback: str = Field(description="What to do better")


class Round(BaseModel):
    text: str
    score: int
    feedback: str


class QualityReport(BaseModel):
    text: str
    score: int
    accepted: bool
    rounds: list[Round]
    findings: list[Finding]


class QualityParams(ResearchParams):
    review_prompt: str = prompt(
        "Review this report from 1 to 10: does it answer the task, is it clear and connected?\nTask: {task}"
    )
    polish_prompt: str = prompt(
        "Polish this report so that it meets the feedback. Keep what it says.\nTask: {task}\nFeedback: {feedback}"
    )
    target_score: int = Field(9, ge=1, le=10, description="Good enough from here")
    max_rounds: int = Field(3, ge=1, le=10, description="How often it is reviewed at most")


@step
async def review(text: str, task: str, p: QualityParams, llm: LLM) -> Review:
    """A mark, and what to do better."""
    return await llm.parse(fill(p.review_prompt, task=task), text, Review)


@step
async def polish(text: str, feedback: str, task: str, p: QualityParams, llm: LLM) -> str:
    """The next version."""
    return await llm.text(fill(p.polish_prompt, task=task, feedback=feedback), text)


@step(kind="code")
async def report(rounds: list[Round], findings: list[Finding], p: QualityParams) -> QualityReport:
    """The best version, with how it came about."""
    best = max(rounds, key=lambda version: version.score)
    accepted = best.score >= p.target_score
    return QualityReport(text=best.text, score=best.score, accepted=accepted, rounds=rounds, findings=findings)


async def improve(request: str, p: QualityParams, llm: LLM, task: str = "") -> list[Round]:
    text, rounds = request, list[Round]()
    for number in range(1, p.max_rounds + 1):
        reviewed = await review(text, task, p, llm)
        rounds.append(Round(text=text, **reviewed.model_dump()))
        good = reviewed.score >= p.target_score
        values = {"score": reviewed.score, "target_score": p.target_score, "round": number, "max_rounds": p.max_rounds}
        if gate("good_enough", good, **values):
            break
        if number < p.max_rounds:
            text = await polish(text, reviewed.feedback, task, p, llm)
    return rounds


async def run(request: str, p: QualityParams, llm: LLM) -> QualityReport | Rejected:
    with group("research"):
        found = await research_assistant.run(request, p, llm)
    if isinstance(found, Rejected):
        return found
    with group("quality"):
        rounds = await improve(found.text, p, llm, task=request)
    return await report(rounds, found.findings, p)


QUALITY_LOOP = Workflow(
    run=improve,
    params=QualityParams,
    pattern="Evaluator and optimizer",
    examples=(),
    diagram=(
        ("input", "review"),
        ("review", "good_enough"),
        ("good_enough", "polish", "no"),
        ("polish", "review"),
        ("good_enough", "output", "yes"),
        ("good_enough", "output", "no, rounds used up"),
    ),
    calls="2 a round",
    latency="2 calls × rounds",
)

WORKFLOW = Workflow(
    run=run,
    params=QualityParams,
    pattern="Combined patterns",
    examples=(
        Example(
            "Heat in the city",
            "How can a town keep its streets cool in summer? Look at trees, at water and at the colour of roofs.",
        ),
        Example("Too few rounds", "Should libraries open on Sundays?", {"target_score": 10, "max_rounds": 2}),
        Example("Nothing there", "?"),
    ),
    diagram=(
        ("input", "research"),
        ("research", "rejected"),
        ("research", "quality"),
        ("quality", "report"),
        ("report", "output"),
    ),
    parts={"research": research_assistant.WORKFLOW, "quality": QUALITY_LOOP},
    calls="1 + n + 1, then 2 a round",
    latency="plan + the slowest worker + synthesis + 2 calls × rounds",
    view="quality",
)
