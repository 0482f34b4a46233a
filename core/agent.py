"""The one agent loop: the model takes a turn, its tools are run, their results go back, until it calls `finish`.

Agents differ in instructions and tools, never in the loop. Whatever they do, the loop ends: at `finish`, at the turn
limit, or when the agent goes round in circles.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from core.llm.llm import LLM
from core.llm.provider import Message, ToolCall, ToolSpec
from core.steps import group, step
from core.tools import Toolbox

F = TypeVar("F", bound=BaseModel)

MOST_CALLS_A_TURN = 20
SAME_CALL_AT_MOST = 3
FINISH = "finish"


@dataclass(frozen=True)
class Agent(Generic[F]):
    """A name, instructions, tools, and the form in which the agent hands in its result."""

    name: str
    instructions: str
    tools: Sequence[Callable[..., Any]]
    finish: type[F]


@dataclass(frozen=True, slots=True)
class Finished(Generic[F]):
    """The agent called `finish`."""

    result: F
    turns: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """The loop ended without `finish`; `reason` says why, in a sentence."""

    reason: str
    turns: int


@step
async def think(conversation: Sequence[Message], specs: Sequence[ToolSpec], llm: LLM) -> Message:
    """The model's next turn: text, tool calls, or both."""
    return await llm.call_tools(conversation, specs)


async def drive(agent: Agent[F], task: str, llm: LLM, *, max_turns: int) -> Finished[F] | Stopped:
    """Let an agent work on a task.

    Tool errors and invalid `finish` arguments go back to the model. The same call with the same arguments for the
    fourth time, or two calls in turn for as long, stops the loop.
    """
    box = Toolbox(agent.tools)
    specs = (*box.specs, _finish_spec(agent.finish))
    conversation = [Message("system", agent.instructions), Message("user", task)]
    made: Counter[tuple[str, str]] = Counter()
    with group(agent.name):
        for turn in range(1, max_turns + 1):
            said = await think(conversation, specs, llm)
            conversation.append(said)
            if not said.tool_calls:
                conversation.append(Message("user", "Use a tool, or call finish with your result."))
            for call in said.tool_calls[:MOST_CALLS_A_TURN]:
                if call.name == FINISH:
                    handed_in = _read_finish(agent.finish, call)
                    if not isinstance(handed_in, Message):
                        return Finished(handed_in, turn)
                    conversation.append(handed_in)
                    continue
                made[call.name, call.arguments] += 1
                if made[call.name, call.arguments] > SAME_CALL_AT_MOST:
                    return Stopped(f"{agent.name} made the same call of {call.name} over and over.", turn)
                conversation.append(await box.run(call))
    return Stopped(f"{agent.name} did not finish within {max_turns} turns.", max_turns)


def _finish_spec(form: type[BaseModel]) -> ToolSpec:
    return ToolSpec(FINISH, "Call this when the task is done, with the result.", form.model_json_schema())


def _read_finish(form: type[F], call: ToolCall) -> F | Message:
    try:
        return form.model_validate_json(call.arguments or "{}")
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        return Message("tool", f"Error: the arguments of finish do not fit: {said}", tool_call_id=call.id)
