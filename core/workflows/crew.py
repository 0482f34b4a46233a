"""Crew: agents with a role, a goal and a backstory share the tasks, one after the other or as a manager delegates.

Use it when the work falls into tasks for different experts. Sequential when the order is known; hierarchical when
somebody has to decide who does what, which costs the manager's calls on top.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import (
    LLM,
    Agent,
    Budget,
    Example,
    Finished,
    Params,
    Rejected,
    Session,
    Workflow,
    fill,
    gate,
    group,
    prompt,
    route,
)
from core.agents import Line, handed_over
from core.samples.everyday_tools import calculate
from core.samples.lookups import search_documents
from core.samples.roles import Role, RolesText, TasksText, read_roles, read_tasks


class Output(BaseModel):
    result: str = Field(min_length=1, description="The whole result of the task")


class Delivered(BaseModel):
    result: str
    messages: list[Line]


class CrewParams(Params):
    process: Literal["sequential", "hierarchical"] = Field(
        "sequential", description="sequential: the tasks in their order; hierarchical: a manager delegates them"
    )
    roles: RolesText = Field(
        "Researcher: finds facts in the documents. Backstory: was a librarian and never guesses.\n"
        "Analyst: weighs what was found and names what is uncertain. Backstory: compared offers for a town council.\n"
        "Writer: writes a short report that anyone can read. Backstory: worked for a local newspaper.",
        description="One agent a line: its role, a colon, its goal, then “Backstory:” and where it comes from",
    )
    tasks_prompt: TasksText = prompt(
        "Researcher: Find facts about this: {topic}\n"
        "Analyst: Weigh what the facts say about this: {topic}\n"
        "Writer: Write a short report about this: {topic}",
        about="One task a line, begun by the role it is for. A manager does not see whom it is for, and chooses.",
    )
    agent_prompt: str = prompt(
        "You do one task of a crew, with the facts that were found before. Search the documents only if the task is "
        "to find facts. When you are done, call finish with the whole result.\n"
        "Role: {role}\nYour goal: {goal}\nYour backstory: {backstory}"
    )
    manager_prompt: str = prompt(
        "You manage a crew and do no task yourself. Delegate every task, in their order, to the one whom it fits best, "
        "and give along what was found before. At last call finish with the result of the whole.\nTasks:\n{tasks}"
    )
    max_turns: int = Field(6, ge=1, le=50, description="How often each agent may think at a task")
    max_manager_turns: int = Field(10, ge=1, le=50, description="How often the manager may think")
    tool_budget: int = Field(20, ge=0, le=200, description="Tool calls and delegations of all together")


def members(p: CrewParams, budget: Budget) -> dict[str, Agent[Output]]:
    """The crew by role, on one budget."""

    def member(role: Role) -> Agent[Output]:
        system = fill(p.agent_prompt, role=role.name, goal=role.goal, backstory=role.backstory or "none")
        tools = (search_documents, calculate)
        return Agent(role.name, system, tools, Output, role.line, p.max_turns, budget=budget)

    return {role.name: member(role) for role in read_roles(p.roles)}


async def in_order(topic: str, lines: list[Line], p: CrewParams, budget: Budget, llm: LLM) -> str:
    """Every task by its own agent, with the results of those before; says why it was stopped, if it was."""
    crew = members(p, budget)
    for assignment in read_tasks(p.tasks_prompt, read_roles(p.roles)):
        facts = "".join(f"\n- {line.text}" for line in lines)
        task = fill(assignment.task, topic=topic) + (f"\n\nFacts:{facts}" if facts else "")
        outcome = await Session(crew[assignment.role], llm).work_on(task)
        if not isinstance(outcome, Finished):
            return outcome.reason
        lines.append(Line(speaker=assignment.role, text=outcome.result.result))
    return ""


async def delegated(topic: str, lines: list[Line], p: CrewParams, budget: Budget, llm: LLM) -> str:
    """A manager has the crew for its tools; says why it was stopped, if it was."""
    tasks = [fill(assignment.task, topic=topic) for assignment in read_tasks(p.tasks_prompt, read_roles(p.roles))]
    told = "\n".join(f"{number}. {task}" for number, task in enumerate(tasks, 1))
    crew, system = list(members(p, budget).values()), fill(p.manager_prompt, tasks=told)
    manager = Session(Agent("manager", system, crew, Output, max_turns=p.max_manager_turns, budget=budget), llm)
    outcome = await manager.work_on(topic)
    lines += handed_over(manager.conversation, "manager", manager.team)
    if not isinstance(outcome, Finished):
        return outcome.reason
    lines.append(Line(speaker="manager", text=outcome.result.result))
    return ""


async def run(request: str, p: CrewParams, llm: LLM) -> Delivered | Rejected:
    lines, budget = list[Line](), Budget(p.tool_budget)
    if route("process", p.process) == "sequential":
        with group("crew"):
            why = await in_order(request, lines, p, budget, llm)
    else:
        why = await delegated(request, lines, p, budget, llm)
    if gate("finished", not why, calls=budget.spent, tool_budget=p.tool_budget):
        return Delivered(result=lines[-1].text, messages=lines)
    return Rejected(why, Delivered(result="", messages=lines))


WORKFLOW = Workflow(
    run=run,
    params=CrewParams,
    pattern="The model drives",
    examples=(
        Example("One after the other", "Wind turbines for a village of 800 people"),
        Example("A manager delegates", "Solar panels with batteries for a school", {"process": "hierarchical"}),
        Example(
            "The budget runs out",
            "Storing power for a week without wind",
            {"process": "hierarchical", "tool_budget": 2},
        ),
    ),
    diagram=(
        ("input", "process"),
        ("process", "crew", "sequential"),
        ("process", "manager", "hierarchical"),
        ("crew", "finished"),
        ("manager", "finished"),
        ("finished", "output", "yes"),
        ("finished", "rejected", "no"),
    ),
    driven=("crew", "manager"),
    calls="the turns of every agent; with a manager also one for each delegation",
    latency="the sum of the calls and the tools",
    view="chat",
)
