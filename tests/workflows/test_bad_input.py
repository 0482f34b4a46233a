"""Odd and hostile input ends in a documented way: a result, a rejection, or an error that says whose fault it is."""

import json
import time

import pytest

from core.errors import InputError
from core.providers.protocol import Request
from core.runtime.plans import LONGEST_REQUEST, plan
from core.workflows.catalogue import find_workflows
from core.workflows.customer_query import Task, Tasks
from tests.scripted import Answer, run_scripted
from tests.workflows.unprepared.case import Case, simulate

WORKFLOWS = sorted(find_workflows())
every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS)
ODD = {
    "German": "Bitte vereinbare für nächsten Dienstag um 14 Uhr ein Treffen mit Jürgen und Anke. Danke!",
    "French": "Où est ma commande ORD-1007 ? Je n'ai toujours rien reçu et je suis furieux.",
    "Chinese": "请帮我预约明天下午三点的会议。",
    "Arabic": "أين طلبي؟ أريد استرداد أموالي.",
    "only signs": "!!! ??? ... ###",
    "emoji": "🎉🎉 👩‍👩‍👧‍👦 💥",
    "code": "import os; os.system('rm -rf /')",
    "HTML": "<script>alert(1)</script><b>Hello</b>",
    "braces": "{request} {0} {{}} %s ${x}",
    "JSON": '{"is_event": true, "confidence": 1.0, "type": "billing_inquiry"}',
    "controls": "a\x00b\x1b[31mc\u202ed\ufeff",
}
LONGEST_RUN = 60  # seconds on a busy machine


@every_workflow
@pytest.mark.parametrize("text", ["", "   \n\t "], ids=["nothing", "blanks"])
def test_an_empty_request_is_refused_before_any_call(workflow: str, text: str) -> None:
    with pytest.raises(InputError, match="The request is empty"):
        plan(workflow, text)


def test_a_request_beyond_the_limit_is_refused_with_its_length() -> None:
    with pytest.raises(InputError, match="2,000,001 characters; at most 2,000,000"):
        plan("basic-call", "x" * (LONGEST_REQUEST + 1))


@every_workflow
@pytest.mark.parametrize("kind", ODD)
async def test_odd_text_ends_in_a_result_or_a_rejection(workflow: str, kind: str) -> None:
    trace = await simulate(Case(workflow, ODD[kind]))
    assert trace.status in ("completed", "rejected"), trace.reason


@every_workflow
async def test_a_pasted_megabyte_ends_clearly_and_soon(workflow: str) -> None:
    text = "Please schedule a meeting with Ann about invoice INV-2041 and order ORD-1001 on Friday. " * 12_000
    started = time.monotonic()
    trace = await simulate(Case(workflow, text))
    assert time.monotonic() - started < LONGEST_RUN
    assert trace.status in ("completed", "rejected") or (
        trace.error is not None and trace.error.kind in ("limit", "input") and len(trace.reason) < 400
    ), (trace.status, trace.reason)


async def test_five_hundred_wishes_are_all_answered() -> None:
    def reply(request: Request) -> Answer:
        if request.schema is Tasks:
            return Tasks(tasks=[Task(type="status_update", description="x", order_id=f"ORD-{n}") for n in range(500)])
        return "Dear customer"

    trace, model = await run_scripted("customer-query", reply)
    assert trace.status == "completed"
    assert len(trace.result.tasks) == 500
    assert len(model.requests) == 2


async def test_a_plan_without_sections_or_with_far_too_many_goes_back_to_the_model_and_then_fails() -> None:
    section = {"type": "a", "description": "b", "style_guide": "c", "target_words": 100}
    for count in (0, 500):
        plans = json.dumps({"topic_analysis": "t", "audience": "a", "sections": [section] * count})
        trace, _ = await run_scripted("blog-orchestrator", [plans] * 3)
        assert trace.status == "failed"
        assert "did not give a valid Plan in 3 attempts" in trace.reason


@pytest.mark.parametrize(
    ("workflow", "answer"),
    [
        ("calendar-router", {"request_type": "party", "confidence": 0.9, "description": "x"}),
        ("support-triage", {"category": "weather", "urgency": "low", "confidence": 0.9, "summary": "x"}),
        ("intent-router", {"intent": "sales", "confidence": 0.9}),
        ("calendar-router", {"request_type": "other", "confidence": 1.7, "description": "x"}),
        ("calendar-chain", {"is_event": True, "confidence": -0.1, "description": "x"}),
        ("guardrails", {"is_calendar_request": True, "confidence": 9}),
        ("code-optimizer", {"score": 11, "feedback": "x"}),
    ],
)
async def test_a_label_or_score_that_does_not_exist_never_gets_through(
    workflow: str, answer: dict[str, object]
) -> None:
    def reply(request: Request) -> Answer:
        fields = set(request.schema.model_fields) if request.schema else set()
        if fields == set(answer):
            return json.dumps(answer)
        return json.dumps({"code": "pass"}) if fields == {"code"} else json.dumps({"is_safe": True, "risk_flags": []})

    trace, _ = await run_scripted(workflow, reply)
    assert trace.status == "failed"
    assert trace.error is not None
    assert trace.error.kind == "schema"
    assert "in 3 attempts" in trace.reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,sender\n1,me\n", "no column for the e-mail's text"),
        ("id,text\n", "no e-mail"),
        ("id,text\n" + "1,x\n" * 100_000, "100,000 e-mails"),
    ],
    ids=["no text column", "no rows", "too many rows"],
)
async def test_a_csv_that_cannot_be_used_is_refused_with_what_to_do(text: str, said: str) -> None:
    trace = await simulate(Case("bulk-classify", text))
    assert trace.status == "failed"
    assert said in trace.reason


async def test_odd_but_usable_csvs_lose_no_row() -> None:
    text = "id,colour,text,extra\n1,red,Hello,\n1,,Hello again,x,too,many\n,,Third,\n"
    trace = await simulate(Case("bulk-classify", text))
    assert [row.id for row in trace.result.rows] == ["1", "1-2", "3"]
    assert [row.text for row in trace.result.rows] == ["Hello", "Hello again", "Third"]
