"""How many inputs that nobody prepared come out as a person would expect: python -m bench.understanding [-v]

Runs every case of tests/workflows/unprepared on the simulated model. "tuned" cases were looked at while the rules were
improved, "held out" ones were written afterwards and only counted.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence

from tests.workflows.unprepared import (
    combined,
    driven,
    first_held_out,
    fourth_held_out,
    held_out,
    held_out_agents,
    second_agents,
    second_held_out,
    third_agents,
    third_held_out,
    tuned,
)
from tests.workflows.unprepared.case import Case, misses


async def count(cases: Sequence[Case], verbose: bool) -> tuple[Counter[str], Counter[str]]:
    """Per workflow: as expected, and all."""
    good: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        found = await misses(case)
        total[case.workflow] += 1
        good[case.workflow] += not found
        if found and verbose:
            print(f"  {case.workflow}: {case.text[:90]!r}: {'; '.join(found)}")  # noqa: T201
    return good, total


async def main(verbose: bool) -> None:
    for name, cases in (
        ("tuned", tuned.CASES),
        ("first held out, then looked at", first_held_out.CASES),
        ("second held out, then looked at", second_held_out.CASES),
        ("third held out, then looked at", third_held_out.CASES),
        ("fourth held out, then looked at", fourth_held_out.CASES),
        ("held out", held_out.CASES),
        ("combined patterns, then looked at", combined.CASES),
        ("the model drives, then looked at", driven.CASES),
        ("both held out, then looked at", second_agents.CASES),
        ("both held out a second time, then looked at", third_agents.CASES),
        ("both held out", held_out_agents.CASES),
    ):
        good, total = await count(cases, verbose)
        print(f"{name}: {good.total()} of {total.total()} as expected ({good.total() / max(1, total.total()):.0%})")  # noqa: T201
        for workflow in total:
            print(f"  {workflow:20} {good[workflow]} of {total[workflow]}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main("-v" in sys.argv))
