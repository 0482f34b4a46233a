from core.samples.bundled import documents
from core.samples.sources import FaqEntry
from core.workflows.faq_single import FaqAnswer
from tests.scripted import nodes, run_scripted

ENTRY = FaqEntry(question="Why?", answer="Because.", sources=[documents()[0].title])


async def test_one_call_writes_everything_and_the_audit_follows() -> None:
    trace, model = await run_scripted("faq-single", [FaqAnswer(entries=[ENTRY, ENTRY])], count=2)
    assert trace.status == "completed"
    assert len(model.requests) == 1
    assert nodes(trace) == ["write_faq", "check_sources"]
    assert [entry.question for entry in trace.result.entries] == ["Why?", "Why?"]


async def test_the_one_prompt_carries_all_documents_and_the_count() -> None:
    _, model = await run_scripted("faq-single", [FaqAnswer(entries=[ENTRY])], count=7)
    system = model.requests[0].messages[0].text
    assert all(document.text in system for document in documents())
    assert "exactly 7 questions" in system


async def test_an_answer_that_does_not_validate_is_shown_to_the_model_again() -> None:
    trace, model = await run_scripted("faq-single", ['{"entries": [{"question": "Q"}]}', FaqAnswer(entries=[ENTRY])])
    assert trace.status == "completed"
    step = trace.steps[1]
    assert [attempt.outcome for attempt in step.attempts] == ["invalid", "ok"]
    assert "entries.0.answer: Field required" in model.requests[1].messages[-1].text


async def test_a_model_that_never_gives_a_valid_answer_ends_the_run_at_the_cap() -> None:
    trace, model = await run_scripted("faq-single", ["{}", "[]", "no"])
    assert trace.status == "failed"
    assert trace.error is not None
    assert trace.error.kind == "schema"
    assert len(model.requests) == 3
