"""A prioritized work list: tasks that a model invents, puts in order, and puts in another order after each result.

A list never changes; each change gives a new one, so that every state of it can be recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Literal

from pydantic import BaseModel, Field

HIGHEST = 10
_LONGEST_NAME = 80

TaskStatus = Literal["open", "done", "stopped"]


class Invented(BaseModel):
    """A task as a model invents it, with all that its agent needs."""

    name: str = Field(min_length=1, description="A few words")
    what: str = Field(min_length=1, description="What is to be done or found out, in a sentence")
    instructions: str = Field(min_length=1, description="The system message of the agent that does it")
    tools: list[str] = Field(default_factory=list, description="Names of tools from the catalogue that it needs")
    priority: int = Field(ge=1, le=HIGHEST, description="10 comes first, 1 last")


class PlannedTask(Invented):
    """A task on the list. `result` holds what came of it, or why its agent was stopped."""

    number: int
    status: TaskStatus = "open"
    result: str = ""


class PriorityChange(BaseModel):
    """Another priority for a task that is still open."""

    task: int = Field(description="The number of the task")
    priority: int = Field(ge=1, le=HIGHEST, description="10 comes first, 1 last")


class TaskPlan(BaseModel):
    """The first tasks."""

    tasks: list[Invented] = Field(min_length=1, description="The tasks that lead to the goal")


class Review(BaseModel):
    """What a result changes."""

    goal_met: bool = Field(description="Whether the results so far are enough for the goal")
    why: str = Field(description="Why, in a sentence")
    changes: list[PriorityChange] = Field(description="Open tasks that should come earlier or later now")
    new_tasks: list[Invented] = Field(description="Tasks that the last result calls for")


class WorkList(BaseModel):
    """The tasks in the order of their numbers; `notes` say what was asked for and not done, such as tasks cut off."""

    tasks: list[PlannedTask] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)

    @property
    def next(self) -> PlannedTask | None:
        """The open task with the highest priority, of several the first; None when all are done."""
        return max(self.open, key=lambda task: (task.priority, -task.number), default=None)

    @property
    def open(self) -> list[PlannedTask]:
        """The tasks still to be done."""
        return [task for task in self.tasks if task.status == "open"]

    def extended(self, invented: Sequence[Invented], known: Iterable[str], *, most: int) -> "WorkList":
        """With new tasks, the most pressing first, up to `most` tasks in all. Tools not in `known` are left out."""
        room = max(0, most - len(self.tasks))
        pressing = sorted(invented, key=lambda task: -task.priority)[:room]
        kept = [task for task in invented if any(task is other for other in pressing)]
        tasks = list[PlannedTask]()
        for number, wish in enumerate(kept, len(self.tasks) + 1):
            tasks.append(_numbered(wish, number, set(known), {task.name for task in (*self.tasks, *tasks)}))
        notes = [note for wish, task in zip(kept, tasks, strict=True) if (note := _unknown(wish, task))]
        if len(invented) > room:
            notes.append(_cut(len(invented), room, most))
        return WorkList(tasks=[*self.tasks, *tasks], notes=[*self.notes, *notes])

    def rearranged(self, changes: Iterable[PriorityChange]) -> "WorkList":
        """With other priorities; a change of a task that is not open is left out."""
        wanted: Mapping[int, int] = {change.task: change.priority for change in changes}
        return self._with(
            task.model_copy(update={"priority": wanted[task.number]})
            if task.status == "open" and task.number in wanted
            else task
            for task in self.tasks
        )

    def ended(self, number: int, status: TaskStatus, result: str) -> "WorkList":
        """With what came of a task."""
        update = {"status": status, "result": result}
        return self._with(task.model_copy(update=update) if task.number == number else task for task in self.tasks)

    def as_text(self) -> str:
        """The list as it is shown to a model: a line a task, with its result once it has one."""
        return "\n".join(
            f"{task.number}. [{task.status}, priority {task.priority}] {task.name}: {task.result or task.what}"
            for task in self.tasks
        )

    def results(self) -> list[str]:
        """What came of the tasks that are done, in their order."""
        return [f"{task.name}: {task.result}" for task in self.tasks if task.status == "done" and task.result]

    def findings(self) -> str:
        """The same as a text with a heading for each task."""
        done = [task for task in self.tasks if task.status == "done" and task.result]
        return "\n\n".join(f"### {task.name}\n{task.result}" for task in done)

    def _with(self, tasks: Iterable[PlannedTask]) -> "WorkList":
        return WorkList(tasks=list(tasks), notes=self.notes)


def _numbered(invented: Invented, number: int, known: set[str], taken: set[str]) -> PlannedTask:
    """The task with its number, which its name gets too where another task has that name."""
    tools = [tool for tool in dict.fromkeys(invented.tools) if tool in known]
    ends = chain(["", f" ({number})"], (f" ({number}, {again})" for again in count(2)))
    names = (invented.name[: _LONGEST_NAME - len(end)] + end for end in ends)
    name = next(name for name in names if name not in taken)
    return PlannedTask(**invented.model_dump() | {"tools": tools, "name": name, "number": number})


def _unknown(invented: Invented, task: PlannedTask) -> str:
    missing = [tool[:40] for tool in dict.fromkeys(invented.tools) if tool not in task.tools]
    if not missing:
        return ""
    return f"Task {task.number} asked for tools that are not in the catalogue: {', '.join(missing[:5])}."


def _cut(invented: int, room: int, most: int) -> str:
    if not room:
        tasks = "task was" if invented == 1 else "tasks were"
        return f"{invented:,} more {tasks} invented, but the list is full with {most}."
    kept = "most pressing one was" if room == 1 else f"{room} most pressing were"
    return f"{invented:,} tasks were invented with room for {room}: a list holds at most {most}. The {kept} kept."
