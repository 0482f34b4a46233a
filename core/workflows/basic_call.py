"""Basic call: one system prompt, one user prompt, one answer, streamed as it comes.

Use it when one well-made prompt is enough; every other pattern has to be better than this one.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, fill, prompt, step


class Answer(BaseModel):
    text: str


class BasicParams(Params):
    system_prompt: str = prompt("You are a helpful assistant. Answer in plain words.")
    user_prompt: str = prompt("{request}")
    temperature: float = Field(0.0, ge=0, le=2, description="0 gives the same answer every time")


@step
async def answer(request: str, p: BasicParams, llm: LLM) -> Answer:
    """The one call."""
    text = await llm.text(fill(p.system_prompt), fill(p.user_prompt, request=request), temperature=p.temperature)
    return Answer(text=text)


async def run(request: str, p: BasicParams, llm: LLM) -> Answer:
    return await answer(request, p, llm)


WORKFLOW = Workflow(
    run=run,
    params=BasicParams,
    pattern="Building blocks",
    examples=(
        Example(
            "Explain",
            "Explain in three sentences why the sky is blue. Sunlight contains all colours. Air scatters "
            "blue light more than red light. At sunset the light travels through more air.",
        ),
        Example("Write", "Write a two-line birthday greeting for Grace, who loves sailing."),
    ),
    diagram=(("input", "answer"), ("answer", "output")),
    calls="1",
    latency="one call",
)
