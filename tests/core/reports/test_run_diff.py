"""Two runs compared: texts, outcome, steps, and the first one at which they part."""

from math import nan
from typing import Any

import pytest

from core.providers.protocol import Request
from core.reports.run_differences import RunDiff, StepChange, run_diff
from core.runtime.reruns import rerun
from core.text.differences import DiffPiece, text_diff
from core.trace import events as e
from core.trace.encoding import decode, encode
from core.trace.trace import Trace
from core.workflows import intent_router
from tests.core.runtime.test_reruns import research, run_plan, visit
from tests.scripted import Answer, run_scripted


async def routed(intent: Any, reply: str, **params: Any) -> Trace:
    guess = intent_router.Classified(intent=intent, confidence=0.9)
    return (await run_scripted("intent-router", [guess, reply], "It blinks red.", **params))[0]


def step(diff: RunDiff, name: str) -> StepChange:
    return next(one for one in diff.steps if str(one.identity) == name)


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("a", ""), ("", "b"), ("one 2", "1 2"), ("a\nb\n", "a\n\nb"), ("1\n2\n3\n4\n", "1\n\n2\nx\n4")],
)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = text_diff(before, after)
    assert "".join(one.text for one in pieces if one.how != "added") == before
    assert "".join(one.text for one in pieces if one.how != "removed") == after


def test_words_are_told_apart_in_a_line_and_lines_in_a_text_of_several() -> None:
    assert text_diff("one two three", "one 2 three") == [
        DiffPiece("same", "one "),
        DiffPiece("removed", "two "),
        DiffPiece("added", "2 "),
        DiffPiece("same", "three"),
    ]
    before = '{\n  "name": "a",\n  "size": 1,\n  "more": null\n}'
    assert text_diff(before, before.replace("1", "2")) == [
        DiffPiece("same", '{\n  "name": "a",\n'),
        DiffPiece("same", '  "size": '),
        DiffPiece("removed", "1,"),
        DiffPiece("added", "2,"),
        DiffPiece("same", "\n"),
        DiffPiece("same", '  "more": null\n}'),
    ]


def test_long_texts_are_compared_by_lines_and_endless_ones_as_a_whole() -> None:
    long = "word word\n" * 2_000
    assert text_diff(long, long + "more words\n")[-1] == DiffPiece("added", "more words\n")
    assert [one.how for one in text_diff("a " * 3_000, "b " * 3_000)] == ["removed", "added"]
    huge = "x\n" * 6_000
    assert [len(one.text) for one in text_diff(huge * 9, huge * 9 + "y")] == [20_000, 20_000]


async def test_equal_runs_part_nowhere() -> None:
    diff = run_diff(await routed("billing_inquiry", "Money"), await routed("billing_inquiry", "Money"))
    assert diff.same_workflow
    assert diff.texts == ()
    assert diff.parting is None
    assert {one.how for one in diff.outcome} == {"same"}
    assert all(one.tokens == 0 and one.cost == 0 and one.same_input and one.same_prompt for one in diff.steps)


def test_a_run_seen_live_and_the_same_read_back_part_nowhere() -> None:
    output = {"answer": intent_router.Classified(intent="billing_inquiry", confidence=1), "sizes": (1, 2), "odd": nan}
    start = e.StepStarted(0.0, 1, "classify", "code", (), (), None, {})
    events: list[e.Event] = [
        start,
        e.StepFinished(1.0, 1, output),
        e.RunFinished(1.0, "completed", "", output, (1,), None),
    ]
    read_back = [event for _, text in encode(events) for event in decode(text)]
    diff = run_diff(Trace(events), Trace(read_back))
    assert read_back != events
    assert diff.parting is None
    assert {one.how for one in diff.outcome} == {"same"}


async def test_the_first_step_where_they_part_is_named_with_what_differs() -> None:
    diff = run_diff(await routed("billing_inquiry", "Money"), await routed("technical_support", "A red light"))
    assert diff.parting is not None
    assert str(diff.parting.identity) == "classify"
    assert diff.parting.parted == "output"
    assert diff.parting.same_prompt
    assert [(str(one.identity), one.parted) for one in diff.steps] == [
        ("classify", "output"),
        ("intent", "output"),
        ("technical_support", "only the second run has it"),
        ("billing_inquiry", "only the first run has it"),
    ]
    assert step(diff, "technical_support").tokens == 15
    assert step(diff, "billing_inquiry").tokens == -15
    assert step(diff, "billing_inquiry").cost == -0.001


async def test_changed_prompts_and_options_are_shown_as_text() -> None:
    other = "Which desk? Answer with one word."
    first = await routed("billing_inquiry", "Money")
    second = await routed("billing_inquiry", "Money", classify_prompt=other, min_confidence=0.6)
    names = {one.name: one for one in run_diff(first, second).texts}
    assert set(names) == {"classify_prompt", "min_confidence"}
    assert (names["min_confidence"].before, names["min_confidence"].after) == ("0.5", "0.6")
    assert "".join(one.text for one in names["classify_prompt"].pieces if one.how != "removed") == other


async def test_a_run_in_the_other_mode_is_matched_branch_by_branch() -> None:
    first, _ = await run_scripted("research-assistant", research)
    second, _ = await run_scripted("research-assistant", research, options={"mode": "sequential"})
    diff = run_diff(first, second)
    assert [one.name for one in diff.texts] == ["option mode"]
    assert diff.parting is None
    assert len(diff.steps) == 6


async def test_a_rerun_parts_from_its_parent_at_the_step_it_began_with() -> None:
    first, _ = await run_scripted("research-assistant", research)

    def other(request: Request) -> Answer:
        return "found anew" if request.schema is None else research(request)

    chosen = visit(first, "work", 2)
    second = await run_plan(rerun(first, step=chosen.id), other)
    diff = run_diff(first, second)
    assert diff.parting is not None
    assert str(diff.parting.identity) == "work #2"
    assert step(diff, "work #1").tokens == -15  # reused: it cost nothing this time


async def test_of_different_workflows_only_request_and_outcome_are_compared() -> None:
    first, _ = await run_scripted("research-assistant", research, "Bees")
    second, _ = await run_scripted("basic-call", ["Hello"], "Bees")
    diff = run_diff(first, second)
    assert not diff.same_workflow
    assert diff.steps == ()
    assert diff.parting is None
    assert diff.texts == ()
    assert {one.how for one in diff.outcome} >= {"removed", "added"}
