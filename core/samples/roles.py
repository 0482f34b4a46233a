"""Roles as a person writes them down: a line each, with a name, what the role is for, and where it comes from.

Treasurer: watches what everything costs. Backstory: kept the books of a theatre for twenty years.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ValidationInfo

from core.text.patterns import Pattern

FEWEST, MOST = 2, 8
MOST_TASKS = 12
LONGEST_NAME = 40
_BACKSTORY = Pattern(r"(?i)\bBackstory:")


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
    names = [one.name.lower() for one in roles]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"Two roles are called {twice!r}. Give each a name of its own.")
    return roles


def read_tasks(text: str, roles: Iterable[Role]) -> tuple[Assignment, ...]:
    """The tasks in a text, each begun by the role it is for. Raises ValueError that names the wrong line."""
    named = {one.name.lower(): one.name for one in roles}
    found = []
    for line in filter(str.strip, text.splitlines()):
        name, _, task = (one.strip() for one in line.partition(":"))
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
    if len(name) > LONGEST_NAME or not plain or name.lower() in ("manager", "finish"):
        raise ValueError(
            f"{name[:60]!r} is no name for a role: up to {LONGEST_NAME} letters, digits and spaces, not “manager”."
        )
    return Role(name=name, goal=goal, backstory=told[backstory.end() :].strip() if backstory else "")
