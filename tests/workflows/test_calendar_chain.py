from datetime import datetime

import pytest

from core.providers.protocol import Request
from core.workflows.calendar_chain import Confirmation, EventCheck, EventDetails
from tests.scripted import nodes, parents, run_scripted

EVENT = EventCheck(is_event=True, description="Tea with Ada on 1 June at 4pm", confidence=0.9)
DETAILS = EventDetails(name="Tea", start=datetime(2027, 6, 1, 16), duration_minutes=60, participants=["Ada"])
CONFIRMED = Confirmation(message="See you there! Susie", calendar_link="https://calendar.example/1")


async def test_an_event_is_extracted_checked_detailed_and_confirmed() -> None:
    trace, _ = await run_scripted("calendar-chain", [EVENT, DETAILS, CONFIRMED])
    assert trace.status == "completed"
    assert trace.result.event == DETAILS
    assert trace.result.message == CONFIRMED.message
    assert nodes(trace) == ["extract", "is_it_an_event", "details", "confirm"]
    assert parents(trace)["confirm"] == [["details"]]


@pytest.mark.parametrize(("confidence", "status"), [(0.69, "rejected"), (0.7, "completed")])
async def test_the_gate_opens_at_the_threshold(confidence: float, status: str) -> None:
    check = EVENT.model_copy(update={"confidence": confidence})
    answers = [check, DETAILS, CONFIRMED] if status == "completed" else [check]
    trace, _ = await run_scripted("calendar-chain", answers)
    assert trace.status == status


async def test_a_request_that_is_no_event_is_rejected_with_the_values_that_decided() -> None:
    trace, _ = await run_scripted("calendar-chain", [EVENT.model_copy(update={"is_event": False})])
    assert trace.status == "rejected"
    assert "calendar event" in trace.reason
    gate = list(trace.steps.values())[-1]
    assert gate.output is False
    assert gate.input == {"is_event": False, "confidence": 0.9, "min_confidence": 0.7}


async def test_the_model_is_told_the_date_the_request_and_the_signer() -> None:
    _, model = await run_scripted(
        "calendar-chain", [EVENT, DETAILS, CONFIRMED], "Tea!", today="2027-05-31", signer="Grace"
    )
    extract, details, confirm = model.requests
    assert "Today is Monday, 31 May 2027" in said(extract, "system")
    assert "Today is Monday, 31 May 2027" in said(details, "system")
    assert said(extract, "user") == "Tea!"
    assert said(details, "user") == EVENT.description
    assert "Sign as Grace." in said(confirm, "system")
    assert '"name":"Tea"' in said(confirm, "user")


def said(request: Request, role: str) -> str:
    return next(message.text for message in request.messages if message.role == role)
