"""The simulated coder's first versions have a fault that a check finds; mending goes by the failing checks alone."""

import pytest

from core.samples.code_project import CHECKS
from core.samples.sandbox import run_checks
from core.simulated.writing.code import (
    NO_IDEA,
    failing_checks,
    first_version,
    judge,
    known_name,
    mended_version,
)


@pytest.mark.parametrize("name", CHECKS)
async def test_a_hurried_version_fails_a_check_and_its_report_is_enough_to_mend_it(name: str) -> None:
    code = first_version(f"Please write {name} for me.")
    report = await run_checks(code, CHECKS[name])
    assert not report.passed
    feedback = "\n".join(f"{one.check} fails: {one.problem}" for one in report.checks if one.problem)
    assert judge(code, feedback)[0] < 8
    mended = mended_version(f"Please write {name} for me.", code, feedback)
    assert (await run_checks(mended, CHECKS[name])).passed
    assert judge(mended, "all pass")[0] >= 8


def test_only_what_a_check_names_is_mended() -> None:
    code = first_version("median(numbers)")
    mended = mended_version("median(numbers)", code, "assert median([]) is None fails: IndexError: out of range")
    assert "return None" in mended
    assert "% 2" not in mended
    again = mended_version("median(numbers)", mended, "assert median([1, 2]) == 1.5 fails: AssertionError")
    assert "return None" in again
    assert "% 2" in again


def test_without_a_failing_check_nothing_changes() -> None:
    code = first_version("gcd(a, b)")
    assert mended_version("gcd(a, b)", code, "Make it nicer.") == code


def test_a_check_with_colons_in_it_is_read_whole() -> None:
    report = "assert f('a: b') == {'a': 1} fails: AssertionError: assert 1 == 2\nSay more: please."
    assert failing_checks(report) == ["assert f('a: b') == {'a': 1}"]
    assert failing_checks("assert f(1) == 2: wrong; assert f(2) == 3: wrong") == [
        "assert f(1) == 2",
        "assert f(2) == 3",
    ]


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("Compute the nth Fibonacci number", "fibonacci"),
        ("Check whether a number is prime", "is_prime"),
        ("Count words in a text", "count_words"),
        ("Play fizzbuzz", "fizzbuzz"),
        ("Bake a cake", None),
    ],
)
def test_a_known_job_is_recognised_in_other_words(task: str, name: str | None) -> None:
    assert known_name(task) == name


async def test_a_simple_unknown_task_gets_an_honest_attempt() -> None:
    assert (await run_checks(first_version("Write add(a, b): the sum of both."), ["assert add(2, 3) == 5"])).passed
    vowels = first_version("Write vowels(text): how many vowels a text has.")
    assert (await run_checks(vowels, ["assert vowels('Ahoi') == 3"])).passed


def test_a_task_beyond_its_wits_is_refused_in_the_code() -> None:
    code = first_version("Write solve_riddle(question): the answer to any riddle.")
    assert NO_IDEA in code
    assert judge(code, "all 1 pass")[0] == 1
