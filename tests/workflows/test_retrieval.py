import pytest

from core.samples.sources import search
from core.workflows.retrieval import CitedAnswer
from tests.scripted import nodes, run_scripted

QUESTION = "How long is a gift card valid?"
BEST = search(QUESTION, 1)[0]


async def test_the_answer_comes_with_the_entries_it_cites() -> None:
    trace, model = await run_scripted(
        "retrieval", [CitedAnswer(answerable=True, answer="Long.", cited_ids=[BEST.id])], QUESTION
    )
    assert trace.result.answer == "Long."
    assert [source.id for source in trace.result.sources] == [BEST.id]
    assert nodes(trace) == ["search", "anything_fits", "answer", "answerable", "check_citations"]
    assert BEST.text in model.requests[0].messages[0].text


async def test_a_citation_that_was_not_found_fails_the_run() -> None:
    invented = CitedAnswer(answerable=True, answer="Long.", cited_ids=["KB-999"])
    trace, _ = await run_scripted("retrieval", [invented], QUESTION)
    assert trace.status == "failed"
    assert "KB-999" in trace.reason


async def test_nothing_that_fits_is_said_without_asking_the_model() -> None:
    trace, model = await run_scripted("retrieval", [], "zxqv wklmp")
    assert trace.status == "rejected"
    assert model.requests == []


async def test_entries_that_do_not_answer_are_said_to_be_so() -> None:
    trace, _ = await run_scripted("retrieval", [CitedAnswer(answerable=False, answer="", cited_ids=[])], QUESTION)
    assert trace.status == "rejected"


@pytest.mark.parametrize("top_k", [1, 5])
async def test_the_model_sees_the_best_entries_and_no_more(top_k: int) -> None:
    answer = CitedAnswer(answerable=True, answer="x", cited_ids=[])
    _, model = await run_scripted("retrieval", [answer], QUESTION, top_k=top_k)
    assert model.requests[0].messages[0].text.count("[KB-") == top_k
