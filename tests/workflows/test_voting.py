import pytest

from core.providers.protocol import Request
from core.workflows.voting import Choice, Vote
from tests.scripted import Answer, nodes, run_scripted


def votes(*answers: str) -> list[Vote]:
    return [Vote(answer=answer) for answer in answers]


async def test_the_majority_wins_with_its_share() -> None:
    trace, model = await run_scripted("voting", votes("Yes.", "no", "yes", "YES", "no"))
    assert (trace.result.answer, trace.result.agreement) == ("Yes", 0.6)
    assert trace.result.votes == {"yes": 3, "no": 2}
    assert sorted(request.seed or 0 for request in model.requests) == [0, 1, 2, 3, 4]
    assert {request.temperature for request in model.requests} == {0.8}


@pytest.mark.parametrize(("needed", "status"), [(0.6, "completed"), (0.61, "rejected")])
async def test_too_little_agreement_is_undecided(needed: float, status: str) -> None:
    trace, _ = await run_scripted("voting", votes("a", "a", "a", "b", "c"), min_agreement=needed)
    assert trace.status == status


async def test_of_equals_the_one_given_first_wins() -> None:
    trace, _ = await run_scripted("voting", votes("b", "a", "a", "b"), samples=4, min_agreement=0.5)
    assert trace.result.answer == "b"


async def test_a_judge_picks_the_best_when_asked_to() -> None:
    trace, _ = await run_scripted(
        "voting", [*votes("a", "b"), Choice(number=2, reason="shorter")], samples=2, best_of=True
    )
    assert (trace.result.answer, trace.result.reason) == ("b", "shorter")
    assert nodes(trace) == ["vote", "vote", "how", "judge"]


async def test_a_failing_sample_does_not_count() -> None:
    def one_fails(request: Request) -> Answer:
        return ValueError("broken") if request.seed == 1 else Vote(answer="x")

    trace, _ = await run_scripted("voting", one_fails, options={"on_error": "keep"})
    assert trace.result.votes == {"x": 4}
