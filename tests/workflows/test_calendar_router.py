from datetime import datetime

import pytest

from core.workflows.calendar_router import CalendarRequest, Change, Kind, ModifyEvent, NewEvent
from tests.scripted import nodes, run_scripted

NEW = NewEvent(name="Tea", start=datetime(2027, 6, 1, 16), duration_minutes=60, participants=["Ada"])
CHANGE = ModifyEvent(
    event="Tea", changes=[Change(field="time", new_value="5pm")], participants_to_add=["Bo"], participants_to_remove=[]
)


def asked(kind: Kind, confidence: float = 0.9) -> CalendarRequest:
    return CalendarRequest(request_type=kind, confidence=confidence, description="the wish")


async def test_a_new_event_goes_to_its_handler() -> None:
    trace, _ = await run_scripted("calendar-router", [asked("new_event"), NEW])
    assert trace.result.success
    assert trace.result.new_event == NEW
    assert nodes(trace) == ["classify", "kind", "new_event"]


async def test_a_change_goes_to_its_handler() -> None:
    trace, model = await run_scripted("calendar-router", [asked("modify_event"), CHANGE], today="2027-05-31")
    assert trace.result.changed_event == CHANGE
    assert "time → 5pm" in trace.result.message
    assert nodes(trace) == ["classify", "kind", "modify_event"]
    assert "Monday, 31 May 2027" in model.requests[1].messages[0].text


@pytest.mark.parametrize("answer", [asked("other"), asked("new_event", 0.69)])
async def test_anything_else_and_anything_unsure_is_rejected(answer: CalendarRequest) -> None:
    trace, _ = await run_scripted("calendar-router", [answer])
    assert trace.status == "rejected"
    assert list(trace.steps.values())[-1].output == "other"


async def test_a_request_at_the_threshold_is_handled() -> None:
    trace, _ = await run_scripted("calendar-router", [asked("new_event", 0.7), NEW])
    assert trace.status == "completed"
