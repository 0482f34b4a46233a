import pytest

from core.providers.protocol import Request
from core.samples.bundled import documents
from core.workflows.faq_chain import Questions, Sources
from tests.scripted import Answer, nodes, parents, run_scripted

TITLES = [document.title for document in documents()]
ASKED = ["Why solar?", "Why wind?", "Why storage?"]


def reply(request: Request) -> Answer:
    """Answers by what is asked: each question's answer names it, so that order can be seen in the result."""
    if request.schema is Questions:
        return Questions(questions=ASKED)
    if request.schema is Sources:
        return Sources(titles=[TITLES[0]])
    return f"Because of {request.messages[-1].text}"


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_every_question_gets_its_answer_and_sources_in_order(mode: str) -> None:
    trace, model = await run_scripted("faq-chain", reply, options={"mode": mode}, count=3)
    assert trace.status == "completed"
    assert [(entry.question, entry.answer) for entry in trace.result.entries] == [
        (question, f"Because of {question}") for question in ASKED
    ]
    assert len(model.requests) == 1 + 2 * 3
    assert sorted(nodes(trace)) == sorted(["questions", *["answer"] * 3, *["sources"] * 3, "check_sources"])
    assert parents(trace)["sources"] == [["answer"]] * 3
    assert parents(trace)["answer"] == [["questions"]] * 3
    assert parents(trace)["check_sources"] == [["sources"] * 3]


async def test_no_more_questions_are_answered_than_asked_for() -> None:
    trace, _ = await run_scripted("faq-chain", reply, count=2)
    assert len(trace.result.entries) == 2


async def test_a_title_that_does_not_exist_is_flagged() -> None:
    def invents(request: Request) -> Answer:
        return Sources(titles=["The Book of Sand"]) if request.schema is Sources else reply(request)

    trace, _ = await run_scripted("faq-chain", invents, count=1)
    assert trace.result.entries[0].unknown == ["The Book of Sand"]


async def test_an_answer_that_leans_on_a_document_it_does_not_cite_is_flagged() -> None:
    borrowed = documents()[1].text.split(". ")[1] + "."

    def leans(request: Request) -> Answer:
        return borrowed if request.schema is None else reply(request)

    trace, _ = await run_scripted("faq-chain", leans, count=1)
    assert trace.result.entries[0].uncited == [TITLES[1]]
    assert trace.result.missed_citations == 1


async def test_one_failing_question_does_not_lose_the_others_when_failures_are_kept() -> None:
    def fails_on_wind(request: Request) -> Answer:
        if request.schema is None and "wind" in request.messages[-1].text:
            return ValueError("no wind today")
        return reply(request)

    trace, _ = await run_scripted("faq-chain", fails_on_wind, options={"on_error": "keep"}, count=3)
    assert trace.status == "completed"
    assert [entry.question for entry in trace.result.entries] == ["Why solar?", "Why storage?"]
    assert "no wind today" in trace.fans[1].errors[1].message

    ended, _ = await run_scripted("faq-chain", fails_on_wind, count=3)
    assert ended.status == "failed"
