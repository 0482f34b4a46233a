import pytest

from core.providers.protocol import Request
from core.workflows.research_assistant import Plan, Subtask
from tests.scripted import Answer, nodes, parents, run_scripted


def planned(count: int) -> object:
    def reply(request: Request) -> Answer:
        if request.schema is Plan:
            return Plan(subtasks=[Subtask(title=f"Part {n}", question="?") for n in range(count)])
        return request.messages[-1].text

    return reply


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_the_parts_are_worked_on_side_by_side_and_put_together(mode: str) -> None:
    trace, _ = await run_scripted("research-assistant", planned(3), "Bees?", {"mode": mode})  # type: ignore[arg-type]
    assert [finding.text for finding in trace.result.findings] == ["Part 0: ?", "Part 1: ?", "Part 2: ?"]
    assert nodes(trace) == ["decompose", "anything_to_do", *["work"] * 3, "synthesize"]
    assert parents(trace)["synthesize"] == [["work"] * 3]


async def test_a_plan_of_five_hundred_parts_is_cut_to_what_was_asked_for() -> None:
    trace, model = await run_scripted("research-assistant", planned(500), subtasks=8)  # type: ignore[arg-type]
    assert len(trace.result.findings) == 8
    assert len(model.requests) == 10


async def test_an_empty_plan_is_a_clear_outcome() -> None:
    trace, _ = await run_scripted("research-assistant", [Plan(subtasks=[])])
    assert trace.status == "rejected"
