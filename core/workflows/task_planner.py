"""Task planner: an agent invents tasks on the fly, has each done by an agent made for it, and looks at its list again.

Use it when nobody can say beforehand which tasks a goal takes, and each result may change what is worth doing next.
"""

from pydantic import BaseModel, Field

from core import LLM, Agent, Budget, Example, Finished, Params, Rejected, Workflow, drive, fill, gate, prompt, step
from core.samples.everyday_tools import calculate, weather
from core.samples.lookups import look_up_order, search_documents, search_help
from core.samples.work_list import Invented, PlannedTask, PriorityChange, Review, TaskPlan, WorkList
from core.workflow import group

CATALOGUE = {tool.__name__: tool for tool in (search_documents, search_help, look_up_order, calculate, weather)}
TOOLS = "\n".join(f"- {name}: {tool.__doc__}" for name, tool in CATALOGUE.items())


class Found(BaseModel):
    result: str = Field(min_length=1, description="What the agent found, in a few sentences")


class Report(BaseModel):
    text: str
    work: WorkList
    history: list[WorkList] = Field(description="The list after the plan and after each result")


class PlannerParams(Params):
    plan_prompt: str = prompt(
        "Invent the tasks that lead to this goal, at most {most}. For each, write the system message of the agent that "
        "will do it, pick the tools it needs, and give it a priority.\nCatalogue of tools:\n{catalogue}"
    )
    review_prompt: str = prompt(
        "You watch over a work list. Is the goal met? If not, give open tasks another priority where the last result "
        "calls for it, and add tasks if something is missing.\nGoal: {goal}\nCatalogue of tools:\n{catalogue}"
    )
    report_prompt: str = prompt("Write one report on the goal from these findings, and from nothing else.\n{findings}")
    max_tasks: int = Field(8, ge=1, le=50, description="How many tasks the list may hold")
    max_rounds: int = Field(10, ge=1, le=50, description="How many tasks may be done")
    max_turns: int = Field(5, ge=1, le=20, description="How often the agent of one task may think")
    tool_budget: int = Field(20, ge=0, le=200, description="Tool calls of all agents together; finish costs nothing")


@step
async def plan(request: str, p: PlannerParams, llm: LLM) -> TaskPlan:
    """Which tasks lead to the goal?"""
    return await llm.parse(fill(p.plan_prompt, most=p.max_tasks, catalogue=TOOLS), request, TaskPlan)


@step(kind="code")
async def work_list(before: WorkList, new: list[Invented], changes: list[PriorityChange], p: PlannerParams) -> WorkList:
    """The list as it stands now: new tasks entered, open ones in their new order."""
    return before.extended(new, CATALOGUE, most=p.max_tasks).rearranged(changes)


@step
async def review(goal: str, listed: WorkList, last: PlannedTask, p: PlannerParams, llm: LLM) -> Review:
    """What does the last result change?"""
    user = f"Work list:\n{listed.as_text()}\n\nLast result, of task {last.number}: {last.result}"
    return await llm.parse(fill(p.review_prompt, goal=goal, catalogue=TOOLS), user, Review)


@step
async def report(goal: str, findings: str, p: PlannerParams, llm: LLM) -> str:
    """What came out, from the results."""
    return await llm.text(fill(p.report_prompt, findings=findings or "(none)"), goal)


async def work_on(task: PlannedTask, listed: WorkList, budget: Budget, p: PlannerParams, llm: LLM) -> WorkList:
    """Have a task done by an agent that was made for it; it is told what is known so far."""
    tools = [CATALOGUE[name] for name in task.tools]
    agent = Agent(task.name, task.instructions, tools, Found, max_turns=p.max_turns, budget=budget)
    known = "\n".join(["\n\nKnown:", *(f"- {result}" for result in listed.results())])
    with group("worker"):
        outcome = await drive(agent, task.what + (known if listed.results() else ""), llm)
    if isinstance(outcome, Finished):
        return listed.ended(task.number, "done", outcome.result.result)
    return listed.ended(task.number, "stopped", outcome.reason)


async def run(request: str, p: PlannerParams, llm: LLM) -> Report | Rejected:
    budget = Budget(p.tool_budget)
    planned = await plan(request, p, llm)
    listed = await work_list(WorkList(), planned.tasks, [], p)
    history = [listed]
    goal_met = False
    for rounds in range(p.max_rounds + 1):
        task = None if goal_met else listed.next
        gate("work_left", task is not None, open=len(listed.open), goal_met=goal_met)
        if task is None:
            break
        allowed = rounds < p.max_rounds and not budget.overdrawn
        limits = {"max_rounds": p.max_rounds, "tool_calls": budget.spent, "tool_budget": p.tool_budget}
        if not gate("within_limits", allowed, rounds=rounds, **limits):
            limit = budget.used_up if budget.overdrawn else f"did {rounds} of its tasks, which is its limit of rounds"
            reason = f"The planner {limit}. Left undone: {', '.join(task.name for task in listed.open)}."
            return Rejected(reason, Report(text="", work=listed, history=history))
        listed = await work_on(task, listed, budget, p, llm)
        reviewed = await review(request, listed, listed.tasks[task.number - 1], p, llm)
        goal_met = reviewed.goal_met
        listed = await work_list(listed, reviewed.new_tasks, reviewed.changes, p)
        history.append(listed)
    return Report(text=await report(request, listed.findings(), p, llm), work=listed, history=history)


WORKFLOW = Workflow(
    run=run,
    params=PlannerParams,
    pattern="The model drives",
    examples=(
        Example(
            "Power for a village",
            "Find out for a village: how wind turbines work, what solar panels bring, how power is stored, "
            "and what 12 * 350 euros come to.",
        ),
        Example(
            "A note for the help desk",
            "Write a note: what does the warranty cover, when does a customer get a refund, and where is ORD-1031?",
        ),
        Example("More tasks than fit", "Look at the weather in Paris, Rome, Oslo and Lisbon.", {"max_tasks": 2}),
        Example(
            "A limit of rounds",
            "Find out for a village: how wind turbines work, what solar panels bring, and how power is stored.",
            {"max_rounds": 2},
        ),
    ),
    diagram=(
        ("input", "plan"),
        ("plan", "work_list"),
        ("work_list", "work_left"),
        ("work_left", "within_limits", "yes"),
        ("within_limits", "worker", "yes"),
        ("worker", "review"),
        ("review", "work_list"),
        ("within_limits", "rejected", "no"),
        ("work_left", "report", "no"),
        ("report", "output"),
    ),
    driven=("worker",),
    calls="2 + for each task one review and the turns of its agent",
    latency="the sum of the calls: each task waits for the review of the one before",
    view="work_list",
)
