"""Roles as a person writes them down: a line each, with a name, what the role is for, and where it comes from.

Treasurer: watches what everything costs. Backstory: kept the books of a theatre for twenty years.
"""

import re
from collections.abc import Iterable

from pydantic import BaseModel

FEWEST, MOST = 2, 8
LONGEST_NAME = 40
_LINE = re.compile(r"\s*(?P<name>[^:]+?)\s*:\s*(?P<goal>.*?)\s*(?:\bBackstory:\s*(?P<backstory>.*))?", re.IGNORECASE)


class Role(BaseModel):
    """Who takes part. `goal` says what the role is after, `backstory` may be empty."""

    name: str
    goal: str
    backstory: str = ""

    @property
    def line(self) -> str:
        """The role as others are told of it."""
        return f"{self.name}: {self.goal}"


def read_roles(text: str) -> tuple[Role, ...]:
    """The roles in a text. Raises ValueError that says which line is wrong and how it should look."""
    roles = tuple(_read(line) for line in text.splitlines() if line.strip())
    if not FEWEST <= len(roles) <= MOST:
        raise ValueError(f"There are {len(roles)} roles; give {FEWEST} to {MOST}, one a line, as “Name: what for”.")
    names = [one.name.lower() for one in roles]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"Two roles are called {twice!r}. Give each a name of its own.")
    return roles


def by_name(roles: Iterable[Role]) -> dict[str, Role]:
    """The roles by their names."""
    return {one.name: one for one in roles}


def _read(line: str) -> Role:
    match = _LINE.fullmatch(line)
    if match is None or not match["goal"].strip():
        raise ValueError(f"The line {line.strip()[:60]!r} is no role. Write it as “Name: what the role is for”.")
    name = " ".join(match["name"].split())
    if len(name) > LONGEST_NAME or not re.fullmatch(r"[\w .()-]+", name) or name.lower() in ("manager", "finish"):
        raise ValueError(
            f"{name[:60]!r} is no name for a role: up to {LONGEST_NAME} letters, digits and spaces, not “manager”."
        )
    return Role(name=name, goal=match["goal"].strip(), backstory=(match["backstory"] or "").strip())
