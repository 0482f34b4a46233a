"""Roles and tasks as a person writes them down, a line each, and who depends on whom, checked for cycles.

A graph maps each name to the names it depends on. It is written one line a name: `index.html: style.css, app.js`.
"""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ValidationInfo

from core.text import LinearPattern

Graph = Mapping[str, tuple[str, ...]]

_MOST_NAMES = 200


def read_graph(text: str, known: Collection[str]) -> Graph:
    """The graph that `text` describes, over exactly the `known` names.

    Raises ValueError that names the unknown one, or the cycle.
    """
    graph: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    for line in filter(str.strip, text.splitlines()[:_MOST_NAMES]):
        name, _, said = line.partition(":")
        names = tuple(dict.fromkeys(said.replace(",", " ").split()))
        if unknown := [part for part in (name.strip(), *names) if part not in graph]:
            raise ValueError(f"{unknown[0][:60]!r} is none of the names here. Known: {', '.join(known)}.")
        graph[name.strip()] = tuple(dict.fromkeys((*graph[name.strip()], *names)))
    check_cycles(graph)
    return graph


def check_cycles(graph: Graph) -> None:
    """Raise ValueError that names the first cycle found, each name depending on the next."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        raise ValueError(f"These depend on each other in a circle: {' → '.join(cycle)}. Remove one of them.") from error


def dependents_in_turn(graph: Graph, changed: str) -> list[tuple[str, ...]]:
    """Everything that depends on `changed`, directly or not, in turns: a name comes after all it depends on.

    The names of one turn do not depend on each other, so that they can be taken at once.
    """
    affected: set[str] = set()
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    turns: list[tuple[str, ...]] = []
    while sorter.is_active():
        ready = sorter.get_ready()
        turn = tuple(sorted(name for name in ready if affected.union({changed}).intersection(graph.get(name, ()))))
        affected.update(turn)
        if turn:
            turns.append(turn)
        sorter.done(*ready)
    return turns


FEWEST, MOST = 2, 8
MOST_TASKS = 12
_LONGEST_NAME = 40
_BACKSTORY = LinearPattern(r"(?i)\bBackstory:")


class Role(BaseModel):
    """Who takes part. `goal` says what the role is after, `backstory` may be empty."""

    name: str
    goal: str
    backstory: str = ""

    @property
    def line(self) -> str:
        """The role as others are told of it."""
        return f"{self.name}: {self.goal}"


class Assignment(BaseModel):
    """A task and the role it is for."""

    role: str
    task: str


def read_roles(text: str) -> tuple[Role, ...]:
    """The roles in a text. Raises ValueError that says which line is wrong and how it should look."""
    roles = tuple(_read(line) for line in text.splitlines() if line.strip())
    if not FEWEST <= len(roles) <= MOST:
        raise ValueError(f"Give {FEWEST} to {MOST} roles, one a line, as “Name: what for”; here are {len(roles)}.")
    names = [role.name.lower() for role in roles]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"Two roles are called {twice!r}. Give each a name of its own.")
    return roles


def read_tasks(text: str, roles: Iterable[Role]) -> tuple[Assignment, ...]:
    """The tasks in a text, each begun by the role it is for. Raises ValueError that names the wrong line."""
    named = {role.name.lower(): role.name for role in roles}
    found = []
    for line in filter(str.strip, text.splitlines()):
        name, _, task = (part.strip() for part in line.partition(":"))
        if name.lower() not in named or not task:
            known = ", ".join(named.values())
            raise ValueError(f"The line {line.strip()[:60]!r} is no task. Begin it with one of: {known}, and a colon.")
        found.append(Assignment(role=named[name.lower()], task=task))
    if not 1 <= len(found) <= MOST_TASKS:
        raise ValueError(f"Give 1 to {MOST_TASKS} tasks, one a line, as “Role: what to do”; here are {len(found)}.")
    return tuple(found)


def _checked_roles(text: str) -> str:
    read_roles(text)
    return text


def _checked_tasks(text: str, info: ValidationInfo) -> str:
    """Refuse tasks for roles that are not in the field `roles`; where those are wrong, they are refused already."""
    if "roles" in info.data:
        read_tasks(text, read_roles(info.data["roles"]))
    return text


RolesText = Annotated[str, AfterValidator(_checked_roles)]
TasksText = Annotated[str, AfterValidator(_checked_tasks)]


def _read(line: str) -> Role:
    said, _, told = line.partition(":")
    backstory = _BACKSTORY.search(told)
    goal = told[: backstory.start()].strip() if backstory else told.strip()
    if not said.strip() or not goal:
        raise ValueError(f"The line {line.strip()[:60]!r} is no role. Write it as “Name: what the role is for”.")
    name = " ".join(said.split())
    plain = all(letter.isalnum() or letter in "_ .()-" for letter in name)
    if len(name) > _LONGEST_NAME or not plain or name.lower() in ("manager", "finish"):
        raise ValueError(
            f"{name[:60]!r} is no name for a role: up to {_LONGEST_NAME} letters, digits and spaces, not “manager”."
        )
    return Role(name=name, goal=goal, backstory=told[backstory.end() :].strip() if backstory else "")
