import pytest

from core.providers.protocol import Request
from core.workflows.catalogue import find_workflow
from core.workflows.research_assistant import Plan, Subtask
from core.workflows.research_quality import Review
from tests.scripted import parents, run_scripted
from tests.workflows.unprepared.case import Case, simulate

PLAN = Plan(subtasks=[Subtask(title=f"Part {number}", question="?") for number in range(2)])


def scored(*scores: int) -> object:
    """A model that gives these scores in turn and counts its versions."""
    left = list(scores)
    versions = 0

    def pick(request: Request) -> object:
        nonlocal versions
        if request.schema is Plan:
            return PLAN
        if request.schema is Review:
            return Review(score=left.pop(0), feedback=f"Better, after version {versions}.")
        if "Polish" in request.messages[0].text:
            versions += 1
            return f"version {versions}"
        return "the report" if "Write one report" in request.messages[0].text else "a finding"

    return pick


def places(trace: object) -> list[str]:
    return [step.place for step in trace.steps.values()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_the_research_is_followed_by_reviews_until_the_target_is_reached(mode: str) -> None:
    trace, model = await run_scripted("research-quality", scored(5, 9), "Bees?", {"mode": mode}, subtasks=2)  # type: ignore[arg-type]
    assert places(trace) == [
        "research/decompose",
        "research/anything_to_do",
        "research/work",
        "research/work",
        "research/synthesize",
        "quality/review",
        "quality/good_enough",
        "quality/polish",
        "quality/review",
        "quality/good_enough",
        "report",
    ]
    tree = parents(trace)
    assert tree["review"] == [["synthesize"], ["polish"]]
    assert tree["report"] == [["good_enough"]]
    assert (trace.result.text, trace.result.score, trace.result.accepted) == ("version 1", 9, True)
    assert len(trace.result.findings) == 2
    polish = next(one for one in model.requests if "Polish" in one.messages[0].text)
    assert "Better, after version 0." in polish.messages[0].text
    assert polish.messages[1].text == "the report"


async def test_a_score_that_just_reaches_the_target_is_good_enough_and_one_below_is_not() -> None:
    trace, _ = await run_scripted("research-quality", scored(7), "Bees?", target_score=7)  # type: ignore[arg-type]
    assert (trace.result.accepted, len(trace.result.rounds)) == (True, 1)
    trace, _ = await run_scripted("research-quality", scored(6), "Bees?", target_score=7, max_rounds=1)  # type: ignore[arg-type]
    assert (trace.result.accepted, len(trace.result.rounds)) == (False, 1)


async def test_after_the_last_round_the_best_version_is_kept_and_nothing_is_polished_in_vain() -> None:
    trace, model = await run_scripted("research-quality", scored(4, 8, 6), "Bees?", max_rounds=3)  # type: ignore[arg-type]
    assert [one.score for one in trace.result.rounds] == [4, 8, 6]
    assert (trace.result.text, trace.result.score, trace.result.accepted) == ("version 1", 8, False)
    assert sum("Polish" in one.messages[0].text for one in model.requests) == 2


async def test_nothing_to_research_is_rejected_by_the_part_and_nothing_is_reviewed() -> None:
    trace, model = await run_scripted("research-quality", [Plan(subtasks=[])], "?")
    assert trace.status == "rejected"
    assert places(trace) == ["research/decompose", "research/anything_to_do"]


async def test_one_worker_of_many_failing_leaves_the_others_to_be_reviewed() -> None:
    picked = scored(9)
    failures = [ValueError("no")]

    def pick(request: Request) -> object:
        if "You research" in request.messages[0].text and failures:
            return failures.pop()
        return picked(request)  # type: ignore[operator]

    trace, _ = await run_scripted("research-quality", pick, "Bees?", {"on_error": "keep"}, subtasks=2)  # type: ignore[arg-type]
    assert trace.status == "completed"
    assert len(trace.result.findings) == 1


def test_both_workflows_stand_in_the_diagram_with_their_own_steps() -> None:
    workflow = find_workflow("research-quality")
    assert workflow.groups == ("research", "quality")
    assert workflow.fan_outs == {"research/work"}
    assert ("quality/good_enough", "report", "yes") in workflow.edges
    assert ("research/anything_to_do", "rejected", "no") in workflow.edges


@pytest.mark.parametrize(
    "task", ["Is the tram worth its price?", "Compare heat pumps and gas boilers", "Bees in cities"]
)
async def test_the_simulated_model_gets_better_round_by_round_on_tasks_nobody_prepared(task: str) -> None:
    trace = await simulate(Case("research-quality", task))
    scores = [one.score for one in trace.result.rounds]
    assert scores == sorted(scores)
    assert scores[0] < 9 <= scores[-1]
    assert trace.result.rounds[0].text != trace.result.text
