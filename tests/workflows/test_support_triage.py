from typing import Literal

import pytest

from core.workflows.support_triage import Triage
from tests.scripted import nodes, parents, run_scripted

Urgency = Literal["high", "medium", "low"]
CATEGORIES: list[Literal["shipping", "refund", "technical", "general"]] = ["shipping", "refund", "technical", "general"]


@pytest.mark.parametrize("category", CATEGORIES)
async def test_each_category_is_answered_by_its_specialist(
    category: Literal["shipping", "refund", "technical", "general"],
) -> None:
    triage = Triage(category=category, urgency="medium", confidence=0.9, summary="s")
    trace, model = await run_scripted("support-triage", [triage, "Dear customer"])
    assert trace.result.answered_by == category
    assert trace.result.reply == "Dear customer"
    assert nodes(trace) == ["classify", "category", category]
    assert parents(trace)[category] == [["category"]]
    assert [request.model for request in model.requests] == ["test", "test"]


@pytest.mark.parametrize(("urgency", "model_name"), [("low", "cheap"), ("medium", "test"), ("high", "strong")])
async def test_urgency_picks_the_model_when_routing_by_cost(urgency: Urgency, model_name: str) -> None:
    triage = Triage(category="refund", urgency=urgency, confidence=0.9, summary="s")
    options = {"route_by_cost": True, "cheaper_model": "scripted:cheap", "stronger_model": "scripted:strong"}
    trace, model = await run_scripted("support-triage", [triage, "Done"], None, None, **options)
    assert [request.model for request in model.requests] == ["test", model_name]
    assert trace.steps[3].model == f"scripted:{model_name}"


async def test_a_category_that_does_not_exist_goes_back_to_the_model() -> None:
    wrong = '{"category": "weather", "urgency": "low", "confidence": 0.5, "summary": "s"}'
    right = Triage(category="general", urgency="low", confidence=0.5, summary="s")
    trace, model = await run_scripted("support-triage", [wrong, right, "Hello"])
    assert trace.status == "completed"
    assert (
        "category: Input should be 'shipping', 'refund', 'technical' or 'general'"
        in model.requests[1].messages[-1].text
    )
