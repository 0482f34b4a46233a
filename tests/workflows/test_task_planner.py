import time
from typing import Any

import pytest

from core.providers.protocol import Reply, Request
from core.samples.work_list import Invented, PriorityChange, Review, TaskPlan
from tests.scripted import Answer, nodes, parents, run_scripted
from tests.workflows.test_agent_workflow import call


def task(name: str, priority: int = 5, tools: tuple[str, ...] = ()) -> Invented:
    instructions = f"You are the agent of {name}."
    return Invented(name=name, what=f"Do {name}.", instructions=instructions, tools=list(tools), priority=priority)


def review(goal_met: bool = False, changes: tuple[PriorityChange, ...] = (), new: tuple[Invented, ...] = ()) -> Review:
    return Review(goal_met=goal_met, why="Because.", changes=list(changes), new_tasks=list(new))


def found(text: str) -> Reply:
    return call("finish", result=text)


def order(trace: Any) -> list[str]:
    """The tasks in the order in which they were worked on."""
    return list(dict.fromkeys(one.group[1] for one in trace.steps.values() if one.group))


async def test_tasks_are_done_by_agents_made_for_them_the_most_pressing_first() -> None:
    plan = TaskPlan(tasks=[task("wind", 3), task("sun", 8, ("weather",))])
    sunny = call("weather", city="Rome")
    script = [plan, sunny, found("It is sunny."), review(), found("It blows."), review(goal_met=True), "All is well."]
    trace, model = await run_scripted("task-planner", script, "Power?")
    assert trace.status == "completed"
    assert trace.result.text == "All is well."
    assert order(trace) == ["sun", "wind"]
    assert model.requests[1].messages[0].text == "You are the agent of sun."
    assert [tool.name for tool in model.requests[1].tools] == ["weather", "finish"]
    assert [tool.name for tool in model.requests[4].tools] == ["finish"]
    assert model.requests[4].messages[1].text == "Do wind.\n\nKnown:\n- sun: It is sunny."


async def test_the_tree_of_steps_goes_round_by_the_list() -> None:
    script = [TaskPlan(tasks=[task("wind")]), found("It blows."), review(goal_met=True), "All is well."]
    trace, _ = await run_scripted("task-planner", script, "Power?")
    assert parents(trace) == {
        "plan": [[]],
        "work_list": [["plan"], ["review"]],
        "work_left": [["work_list"], ["work_list"]],
        "within_limits": [["work_left"]],
        "think": [["within_limits"]],
        "finish": [["think"]],
        "review": [["finish"]],
        "report": [["work_left"]],
    }


async def test_each_result_may_put_the_rest_in_another_order() -> None:
    plan = TaskPlan(tasks=[task("a", 9), task("b", 5), task("c", 4)])
    up = review(changes=(PriorityChange(task=3, priority=8),))
    script = [plan, found("A."), up, found("C."), review(), found("B."), review(), "Done."]
    trace, _ = await run_scripted("task-planner", script, "Letters?")
    assert order(trace) == ["a", "c", "b"]
    priorities = [[one.priority for one in state.tasks] for state in trace.result.history]
    assert priorities == [[9, 5, 4], [9, 5, 8], [9, 5, 8], [9, 5, 8]]


async def test_the_list_is_recorded_each_time_it_changes() -> None:
    plan = TaskPlan(tasks=[task("a", 9)])
    script = [plan, found("A."), review(new=(task("b", 2),)), found("B."), review(), "Done."]
    trace, _ = await run_scripted("task-planner", script, "Letters?")
    lists = [one.output for one in trace.steps.values() if one.node == "work_list"]
    assert [[(one.name, one.status) for one in state.tasks] for state in lists] == [
        [("a", "open")],
        [("a", "done"), ("b", "open")],
        [("a", "done"), ("b", "done")],
    ]
    assert [one.model_dump() for one in trace.result.history] == [one.model_dump() for one in lists]


async def test_a_goal_that_is_met_early_leaves_the_rest_undone() -> None:
    script = [TaskPlan(tasks=[task("a", 9), task("b")]), found("A."), review(goal_met=True), "Done."]
    trace, _ = await run_scripted("task-planner", script, "Letters?")
    assert [one.status for one in trace.result.work.tasks] == ["done", "open"]


@pytest.mark.parametrize(("rounds", "status"), [(2, "completed"), (1, "rejected")])
async def test_the_limit_of_rounds_is_met_exactly(rounds: int, status: str) -> None:
    def model(request: Request) -> Answer:
        if request.tools:
            return found("Yes.")
        return {"TaskPlan": TaskPlan(tasks=[task("a", 9), task("b")]), "Review": review()}.get(
            request.schema.__name__ if request.schema else "", "Done."
        )

    trace, _ = await run_scripted("task-planner", model, "Letters?", max_rounds=rounds)
    assert trace.status == status
    if status == "rejected":
        assert trace.reason == "The planner did 1 of its tasks, which is its limit of rounds. Left undone: b."
        assert [one.status for one in trace.result.work.tasks] == ["done", "open"]


async def test_a_plan_with_ten_thousand_tasks_is_cut_with_a_clear_message() -> None:
    plan = TaskPlan(tasks=[task(f"task {number}", 1 + number % 10) for number in range(10_000)])
    began = time.perf_counter()
    script = [plan, found("Yes."), review(), found("Yes."), review(), "Done."]
    trace, model = await run_scripted("task-planner", script, "Everything?", max_tasks=2)
    assert time.perf_counter() - began < 20
    assert trace.status == "completed"
    assert [one.name for one in trace.result.work.tasks] == ["task 9", "task 19"]
    assert trace.result.work.notes == [
        "10,000 tasks were invented with room for 2: a list holds at most 2. The 2 most pressing were kept."
    ]
    assert max(len(one.text) for request in model.requests[1:] for one in request.messages) < 5000


async def test_tasks_invented_without_end_fill_the_list_and_no_more() -> None:
    def model(request: Request) -> Answer:
        if request.tools:
            return found("Yes.")
        if request.schema is None:
            return "Done."
        if request.schema is TaskPlan:
            return TaskPlan(tasks=[task("a", 9)])
        return review(new=(task("more"), task("more")))

    trace, _ = await run_scripted("task-planner", model, "Everything?", max_tasks=4)
    assert trace.status == "completed"
    assert len(trace.result.work.tasks) == 4
    assert "the list is full with 4" in trace.result.work.notes[-1]


async def test_an_agent_that_is_stopped_is_marked_and_the_others_go_on() -> None:
    plan = TaskPlan(tasks=[task("a", 9), task("b")])
    script = [plan, "Hm.", "Hm.", review(), found("B."), review(), "Done."]
    trace, model = await run_scripted("task-planner", script, "Letters?", max_turns=2)
    assert [one.status for one in trace.result.work.tasks] == ["stopped", "done"]
    assert trace.result.work.tasks[0].result == "The agent a did not finish within 2 turns; allow it more turns."
    assert "Last result, of task 1: The agent a did not finish" in model.requests[3].messages[-1].text


@pytest.mark.parametrize(("budget", "status"), [(2, "completed"), (1, "rejected")])
async def test_all_agents_draw_on_one_budget(budget: int, status: str) -> None:
    def model(request: Request) -> Answer:
        if request.schema is TaskPlan:
            return TaskPlan(tasks=[task("a", 9, ("weather",)), task("b", 5, ("weather",)), task("c", 1)])
        if request.schema is Review:
            return review()
        used = sum(one.role == "tool" for one in request.messages)
        return "Done." if not request.tools else found("Yes.") if used else call("weather", city="Rome")

    trace, _ = await run_scripted("task-planner", model, "Weather?", tool_budget=budget)
    assert trace.status == status
    if status == "rejected":
        assert "used up its budget of 1 tool call" in trace.reason


async def test_names_and_tools_that_a_model_invents_cannot_do_harm() -> None:
    hostile = task("../../etc/<b>x</b>" + "y" * 500, 9, ("shell", "weather"))
    script = [TaskPlan(tasks=[hostile]), found("Yes."), review(goal_met=True), "Done."]
    trace, model = await run_scripted("task-planner", script, "Harm?")
    assert trace.status == "completed"
    assert [tool.name for tool in model.requests[1].tools] == ["weather", "finish"]
    group = next(one.group for one in trace.steps.values() if one.group)
    assert group[0] == "worker"
    assert len(group[1]) == 80
    assert "/" not in group[1]
    assert "not in the catalogue: shell" in trace.result.work.notes[0]


async def test_a_plan_without_tasks_is_asked_for_again() -> None:
    script = ['{"tasks": []}', TaskPlan(tasks=[task("a")]), found("A."), review(goal_met=True), "Done."]
    trace, _ = await run_scripted("task-planner", script, "Letters?")
    assert trace.status == "completed"
    assert nodes(trace)[0] == "plan"
    assert [one.outcome for one in trace.steps[1].attempts] == ["invalid", "ok"]
