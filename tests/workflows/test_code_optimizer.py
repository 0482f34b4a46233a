import pytest

from core.samples.code_project import CHECKS, checks_for
from core.workflows.code_optimizer import Code, Judgement
from tests.scripted import nodes, run_scripted

GOOD = Code(
    code="def median(n):\n    s = sorted(n)\n    k = len(s)\n    if not s:\n        return None\n"
    "    return s[k // 2] if k % 2 else (s[k // 2 - 1] + s[k // 2]) / 2\n"
)
BAD = Code(code="def median(n):\n    return sorted(n)[len(n) // 2]\n")
HANGS = Code(code="while True:\n    pass\n")
TASK = "Write median(numbers)."


async def test_good_code_is_done_in_one_round() -> None:
    trace, _ = await run_scripted("code-optimizer", [GOOD, Judgement(score=8, feedback="Fine.")], TASK)
    assert trace.result.accepted
    assert (trace.result.rounds[0].passed, trace.result.rounds[0].checks) == (4, 4)
    assert nodes(trace) == ["generate", "run_tests", "judge", "good_enough"]


async def test_failing_tests_go_back_as_feedback_whatever_the_judge_says() -> None:
    script = [BAD, Judgement(score=10, feedback="Lovely!"), GOOD, Judgement(score=9, feedback="Good.")]
    trace, model = await run_scripted("code-optimizer", script, TASK)
    assert trace.result.accepted
    assert [one.passed for one in trace.result.rounds] == [2, 4]
    assert "assert median([]) is None fails: IndexError" in model.requests[2].messages[0].text


async def test_the_best_version_comes_back_when_none_is_good_enough() -> None:
    script = [BAD, Judgement(score=3, feedback="a"), GOOD, Judgement(score=5, feedback="b")]
    trace, _ = await run_scripted("code-optimizer", script, TASK, max_iterations=2)
    assert trace.status == "completed"
    assert not trace.result.accepted
    assert trace.result.code == GOOD.code
    assert [one.score for one in trace.result.rounds] == [3, 5]


async def test_code_that_never_ends_is_stopped_and_reported() -> None:
    script = [HANGS, Judgement(score=1, feedback="It hangs.")]
    trace, _ = await run_scripted("code-optimizer", script, "Write anything.", max_iterations=1)
    assert "ran longer than 2 seconds" in trace.result.rounds[0].feedback


UNKNOWN = "Write romantic_poem(name): a poem of four lines."
EMPTY = Code(code="def romantic_poem(name):\n    raise NotImplementedError\n")


@pytest.mark.parametrize(("score", "accepted"), [(7, False), (8, True)])
async def test_without_known_tests_the_judge_alone_decides_and_no_test_is_said_to_pass(
    score: int, accepted: bool
) -> None:
    script = [EMPTY, Judgement(score=score, feedback="Hm.")]
    trace, model = await run_scripted("code-optimizer", script, UNKNOWN, max_iterations=1)
    (only,) = trace.result.rounds
    assert (only.passed, only.checks, trace.result.accepted) == (0, 0, accepted)
    assert only.feedback == "No tests are known for this task.\nHm."
    assert "Tests: No tests are known for this task." in model.requests[1].messages[0].text


async def test_code_that_fails_by_itself_is_reported_though_no_tests_are_known() -> None:
    script = [Code(code="1 / 0"), Judgement(score=1, feedback="Hm.")]
    trace, model = await run_scripted("code-optimizer", script, UNKNOWN, max_iterations=1)
    assert "ZeroDivisionError" in trace.result.rounds[0].feedback
    assert "ZeroDivisionError" in model.requests[1].messages[0].text


@pytest.mark.parametrize(
    ("task", "known"),
    [
        ("Write roman(number): roman numerals.", "roman"),
        ("Write romantic_poem(name).", ""),
        ("Write is_prime_like(n), not is_prime(n).", ""),
        ("Convert a number to roman numerals.", ""),
        ("What is the median income? Flatten the curve.", ""),
        ("Write `median` for a list", "median"),
        ("A function median of a list", "median"),
        ("the is_prime function", "is_prime"),
        ("Greatest common divisor, please name it gcd", "gcd"),
        ("Write median(numbers) with the help of flatten(list).", "median"),
        ("Write Roman(number).", ""),
        ("", ""),
        ("(((", ""),
    ],
)
def test_the_known_tests_are_those_of_the_exact_function(task: str, known: str) -> None:
    assert checks_for(task) == CHECKS.get(known, ())
