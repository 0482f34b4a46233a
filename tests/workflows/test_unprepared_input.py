"""Input nobody prepared comes out as a person would expect, mostly."""

import pytest

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

LOOKED_AT = (*tuned.CASES, *combined.CASES, *driven.CASES, *second_agents.CASES)


@pytest.mark.parametrize("case", LOOKED_AT, ids=lambda case: f"{case.workflow}: {case.text[:40]!a}")
async def test_it_comes_out_as_a_person_would_expect(case: Case) -> None:
    assert await misses(case) == []


@pytest.mark.parametrize(
    "cases",
    [first_held_out.CASES, second_held_out.CASES, third_held_out.CASES, fourth_held_out.CASES, third_agents.CASES],
    ids=["first", "second", "third", "fourth", "agents"],
)
async def test_nearly_all_of_those_that_were_held_back_once_come_out_as_well(cases: tuple[Case, ...]) -> None:
    assert await share(cases) >= 0.94


@pytest.mark.parametrize("cases", [held_out.CASES, held_out_agents.CASES], ids=["all", "agents"])
async def test_most_of_those_that_were_never_looked_at_come_out_as_well(cases: tuple[Case, ...]) -> None:
    assert await share(cases) >= 0.8


async def share(cases: tuple[Case, ...]) -> float:
    """Of all cases, those without a miss."""
    results = [await misses(case) for case in cases]
    return sum(not one for one in results) / len(results)
