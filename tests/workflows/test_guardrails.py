import pytest

from core.providers.protocol import Request
from core.workflows.guardrails import CalendarCheck, SecurityCheck
from tests.scripted import Answer, nodes, parents, run_scripted


def checks(calendar: bool = True, confidence: float = 0.9, safe: bool = True) -> object:
    def reply(request: Request) -> Answer:
        if request.schema is CalendarCheck:
            return CalendarCheck(is_calendar_request=calendar, confidence=confidence)
        if request.schema is SecurityCheck:
            return SecurityCheck(is_safe=safe, risk_flags=[] if safe else ["prompt injection"])
        return "Scheduled."

    return reply


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_both_checks_look_at_the_request_before_it_is_processed(mode: str) -> None:
    trace, _ = await run_scripted("guardrails", checks(), options={"mode": mode})  # type: ignore[arg-type]
    assert trace.result.text == "Scheduled."
    assert nodes(trace) == ["check_calendar", "check_security", "is_valid", "process"]
    assert parents(trace)["is_valid"] == [["check_calendar", "check_security"]]
    assert parents(trace)["check_security"] == [[]]


@pytest.mark.parametrize(
    ("failing", "named"),
    [
        (checks(safe=False), "prompt injection"),
        (checks(calendar=False), "calendar check"),
        (checks(confidence=0.7), "calendar check"),
    ],
)
async def test_the_rejection_names_the_check_that_failed(failing: object, named: str) -> None:
    trace, _ = await run_scripted("guardrails", failing)  # type: ignore[arg-type]
    assert trace.status == "rejected"
    assert named in trace.reason


async def test_both_checks_are_needed_even_when_failures_are_kept() -> None:
    def fails(request: Request) -> Answer:
        return ValueError("broken") if request.schema is SecurityCheck else checks()(request)  # type: ignore[operator]

    trace, _ = await run_scripted("guardrails", fails, options={"on_error": "keep"})
    assert trace.status == "failed"


async def test_the_date_is_told_to_the_step_that_schedules() -> None:
    _, model = await run_scripted("guardrails", checks(), "Tea on Friday!", today="2027-05-31")  # type: ignore[arg-type]
    assert "Monday, 31 May 2027" in model.requests[-1].messages[0].text
