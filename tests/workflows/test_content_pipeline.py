import pytest

from core.workflows.content_pipeline import Outline
from tests.scripted import nodes, run_scripted

OUTLINE = Outline(title="Bees", points=["Why", "How", "What for"])


async def test_each_stage_gets_the_text_of_the_one_before() -> None:
    trace, model = await run_scripted("content-pipeline", [OUTLINE, "A draft.", "A polished text."], tone="sober")
    assert (trace.result.title, trace.result.text) == ("Bees", "A polished text.")
    assert nodes(trace) == ["outline", "enough_points", "draft", "polish"]
    assert model.requests[1].messages[-1].text == "Bees\n1. Why\n2. How\n3. What for"
    assert model.requests[2].messages[-1].text == "A draft."
    assert "sober tone" in model.requests[2].messages[0].text


@pytest.mark.parametrize(
    ("points", "checked", "status"), [(2, True, "rejected"), (3, True, "completed"), (2, False, "completed")]
)
async def test_a_thin_outline_stops_the_run_if_it_is_checked(points: int, checked: bool, status: str) -> None:
    thin = Outline(title="Bees", points=OUTLINE.points[:points])
    answers = [thin, "Draft", "Text"] if status == "completed" else [thin]
    trace, _ = await run_scripted("content-pipeline", answers, check_outline=checked)
    assert trace.status == status
