import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError
from core.history.history import History
from core.lab.modes import modes_of, parse_modes
from core.providers.protocol import Request
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import plan
from core.samples.bundled import storefronts
from core.samples.outbox import Mails, Outbox, send
from core.samples.storefronts import (
    EVERY_STORE,
    LARGEST_STORE_PAGE,
    MOST_STORES,
    PromotionMail,
    page_from,
    storefronts_in,
)
from core.trace.events import Asked
from core.trace.trace import Trace
from core.workflow.approval import Approval, edited
from core.workflows.catalogue import find_workflow
from tests.core.history.recorded import opened
from tests.scripted import Answer, ScriptedProvider, nodes, parents
from tests.workflows.promotion import SUMMARY, asked_for, campaign_of, ends, promote, promoter, sent

PIPELINE = "storefront-pipeline"
TWO = "bumblebox\nclackwork"
both_flows = pytest.mark.parametrize("flow", ["batch", "streaming"])
STEPS = [
    "fetch_page",
    "read_page",
    "summarize",
    "brainstorm",
    "pick_concept",
    "plan_email",
    "write_subject",
    "write_body",
    "approve",
    "send",
]


@both_flows
async def test_every_store_goes_the_whole_line_and_ends_in_the_outbox(flow: str) -> None:
    trace, model = await promote(PIPELINE, TWO, flow=flow)
    for store in ("bumblebox", "clackwork"):
        assert [step.node for step in trace.steps.values() if step.item == store] == STEPS
    assert sent(trace) == ["bumblebox", "clackwork"]
    assert len(model.requests) == 12
    assert campaign_of(trace).counts == {"sent": 2}


async def test_in_a_batch_each_stage_ends_for_all_before_the_next_begins() -> None:
    trace, _ = await promote(PIPELINE, TWO, flow="batch")
    read = [step.finished for step in trace.steps.values() if step.node == "read_page"]
    summarized = [step.started for step in trace.steps.values() if step.node == "summarize"]
    assert max(one for one in read if one is not None) <= min(summarized)
    assert parents(trace)["summarize"] == [["read_page", "read_page"]] * 2


async def test_streaming_a_store_follows_nothing_but_itself() -> None:
    trace, _ = await promote(PIPELINE, TWO, flow="streaming")
    assert parents(trace)["summarize"] == [["read_page"]] * 2


async def test_each_step_sees_only_the_step_before_it() -> None:
    _, model = await promote(PIPELINE, "bumblebox")
    summarize, brainstorm, pick, strategy, subject, body = (asked_for(one) for one in model.requests)
    assert "Gerald" in summarize
    assert SUMMARY.praiseworthy in brainstorm
    assert all("Gerald" not in later for later in (brainstorm, pick, strategy, subject, body))
    assert all(SUMMARY.praiseworthy not in later for later in (pick, strategy))
    assert "A walk." in pick
    assert "A walk." not in strategy


@both_flows
async def test_an_unknown_store_is_named_and_stops_no_other(flow: str) -> None:
    trace, _ = await promote(PIPELINE, "bumblebox, no-such-shop", flow=flow)
    assert sent(trace) == ["bumblebox"]
    status, reason = ends(trace)["no-such-shop"]
    assert status == "failed"
    assert "no-such-shop" in reason
    assert "Known: bumblebox, clackwork" in reason


async def test_a_request_without_any_storefront_is_rejected_before_any_call() -> None:
    trace, model = await promote(PIPELINE, "Please promote my shop")
    assert trace.status == "rejected"
    assert "no known storefront" in trace.reason
    assert not model.requests


@both_flows
async def test_a_model_that_fails_for_one_store_leaves_the_others(flow: str) -> None:
    def fails_for_games(request: Request) -> Answer:
        return ValueError("no games") if "Gerald" in asked_for(request) else promoter(request)

    trace, _ = await promote(PIPELINE, TWO, fails_for_games, flow=flow)
    assert sent(trace) == ["clackwork"]
    assert ends(trace)["bumblebox"][0] == "failed"


async def test_when_no_page_can_be_read_the_run_fails_and_says_why() -> None:
    trace, _ = await promote(PIPELINE, "<note>{}</note>")
    assert trace.status == "failed"
    assert "All 1 work items failed" in trace.reason
    assert "not HTML" in trace.reason


async def test_a_person_is_asked_about_each_email_and_the_others_go_on() -> None:
    asked: list[Asked] = []

    def person(question: Asked) -> Approval[PromotionMail] | None:
        asked.append(question)
        return None if question.item.store == "bumblebox" else Approval("approved", question.item)

    trace, _ = await promote(PIPELINE, TWO, person=person, answer_within_s=1)
    assert [one.note for one in asked] == ["Send this e-mail to bumblebox?", "Send this e-mail to clackwork?"]
    assert sent(trace) == ["clackwork"]
    assert ends(trace)["bumblebox"] == ("set aside", "Nobody answered within 1 s. It was not sent.")


async def test_an_edited_email_is_sent_as_edited_to_the_store_it_was_for() -> None:
    better = PromotionMail(store="another", subject="Better", body="Much better")
    trace, _ = await promote(PIPELINE, "bumblebox", person=lambda _: Approval("edited", better))
    (mail,) = campaign_of(trace).outbox
    assert (mail.store, mail.subject, mail.body) == ("bumblebox", "Better", "Much better")


async def test_a_rejected_email_is_not_sent_and_shows_the_note() -> None:
    trace, _ = await promote(PIPELINE, "bumblebox", person=lambda one: Approval("rejected", one.item, "too loud"))
    assert sent(trace) == []
    assert ends(trace)["bumblebox"] == ("set aside", "Rejected: too loud")
    assert campaign_of(trace).counts == {"set aside": 1}


@pytest.mark.parametrize("field", ["subject", "body"])
def test_an_email_edited_to_be_empty_is_refused_with_what_to_do(field: str) -> None:
    mail = PromotionMail(store="bumblebox", subject="Hello", body="A text")
    with pytest.raises(InputError, match=f"{field}: It is empty. Write it, or reject the e-mail."):
        edited(mail, json.dumps({**mail.model_dump(), field: " \n "}))


@both_flows
async def test_one_approval_for_all_waits_for_every_email(flow: str) -> None:
    asked: list[Asked] = []

    def person(question: Asked) -> Approval[Mails]:
        asked.append(question)
        return Approval("approved", question.item)

    trace, _ = await promote(PIPELINE, TWO, person=person, approval="once", flow=flow)
    assert [[mail.store for mail in one.item.mails] for one in asked] == [["bumblebox", "clackwork"]]
    assert sent(trace) == ["bumblebox", "clackwork"]
    assert nodes(trace)[-3:] == ["approve", "send", "send"]


async def test_an_email_taken_out_of_the_one_approval_is_not_sent() -> None:
    def person(question: Asked) -> Approval[Mails]:
        return Approval("edited", Mails(mails=question.item.mails[1:]))

    trace, _ = await promote(PIPELINE, TWO, person=person, approval="once")
    assert sent(trace) == ["clackwork"]
    assert ends(trace)["bumblebox"] == ("set aside", "A person took this e-mail out.")


async def test_with_approval_off_nobody_is_asked() -> None:
    trace, _ = await promote(PIPELINE, TWO, person=lambda _: pytest.fail("asked"), approval="off")
    assert sent(trace) == ["bumblebox", "clackwork"]
    assert "approve" not in nodes(trace)


async def test_what_is_sent_a_second_time_changes_nothing() -> None:
    outbox = Outbox()
    first = PromotionMail(store="a", subject="First", body="x")
    await send(first, outbox)
    await send(first, outbox)
    await send(PromotionMail(store="a", subject="Second", body="y"), outbox)
    assert [(one.store, one.subject) for one in outbox.sent] == [("a", "First")]


async def test_a_store_named_twice_gets_one_email() -> None:
    trace, _ = await promote(PIPELINE, "bumblebox, bumblebox\nbumblebox")
    assert sent(trace) == ["bumblebox"]
    assert nodes(trace).count("send") == 1


def test_batch_and_streaming_are_both_in_the_timing_lab() -> None:
    for name in ("storefront-pipeline", "storefront-dag", "storefront-cyclic"):
        workflow = find_workflow(name)
        assert {"batch", "streaming"} <= {mode.name for mode in modes_of(workflow)}
        (batch,) = parse_modes(["batch"], workflow)
        assert batch.apply(plan(name)).params.flow == "batch"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
        (b"<html>\x00</html>", "binary"),
        (b"<html><body>" + b"x" * 5_000_000 + b"</body></html>", "5.0 MB; at most 1 MB"),
        (b'{"shop": "bumblebox"}', "not HTML"),
        (b"<?xml version='1.0'?><note>hi</note>", "not HTML"),
        (b"Just words.", "not HTML"),
    ],
    ids=["empty", "blank", "image", "NUL", "5 MB", "JSON", "XML", "text"],
)
def test_a_page_that_cannot_be_used_is_refused_with_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        page_from("shop", data)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html></html>", "no text that a person could read"),
        ("<html><script>alert(1)</script></html>", "no text that a person could read"),
        ("<html>" + "x" * LARGEST_STORE_PAGE, "1.0 MB; at most 1 MB"),
        ("<html>\ud800 \udfff<p>x</p></html>", ""),
    ],
    ids=["no text", "only a script", "too large", "broken letters"],
)
async def test_a_pasted_page_that_cannot_be_used_fails_alone(page: str, said: str) -> None:
    trace, _ = await promote(PIPELINE, f"bumblebox\n{page}")
    assert "bumblebox" in sent(trace)
    status, reason = ends(trace)["pasted-1"]
    assert (status == "failed") == bool(said)
    assert said in reason


def test_a_request_may_name_stores_and_hold_pages() -> None:
    request = "bumblebox, clackwork\n<!DOCTYPE html>\n<html><p>one</p></html>\n<html lang='en'><p>two</p></html>"
    items = storefronts_in(request)
    assert [key for key, _ in items] == ["bumblebox", "clackwork", "pasted-1", "pasted-2"]
    assert ["one" in items[2][1].html, "two" in items[3][1].html, "two" in items[2][1].html] == [True, True, False]


@pytest.mark.parametrize(
    ("request_", "stores"),
    [
        ("Bumblebox; Clackwork", ["bumblebox", "clackwork"]),
        ("please write to Thistle & Thread and to Spoke and Union", ["thistle-and-thread", "spoke-and-union"]),
        ("clackwork, clack work, CLACKWORK", ["clackwork", "clack work"]),
        ("https://www.clackwork.example/", []),
        ("clackwork\nhttps://bumblebox.example", ["clackwork", "https://bumblebox.example"]),
    ],
    ids=["capitals", "a sentence", "twice", "an address", "a name and an address"],
)
def test_a_storefront_is_known_however_its_name_is_written(request_: str, stores: list[str]) -> None:
    assert [key for key, _ in storefronts_in(request_)] == stores


def test_too_many_storefronts_are_refused() -> None:
    with pytest.raises(InputError, match=f"at most {MOST_STORES} fit"):
        storefronts_in("bumblebox\n" + "\n".join(f"shop-{number}" for number in range(60)))


def test_the_bundled_pages_are_of_realistic_size_and_mess() -> None:
    pages = storefronts()
    assert [page.id for page in pages] == EVERY_STORE.split("\n")
    for page in pages:
        low = page.html.lower()
        assert 10_000 < len(page.html) < 200_000
        assert all(tag in low for tag in ("<script", "<style"))
        assert low.count("<a ") >= 10, "menus and footers"
        assert "privacy" in low or "terms" in low or "imprint" in low
        assert sum(low.count(sign) for sign in ("€", "£", "&euro;", "&pound;")) >= 8


async def test_with_only_new_a_store_that_an_earlier_run_sent_an_email_gets_no_other(tmp_path: Path) -> None:
    page = "<html><p>Lamps from Lund.</p></html>"
    with opened(tmp_path) as history:
        first = await run_with(history, f"bumblebox\n{page}", only_new=True)
        assert sent(first) == ["bumblebox", "pasted-1"]
        assert history.flush()
        second = await run_with(history, f"bumblebox, clackwork\n<html><p>Another.</p></html>\n{page}", only_new=True)
        again = await run_with(history, "bumblebox")
    assert sent(second) == ["clackwork", "pasted-1"]
    assert ends(second)["bumblebox"][0] == ends(second)["pasted-2"][0] == "set aside"
    assert "Not sent again: an earlier run sent this store an e-mail" in ends(second)["bumblebox"][1]
    assert sent(again) == ["bumblebox"]


async def run_with(history: History, request: str, **params: Any) -> Trace:
    """A run of a visitor whose runs are kept."""
    planned = plan(PIPELINE, request, params, {"approve": "all", "model": "scripted:test"})
    run_id = secrets.token_hex(8)
    run = prepare(planned, history.listen(run_id, "me"), load_files=lambda space: history.files("me", space))
    await execute(run_id, planned, run, Environment(lambda _: ScriptedProvider(promoter), lambda _model, _usage: 0.001))
    assert history.flush()
    return Trace(run.log.events)


async def test_waiting_for_a_person_leaves_the_share_of_the_concurrency_to_the_others() -> None:
    waiting: list[Asked] = []

    def person(question: Asked) -> Approval[PromotionMail] | None:
        waiting.append(question)
        return Approval("approved", question.item) if len(waiting) == 2 else None

    trace, _ = await promote(PIPELINE, TWO, person=person, limits={"concurrency": 1}, answer_within_s=1)
    assert [one.item.store for one in waiting] == ["bumblebox", "clackwork"]
    assert sent(trace) == ["clackwork"]


async def test_a_run_that_rejects_everything_sends_nothing_and_says_so() -> None:
    trace, _ = await promote(PIPELINE, "bumblebox", approve="none")
    assert ends(trace)["bumblebox"] == ("set aside", "Rejected: This run rejects everything that needs a person.")
