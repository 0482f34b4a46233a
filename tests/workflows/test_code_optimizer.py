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
    assert "time limit" in trace.result.rounds[0].feedback
