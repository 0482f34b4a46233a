"""Files that outlive a run: each change is a new version that knows which request and which agent made it.

A workflow opens a space of files by name and writes versions into it. Where the run has a history, the versions are
kept there and the next run of the same visitor finds them; elsewhere (a notebook, a test) a space begins anew.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import WorkflowError
from core.text import clean, unified_diff
from core.trace import FileKept, current_step
from core.workflow.run_context import current_run

LARGEST_FILE = 200_000
BUNDLED = "the sample"


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One version of one file. `version` counts from 0, the one the space began with; `at` is an ISO time or empty."""

    name: str
    version: int
    text: str
    by: str
    request: str = ""
    run: str = ""
    at: str = ""


LoadFiles = Callable[[str], Sequence[FileVersion]]


class FileSpace:
    """The files of one space, in memory."""

    def __init__(self, space: str, first: Mapping[str, str]) -> None:
        self.space = space
        self._versions = {name: [FileVersion(name, 0, text, BUNDLED)] for name, text in first.items()}

    def __repr__(self) -> str:
        return f"{self.space}: {', '.join(self._versions)}"

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the space; their number is fixed."""
        return tuple(self._versions)

    def text(self, name: str) -> str:
        """What the file holds now."""
        return self._versions[name][-1].text

    def versions(self, name: str) -> tuple[FileVersion, ...]:
        """Every version that is kept, oldest first."""
        return tuple(self._versions[name])

    def write(self, name: str, text: str, *, by: str, request: str = "") -> FileVersion:
        """Keep a new version. Called within a step; raises WorkflowError for an unknown name or a file too large."""
        if name not in self._versions:
            raise WorkflowError(f"There is no file {name[:60]!r} in {self.space}. Known: {', '.join(self._versions)}.")
        if len(text) > LARGEST_FILE:
            raise WorkflowError(f"{name} would have {len(text):,} characters; at most {LARGEST_FILE:,} are kept.")
        version = FileVersion(name, self._versions[name][-1].version + 1, clean(text), by, request)
        self._versions[name].append(version)
        return version


class KeptFiles(FileSpace):
    """The files of one space, as one run sees them: with those `later` versions that earlier runs have kept."""

    def __init__(self, space: str, first: Mapping[str, str], later: Sequence[FileVersion] = ()) -> None:
        super().__init__(space, first)
        for version in later:
            if version.name in self._versions:
                self._versions[version.name].append(version)

    def write(self, name: str, text: str, *, by: str, request: str = "") -> FileVersion:
        """Keep a new version, and record it."""
        version = super().write(name, text, by=by, request=request)
        run, step = current_run.get(), current_step.get()
        if run is not None and step is not None:
            run.log.add(FileKept(run.log.now(), step.step, self.space, name, version.text, by, request))
        return version


async def open_files(space: str, first: Mapping[str, str]) -> KeptFiles:
    """The files of `space`, beginning with `first` where nothing was kept before."""
    run = current_run.get()
    if run is None or run.load_files is None:
        return KeptFiles(space, first)
    return KeptFiles(space, first, await asyncio.to_thread(run.load_files, space))


def changed_lines(before: str, after: str, name: str) -> str:
    """The difference of two versions in the unified format; empty when they are equal."""
    return unified_diff(before, after, f"{name} before", f"{name} after")
