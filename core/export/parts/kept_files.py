"""The files a script works on: copies in memory, each change a new version."""

import difflib
from collections.abc import Mapping

from core.workflow import FileSpace


async def open_files(space: str, first: Mapping[str, str]) -> FileSpace:
    """The files of `space`; a script begins with `first` each time."""
    return FileSpace(space, first)


def changed_lines(before: str, after: str, name: str) -> str:
    """The difference of two versions in the unified format; empty when they are equal."""
    old, new = before.splitlines(), after.splitlines()
    return "\n".join(difflib.unified_diff(old, new, f"{name} before", f"{name} after", lineterm="", n=2))
