"""Input nobody prepared comes out as a person would expect, at least nine times in ten."""

import pytest

from tests.workflows.unprepared import held_out, once_held_out, tuned
from tests.workflows.unprepared.case import Case, misses


@pytest.mark.parametrize("case", tuned.CASES, ids=lambda case: f"{case.workflow}: {case.text[:40]!a}")
async def test_it_comes_out_as_a_person_would_expect(case: Case) -> None:
    assert await misses(case) == []


@pytest.mark.parametrize("cases", [held_out.CASES, once_held_out.CASES], ids=["held out", "once held out"])
async def test_nine_in_ten_of_the_others_come_out_as_well(cases: tuple[Case, ...]) -> None:
    results = [await misses(case) for case in cases]
    assert sum(not one for one in results) >= 0.9 * len(results)
