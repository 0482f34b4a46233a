import io
from contextlib import nullcontext
from typing import Any

import pytest
from pydantic import BaseModel

from core.cli.running import NOBODY, Questions, reader
from core.trace import events as e
from core.trace.recording import Recorder
from core.workflow.approval import Approval, approve
from core.workflow.run_context import RunContext, current_run


class Mail(BaseModel):
    to: str
    copies: int = 1


async def asked(lines: str, item: Any = "Hello", within_s: float = 5.0) -> tuple[Approval[Any], list[str]]:
    """What `approve` gets when a person types `lines`, and what that person was told."""
    said: list[str] = []
    asking: list[Questions] = []
    run = RunContext(Recorder((lambda event: asking[0].listen(event),)))
    asking.append(Questions(run, reader(io.StringIO(lines)), said.append, nullcontext))
    mark = current_run.set(run)
    try:
        return await approve("send", item, note="Send this?", within_s=within_s), said
    finally:
        current_run.reset(mark)
        asking[0].close()


@pytest.mark.parametrize("word", ["a", "approve", "Y", "yes"])
async def test_a_person_approves(word: str) -> None:
    approval, said = await asked(f"{word}\n", Mail(to="Ada"))
    assert approval == Approval("approved", Mail(to="Ada"))
    assert said[0] == "\nSend this?\nto: Ada\ncopies: 1"


async def test_a_person_rejects_with_a_note() -> None:
    approval, _ = await asked("r\ntoo early\n")
    assert (approval.decision, approval.note) == ("rejected", "too early")


async def test_a_person_edits_a_text() -> None:
    approval, _ = await asked("e\nHello Ada\n")
    assert approval == Approval("edited", "Hello Ada")


async def test_a_person_edits_an_object_which_keeps_its_type() -> None:
    approval, _ = await asked('e\n{"to": "Bob", "copies": 2}\n', Mail(to="Ada"))
    assert approval == Approval("edited", Mail(to="Bob", copies=2))


@pytest.mark.parametrize("bad", ['{"copies": "many"}', "not json"])
async def test_an_edit_that_does_not_fit_is_refused_and_asked_again(bad: str) -> None:
    approval, said = await asked(f"e\n{bad}\na\n", Mail(to="Ada"))
    assert approval == Approval("approved", Mail(to="Ada"))
    assert any(words.startswith("That does not fit: ") for words in said)


async def test_when_nobody_is_there_it_is_rejected() -> None:
    approval, _ = await asked("")
    assert (approval.decision, approval.note) == ("rejected", NOBODY)


async def test_answers_that_say_nothing_end_in_a_rejection() -> None:
    approval, _ = await asked("maybe\n" * 20)
    assert approval.decision == "rejected"
    assert "5 tries" in approval.note


async def test_a_run_that_answers_by_itself_asks_nobody() -> None:
    said: list[str] = []
    run = RunContext(approve="all")
    questions = Questions(run, reader(io.StringIO("r\n")), said.append, nullcontext)
    questions.listen(e.Asked(0.0, 1, "item", "note"))
    questions.close()
    assert said == []
