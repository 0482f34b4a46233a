"""The one agent loop: the model takes a turn, its tools are run, their results go back, until it calls `finish`.

Agents differ in instructions and tools, never in the loop. Every turn is a step `think`, every tool call a step named
after the tool, all in a group named after the agent. Whatever an agent does, the loop ends: at `finish`, at its turns,
at its budget, or when it goes round in circles.

    outcome = await drive(Agent("clerk", instructions, [look_up, send], Done), task, llm)

Agents that talk with each other take turns with `Session`: what one says, the others `hear`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from core.agents.budget import Budget, Watch
from core.agents.conversation import place_name, tool_name, tool_names
from core.agents.tools import ToolSteps, answer_to, checked_arguments, recorded, refusal_of
from core.errors import ToolFailed, WorkflowError
from core.llm import LLM
from core.providers import Message, ToolCall, ToolSpec
from core.workflow import FATAL, concurrently, group, step

F = TypeVar("F", bound=BaseModel)

MOST_CALLS_A_TURN = 20
_FINISH = "finish"
NUDGE = "Use a tool, or call finish with your result."


@dataclass(frozen=True)
class Agent(Generic[F]):
    """A name, instructions, tools, and the form in which the agent hands in its result.

    A tool is a function (a `@step` keeps its own name and kind), or another agent: that one is offered under its name
    with its `purpose`, takes a task, and is driven. `finish` None makes an agent that can only talk. `given` fills
    tool parameters that no model chooses, such as `p` and `llm`. `max_turns` counts the agent's model turns, `budget`
    (which agents may share) tool calls. With `at_once` the calls of one turn run at the same time: only for tools
    that do not depend on one another.
    """

    name: str
    instructions: str
    tools: Sequence["Callable[..., Any] | Agent[Any]"] = ()
    finish: type[F] | None = None
    purpose: str = ""
    max_turns: int = 10
    given: Mapping[str, Any] = field(default_factory=dict)
    budget: Budget | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Finished(Generic[F]):
    """The agent called `finish`; `turns` counts its model turns so far, `used` names its tool calls in order."""

    result: F
    turns: int
    used: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """The agent spoke instead of using a tool."""

    text: str
    turns: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """The agent was stopped; `reason` says why, in a sentence, and what to do. `used` names its tool calls in order."""

    reason: str
    turns: int
    used: tuple[str, ...] = field(default=(), compare=False)


class TeamTask(BaseModel):
    """What an agent among the tools is asked to do."""

    task: str


@step
async def think(conversation: Sequence[Message], tools: Sequence[ToolSpec], llm: LLM) -> Message:
    """The model's next turn: text, tool calls, or both."""
    return await llm.call_tools(conversation, tools)


async def drive(agent: Agent[F], task: str, llm: LLM) -> Finished[F] | Stopped:
    """Let an agent work on a task until it finishes or is stopped.

    Tool errors and invalid `finish` arguments go back to the model.
    """
    return await Session(agent, llm).work_on(task)


class Session(Generic[F]):
    """One agent in a conversation: what it heard, said and did so far. `turns` counts its model turns."""

    def __init__(self, agent: Agent[F], llm: LLM) -> None:
        self.agent = agent
        self.turns = 0
        self._llm = llm
        self._conversation = [Message("system", agent.instructions)]
        self._watch = Watch()
        functions = [tool for tool in agent.tools if not isinstance(tool, Agent)]
        self._tools = ToolSteps(functions, {"llm": llm, **agent.given})
        self._team = self._called([tool for tool in agent.tools if isinstance(tool, Agent)])
        self._specs = self._offered()

    def hear(self, text: str) -> None:
        """Take in what somebody else says."""
        last = self._conversation[-1]
        if last.role == "user":
            self._conversation[-1] = replace(last, text=last.text + "\n\n" + text)
        else:
            self._conversation.append(Message("user", text))

    @property
    def team(self) -> dict[str, str]:
        """The names of the agents among the tools, by the tools' names."""
        return {tool: member.name for tool, member in self._team.items()}

    @property
    def conversation(self) -> tuple[Message, ...]:
        """All that the agent heard, said and did so far, its instructions first."""
        return tuple(self._conversation)

    async def work_on(self, task: str) -> Finished[F] | Stopped:
        """Take turns on a task until it is finished or stopped; who only talks is told to use a tool."""
        self.hear(task)
        while True:
            outcome = await self.speak()
            if not isinstance(outcome, Said):
                return outcome
            self.hear(NUDGE)

    async def speak(self) -> Said | Finished[F] | Stopped:
        """Take turns, with tools, until the agent says something, finishes or is stopped."""
        with group(place_name(self.agent.name)):
            while self.turns < self.agent.max_turns:
                self.turns += 1
                said = self._tidied(await think(tuple(self._conversation), self._specs, self._llm))
                self._conversation.append(said)
                if not said.tool_calls:
                    return Said(said.text, self.turns)
                ended = await self._work(said.tool_calls)
                if ended is not None:
                    return ended
        turns = self.agent.max_turns
        return self._stopped(f"did not finish within {turns} {'turn' if turns == 1 else 'turns'}; allow it more turns")

    async def _work(self, calls: Sequence[ToolCall]) -> Finished[F] | Stopped | None:
        """Run the calls of one turn, in their order or at once."""
        for together in [calls] if self.agent.at_once else [[call] for call in calls]:
            for call, answer in zip(together, await self._answers(together), strict=True):
                if not isinstance(answer, Message):
                    return answer
                self._conversation.append(answer)
                if why := self._watch.objection(call, answer.text):
                    return self._stopped(why)
        return None

    async def _answers(self, calls: Sequence[ToolCall]) -> list[Message | Finished[F] | Stopped]:
        if len(calls) == 1:
            return [await self._answer(calls[0])]
        return await concurrently(*(self._answer(call) for call in calls))

    async def _answer(self, call: ToolCall) -> Message | Finished[F] | Stopped:
        if call.name == _FINISH and self.agent.finish is not None:
            return await self._finish(call, self.agent.finish)
        if self.agent.budget is not None and not self.agent.budget.spend():
            return self._stopped(self.agent.budget.used_up)
        if call.name in self._team:
            return await self._delegate(call, self._team[call.name])
        return await self._tools.run(call)

    async def _finish(self, call: ToolCall, form: type[F]) -> Message | Finished[F]:
        try:
            return Finished(await recorded(call, form), self.turns, self._watch.names)
        except ToolFailed as error:
            return refusal_of(call, error)

    async def _delegate(self, call: ToolCall, other: Agent[Any]) -> Message | Stopped:
        """Have another agent do it. Its steps are its own; that it failed is told to this agent's model.

        Agents that share a budget stop together.
        """
        try:
            asked = checked_arguments(call.name, TeamTask, call.arguments)
            outcome = await drive(other, asked.task, self._llm)
        except FATAL:
            raise
        except Exception as error:
            return refusal_of(call, error)
        if isinstance(outcome, Finished):
            return answer_to(call, outcome.result)
        budget = self.agent.budget
        if budget is not None and budget is other.budget and budget.overdrawn:
            return self._stopped(budget.used_up)
        return refusal_of(call, ToolFailed(outcome.reason))

    def _called(self, team: Sequence[Agent[Any]]) -> dict[str, Agent[Any]]:
        """The agents among the tools by the name under which each is offered."""
        others = [*(spec.name for spec in self._tools.specs), *([_FINISH] if self.agent.finish else [])]
        named = [*others, *(member.name for member in team)]
        if len(set(named)) < len(named):
            raise WorkflowError(f"Two tools of the agent {self.agent.name!r} have one name. Name them apart.")
        names = tool_names((member.name for member in team), others)
        return {names[member.name]: member for member in team}

    def _offered(self) -> tuple[ToolSpec, ...]:
        team = (_spec(name, _purpose(name, member), TeamTask) for name, member in self._team.items())
        form = self.agent.finish
        end = (_spec(_FINISH, "Call this when the task is done, with the result.", form),) if form else ()
        return (*self._tools.specs, *team, *end)

    def _tidied(self, said: Message) -> Message:
        """A turn that can be sent back to any provider: not too many calls, and names as providers have them.

        An agent that is called by its own name is meant under the name of its tool.
        """
        own = {name: tool for tool, name in self.team.items()}
        calls = said.tool_calls[:MOST_CALLS_A_TURN]
        named = (replace(call, name=own.get(call.name) or tool_name(call.name) or "unnamed") for call in calls)
        return replace(said, tool_calls=tuple(named))

    def _stopped(self, why: str) -> Stopped:
        return Stopped(f"The agent {self.agent.name} {why}.", self.turns, self._watch.names)


def _purpose(tool: str, agent: Agent[Any]) -> str:
    """What the model is told of an agent; with its name, where the tool's name has other letters."""
    purpose = agent.purpose or f"Ask {agent.name} to do a task."
    alike = [letter for letter in tool if letter.isalnum()] == [letter for letter in agent.name if letter.isalnum()]
    return purpose if alike or agent.name in purpose else f"{agent.name}: {purpose}"


def _spec(name: str, description: str, form: type[BaseModel]) -> ToolSpec:
    schema = form.model_json_schema()
    schema.pop("title", None)
    return ToolSpec(name, description, schema)
