"""The files a script works on: copies in memory, each change a new version."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from core.export.parts.errors import WorkflowError

LARGEST_FILE = 200_000
BUNDLED = "the sample"


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One version of one file. `version` counts from 0, the one it began with."""

    name: str
    version: int
    text: str
    by: str
    request: str = ""
    at: str = ""


class KeptFiles:
    """The files of one space."""

    def __init__(self, space: str, first: Mapping[str, str]) -> None:
        self.space = space
        self._versions = {name: [FileVersion(name, 0, text, BUNDLED)] for name, text in first.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the space; their number is fixed."""
        return tuple(self._versions)

    def text(self, name: str) -> str:
        """What the file holds now."""
        return self._versions[name][-1].text

    def versions(self, name: str) -> tuple[FileVersion, ...]:
        """Every version, oldest first."""
        return tuple(self._versions[name])

    def write(self, name: str, text: str, *, by: str, request: str = "") -> FileVersion:
        """Keep a new version."""
        if name not in self._versions:
            raise WorkflowError(f"There is no file {name[:60]!r} in {self.space}. Known: {', '.join(self._versions)}.")
        if len(text) > LARGEST_FILE:
            raise WorkflowError(f"{name} would have {len(text):,} characters; at most {LARGEST_FILE:,} are kept.")
        made = FileVersion(name, self._versions[name][-1].version + 1, text, by, request)
        self._versions[name].append(made)
        return made


async def open_files(space: str, first: Mapping[str, str]) -> KeptFiles:
    """The files of `space`; a script begins with `first` each time."""
    return KeptFiles(space, first)


def changed_lines(before: str, after: str, name: str) -> str:
    """The difference of two versions in the unified format; empty when they are equal."""
    old, new = before.splitlines(), after.splitlines()
    return "\n".join(difflib.unified_diff(old, new, f"{name} before", f"{name} after", lineterm="", n=2))
