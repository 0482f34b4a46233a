"""The form of a step that waits for a person."""

from typing import Any

import pytest
from pydantic import BaseModel
from streamlit.testing.v1 import AppTest

from core.errors import InputError
from core.samples.outbox import Mails
from core.samples.storefronts import PromotionMail
from core.trace.events import Asked
from core.trace.step_record import Step
from pages.run.approval import from_text, item_as_text, list_of_texts, remaining, text_fields
from tests.pages.opened import ended, new_visitor, open_workflow, status, until, words

MAIL = PromotionMail(store="bumblebox", subject="Hello", body="A text")


class Copies(BaseModel):
    to: str
    copies: int


def waiting(within_s: float, asked_at: float = 10.0) -> Step:
    step = Step(1, "approve", "human", (), (), None, asked_at, {"item": MAIL})
    step.asked = Asked(asked_at, 1, MAIL, "Send?", within_s)
    return step


def keys(app: AppTest, start: str) -> list[str]:
    """The keys of the buttons that begin so."""
    return [one.key for one in app.button if one.key and one.key.startswith(start)]


def asking(app: AppTest, request: str = "bumblebox", **link: str) -> AppTest:
    """A storefront run that has come to its questions, one for each store."""
    open_workflow(app, "storefront-pipeline", speed="0", request=request, **link)
    app.button(key="run").click().run()
    questions = len(request.split())
    return until(app, lambda page: sum(not key.endswith("-all") for key in keys(page, "approve-")) >= questions)


@pytest.mark.parametrize(
    ("now", "said"), [(10.0, "10 min 00 s"), (100.5, "8 min 29 s"), (605.0, "5.0"), (999.0, "0"), (550.0, "1 min 00 s")]
)
def test_the_form_says_how_long_it_still_waits(now: float, said: str) -> None:
    assert said in remaining(waiting(600), now)


def test_an_object_of_texts_is_edited_text_by_text_and_its_fixed_ones_are_not() -> None:
    assert text_fields(MAIL) == {
        "store": ("bumblebox", True),
        "subject": ("Hello", False),
        "body": ("A text", False),
    }
    assert text_fields(Copies(to="Ada", copies=1)) is None
    assert text_fields("a text") is None


def test_a_list_of_objects_of_texts_is_edited_one_by_one() -> None:
    assert list_of_texts(Mails(mails=[MAIL, MAIL])) == ("mails", [text_fields(MAIL), text_fields(MAIL)])
    assert list_of_texts(Mails(mails=[])) is None
    assert list_of_texts(MAIL) is None


@pytest.mark.parametrize("item", ["a text", Copies(to="Ada", copies=2), {"a": [1]}])
def test_what_was_not_edited_comes_back_as_it_was(item: Any) -> None:
    assert from_text(item_as_text(item), item) == item


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="copies"):
        from_text('{"to": "Ada", "copies": "many"}', Copies(to="Ada", copies=1))


def test_an_approved_email_is_sent_as_it_was(app: AppTest) -> None:
    asking(app)
    assert status(app) == "waiting"
    assert "Send this e-mail to bumblebox?" in words(app)
    assert "min" in words(app)
    app.button(key=keys(app, "approve-")[0]).click().run()
    ended(app)
    assert "sent: 1" in words(app)


def test_an_edited_email_is_sent_as_edited(app: AppTest) -> None:
    asking(app)
    (subject,) = [one for one in app.text_input if one.key and one.key.endswith("-subject")]
    subject.set_value("A subject of my own")
    app.button(key=keys(app, "approve-")[0]).click().run()
    ended(app)
    assert any("A subject of my own" in one.label for one in app.expander)


def test_an_email_edited_to_be_empty_is_refused_and_can_be_mended(app: AppTest) -> None:
    asking(app)
    (subject,) = [one for one in app.text_input if one.key and one.key.endswith("-subject")]
    subject.set_value("   ")
    app.button(key=keys(app, "approve-")[0]).click().run()
    app.run()
    assert status(app) == "waiting"
    assert "subject: It is empty. Write it, or reject the e-mail." in words(app)
    (subject,) = [one for one in app.text_input if one.key and one.key.endswith("-subject")]
    subject.set_value("Better")
    app.button(key=keys(app, "approve-")[0]).click().run()
    ended(app)
    assert "sent: 1" in words(app)


def test_a_rejected_email_is_not_sent_and_the_note_is_shown(app: AppTest) -> None:
    asking(app)
    (note,) = [one for one in app.text_input if one.key and one.key.startswith("note-")]
    note.set_value("too loud")
    app.button(key=keys(app, "reject-")[0]).click().run()
    ended(app)
    assert "Rejected: too loud" in words(app)
    assert "The outbox is empty." in words(app)


def test_all_that_wait_can_be_answered_at_once(app: AppTest) -> None:
    asking(app, "bumblebox\nclackwork\nharrow-and-pell")
    (every,) = [key for key in keys(app, "approve-") if key.endswith("-all")]
    app.button(key=every).click().run()
    ended(app)
    assert "sent: 3" in words(app)


def test_a_person_who_comes_back_finds_the_question_again(app: AppTest) -> None:
    first = asking(new_visitor("ann"))
    run = first.query_params["run"]
    again = open_workflow(new_visitor("ann"), "storefront-pipeline", run=run)
    until(again, lambda one: bool(keys(one, "approve-")))
    again.button(key=keys(again, "approve-")[0]).click().run()
    ended(again)
    assert "sent: 1" in words(again)


def test_when_nobody_answers_the_email_is_set_aside_and_the_run_completes(app: AppTest) -> None:
    asking(app, answer_within_s="1")
    ended(app)
    assert status(app) == "completed"
    assert "Nobody answered within 1 s. It was not sent." in words(app)


def test_in_the_one_approval_for_all_an_email_is_edited_and_another_taken_out(app: AppTest) -> None:
    open_workflow(app, "storefront-pipeline", speed="0", approval="once", request="bumblebox\nclackwork")
    app.button(key="run").click().run()
    until(app, lambda one: bool(keys(one, "approve-")))
    first, second = [one for one in app.checkbox if one.key and one.key.endswith("-keep")]
    first.uncheck()
    (subject,) = [one for one in app.text_input if one.key and one.key.endswith("-1-subject")]
    subject.set_value("A subject of my own")
    assert second.value
    app.button(key=keys(app, "approve-")[0]).click().run()
    ended(app)
    assert "A person took this e-mail out." in words(app)
    assert any("A subject of my own" in one.label for one in app.expander)
