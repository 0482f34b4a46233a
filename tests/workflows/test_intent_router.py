import pytest

from core.workflows.intent_router import Classified, Intent
from tests.scripted import nodes, run_scripted


@pytest.mark.parametrize("intent", ["technical_support", "billing_inquiry", "general_question"])
async def test_each_intent_goes_to_its_desk(intent: Intent) -> None:
    trace, _ = await run_scripted("intent-router", [Classified(intent=intent, confidence=0.9), "Hello"])
    assert (trace.result.category, trace.result.reply) == (intent, "Hello")
    assert nodes(trace) == ["classify", "intent", intent]


async def test_an_unsure_classifier_falls_back_to_the_general_desk() -> None:
    trace, _ = await run_scripted("intent-router", [Classified(intent="billing_inquiry", confidence=0.49), "Hello"])
    assert trace.result.category == "general_question"
