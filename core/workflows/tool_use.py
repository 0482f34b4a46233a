"""Tool use: the model asks for tools, the program runs them, and the model answers from what they returned.

Use it when the answer needs something a model does not have: exact arithmetic, the time, data of yours.
"""

from datetime import UTC, datetime

from pydantic import BaseModel, Field

from core import LLM, Example, Message, Params, Workflow, fill, gate, prompt, step
from core.agents import Toolbox
from core.errors import LimitReached
from core.samples.everyday_tools import calculate, clock, weather


class Answer(BaseModel):
    text: str
    tools_used: list[str]


class ToolParams(Params):
    decide_prompt: str = prompt(
        "You have tools. Call those you need to answer. When you need none, or have all results, say so in a word."
    )
    answer_prompt: str = prompt("Answer the question in one or two sentences, from what the tools returned.")
    max_rounds: int = Field(5, ge=1, le=20, description="How often the model may ask for tools")
    now: datetime = Field(default_factory=lambda: datetime.now(UTC), description="The time the clock shows")


@step
async def decide(conversation: list[Message], tools: Toolbox, p: ToolParams, llm: LLM) -> Message:
    """Which tools are needed now?"""
    return await llm.call_tools([Message("system", fill(p.decide_prompt)), *conversation], tools.specs)


@step(kind="tool")
async def use_tools(turn: Message, tools: Toolbox) -> list[Message]:
    """Run what was asked for; mistakes go back to the model as an error it can correct."""
    return [await tools.run(call) for call in turn.tool_calls]


@step
async def answer(conversation: list[Message], p: ToolParams, llm: LLM) -> str:
    """The answer, from what the tools returned."""
    turn = await llm.call_tools([Message("system", fill(p.answer_prompt)), *conversation], [])
    return turn.text


async def run(request: str, p: ToolParams, llm: LLM) -> Answer:
    tools = Toolbox([calculate, clock(p.now), weather])
    conversation = [Message("user", request)]
    used: list[str] = []
    for round_number in range(p.max_rounds + 1):
        turn = await decide(conversation, tools, p, llm)
        if not gate("wants_tools", bool(turn.tool_calls), round=round_number + 1, max_rounds=p.max_rounds):
            return Answer(text=await answer(conversation, p, llm), tools_used=used)
        if round_number == p.max_rounds:
            break
        used += [call.name for call in turn.tool_calls]
        conversation += [turn, *await use_tools(turn, tools)]
    raise LimitReached(f"The model still asked for tools after {p.max_rounds} rounds. Raise max_rounds, or ask less.")


WORKFLOW = Workflow(
    run=run,
    params=ToolParams,
    pattern="Building blocks",
    examples=(
        Example("Two tools", "What is the weather in Paris, and what is 12.5 * (3 + 4)?"),
        Example("The time elsewhere", "What time is it in Tokyo right now?"),
        Example("No tool needed", "Say hello to the class."),
        Example("A city nobody knows", "How is the weather in Atlantis?"),
    ),
    diagram=(
        ("input", "decide"),
        ("decide", "wants_tools"),
        ("wants_tools", "use_tools", "yes"),
        ("use_tools", "decide"),
        ("wants_tools", "answer", "no"),
        ("answer", "output"),
    ),
    calls="2 + one a round of tools",
    latency="the sum of the calls and the tools",
)
