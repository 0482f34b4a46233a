"""How long each section of the tests took, printed at the end: a suite grows slow a little at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Section:
    """The tests of one folder: how many passed, and their seconds with all that was set up for them."""

    passed: int = 0
    seconds: float = 0.0


def section_of(test: str) -> str:
    """`core/history` for tests/core/history/test_writer.py::test_x; `house` for those that look at the whole tree."""
    folders = test.partition("::")[0].split("/")[1:-1]
    return "/".join(folders[: 2 if folders[:1] == ["core"] else 1]) or "house"


def sections(reports: Iterable[tuple[str, str, float, bool]]) -> dict[str, Section]:
    """Sums by section of (test, phase, seconds, passed), the slowest first."""
    found: dict[str, Section] = defaultdict(Section)
    for test, phase, seconds, passed in reports:
        section = found[section_of(test)]
        section.seconds += seconds
        section.passed += phase == "call" and passed
    return dict(sorted(found.items(), key=lambda item: -item[1].seconds))
