import pytest

from core.workflows.structured_output import Event
from tests.scripted import nodes, run_scripted


async def test_prose_becomes_fields() -> None:
    event = Event(name="Science fair", date="Friday", participants=["Alice", "Bob"])
    trace, _ = await run_scripted("structured-output", [event])
    assert trace.result == event
    assert nodes(trace) == ["extract", "has_date"]


@pytest.mark.parametrize(("need_date", "status"), [(True, "rejected"), (False, "completed")])
async def test_without_a_date_there_is_no_event_unless_it_may_lack_one(need_date: bool, status: str) -> None:
    trace, _ = await run_scripted(
        "structured-output", [Event(name="Play", date="", participants=["Dan"])], need_date=need_date
    )
    assert trace.status == status
