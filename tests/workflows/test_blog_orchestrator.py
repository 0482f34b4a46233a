import pytest

from core.providers.protocol import Request
from core.workflows.blog_orchestrator import Edit, Plan, Review, Section, Written
from tests.scripted import Answer, nodes, run_scripted

SECTIONS = [Section(type="part", description=f"Say {n}", style_guide="Plain.", target_words=50) for n in (1, 2)]
PLAN = Plan(topic_analysis="t", audience="neighbours", sections=SECTIONS)


def reviews(*scores: float) -> object:
    left = list(scores)

    def reply(request: Request) -> Answer:
        if request.schema is Plan:
            return PLAN
        if request.schema is Written:
            return Written(text=f"[{request.messages[-1].text}]", key_points=["k"])
        return Review(cohesion=left.pop(0), edits=[Edit(section=1, suggestion="s")], revised_text="Revised.")

    return reply


async def test_each_section_sees_those_before_it() -> None:
    trace, model = await run_scripted("blog-orchestrator", reviews(0.9))  # type: ignore[arg-type]
    assert trace.result.text == "[Say 1]\n\n[Say 2]"
    first, second = model.requests[1].messages[0].text, model.requests[2].messages[0].text
    assert "(none)" in first
    assert "[Say 1]" in second
    assert "for neighbours, in about 50 words. Plain." in second


async def test_written_at_once_the_sections_see_nothing_of_each_other() -> None:
    _, model = await run_scripted("blog-orchestrator", reviews(0.9), without_context=True)  # type: ignore[arg-type]
    assert all("(none)" in request.messages[0].text for request in model.requests[1:3])


@pytest.mark.parametrize(("cohesion", "rounds"), [(0.8, 1), (0.79, 2)])
async def test_the_quality_gate_opens_at_the_threshold(cohesion: float, rounds: int) -> None:
    trace, _ = await run_scripted("blog-orchestrator", reviews(cohesion, 0.9))  # type: ignore[arg-type]
    assert len(trace.result.scores) == rounds


async def test_a_reviewer_who_is_never_satisfied_ends_at_the_cap() -> None:
    trace, _ = await run_scripted("blog-orchestrator", reviews(0.1, 0.2, 0.3), max_revisions=2)  # type: ignore[arg-type]
    assert trace.status == "completed"
    assert trace.result.scores == [0.1, 0.2, 0.3]
    assert trace.result.text == "Revised."
    assert nodes(trace).count("apply_edits") == 2
