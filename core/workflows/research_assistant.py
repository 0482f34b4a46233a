"""Research assistant: one call splits the task, workers do the parts at once, one call puts them together.

Use it when the subtasks are not known before the request is, but do not depend on each other.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, concurrently, fill, gate, prompt, step


class Subtask(BaseModel):
    title: str = Field(description="A few words")
    question: str = Field(description="What the worker should find out")


class Plan(BaseModel):
    subtasks: list[Subtask] = Field(description="Independent parts of the task")


class Finding(BaseModel):
    title: str
    text: str


class Report(BaseModel):
    text: str
    findings: list[Finding]


class ResearchParams(Params):
    decompose_prompt: str = prompt("Split this research task into exactly {subtasks} independent subtasks.")
    work_prompt: str = prompt("You research one part of a larger task: {task}\nAnswer your part in three sentences.")
    synthesize_prompt: str = prompt("Write one report from these findings. Keep what they say.\n\n{findings}")
    subtasks: int = Field(3, ge=1, le=8, description="How many workers")


@step
async def decompose(request: str, p: ResearchParams, llm: LLM) -> list[Subtask]:
    """Which parts does the task have?"""
    plan = await llm.parse(fill(p.decompose_prompt, subtasks=p.subtasks), request, Plan)
    return plan.subtasks[: p.subtasks]


@step
async def work(subtask: Subtask, request: str, p: ResearchParams, llm: LLM) -> Finding:
    """One worker, one part."""
    text = await llm.text(fill(p.work_prompt, task=request), f"{subtask.title}: {subtask.question}")
    return Finding(title=subtask.title, text=text)


@step
async def synthesize(request: str, findings: list[Finding], p: ResearchParams, llm: LLM) -> Report:
    """One report from all findings."""
    joined = "\n\n".join(f"## {finding.title}\n{finding.text}" for finding in findings)
    text = await llm.text(fill(p.synthesize_prompt, findings=joined), request)
    return Report(text=text, findings=findings)


async def run(request: str, p: ResearchParams, llm: LLM) -> Report | Rejected:
    subtasks = await decompose(request, p, llm)
    if not gate("anything_to_do", bool(subtasks), subtasks=len(subtasks)):
        return Rejected("The model found nothing to research in this task. Say more about what you want to know.")
    findings = await concurrently(*(work(subtask, request, p, llm) for subtask in subtasks))
    return await synthesize(request, findings, p, llm)


WORKFLOW = Workflow(
    run=run,
    params=ResearchParams,
    pattern="Orchestrator and workers",
    examples=(
        Example(
            "Bicycle streets",
            "Should our town turn its high street into a bicycle street? Look at safety, at shops and at costs.",
        ),
        Example("Remote work", "What does working from home do to teams, to cities and to people's health?"),
        Example("Nothing there", "?"),
    ),
    diagram=(
        ("input", "decompose"),
        ("decompose", "anything_to_do"),
        ("anything_to_do", "work", "each"),
        ("anything_to_do", "rejected", "no"),
        ("work", "synthesize", "all"),
        ("synthesize", "output"),
    ),
    calls="1 + n + 1",
    latency="plan + the slowest worker + synthesis",
    view="report",
)
