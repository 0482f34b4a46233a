from core.providers.protocol import Request
from core.workflows.customer_query import Concern, Task, Tasks
from tests.scripted import Answer, nodes, parents, run_scripted

WISHES = [
    Task(type="billing_inquiry", description="too high", invoice_number="INV-2054"),
    Task(type="product_return", description="back", product="boots", reason="too small"),
    Task(type="status_update", description="where", order_id="ord-1034"),
    Task(type="other", description="greet Mia"),
]


def reply_to(tasks: list[Task]) -> object:
    def reply(request: Request) -> Answer:
        if request.schema is Tasks:
            return Tasks(tasks=tasks)
        if request.schema is Concern:
            return Concern(concern="They paid twice.")
        return "Dear customer"

    return reply


async def outcomes(tasks: list[Task]) -> list[str]:
    trace, _ = await run_scripted("customer-query", reply_to(tasks))  # type: ignore[arg-type]
    return [done.outcome for done in trace.result.tasks]


async def test_every_wish_goes_to_its_own_worker_and_all_into_one_mail() -> None:
    trace, model = await run_scripted("customer-query", reply_to(WISHES))  # type: ignore[arg-type]
    assert trace.result.email == "Dear customer"
    assert sorted(nodes(trace)) == sorted(
        ["decompose", "any_wish", "billing", "product_return", "status_update", "unknown_task", "synthesize"]
    )
    assert set(parents(trace)["synthesize"][0]) == {"billing", "product_return", "status_update", "unknown_task"}
    billing, returned, status, unknown = [done.outcome for done in trace.result.tasks]
    assert "CASE-2054" in billing
    assert "They paid twice." in billing
    assert "RMA-" in returned
    assert "too small" in returned
    assert "ORD-1034" in status
    assert "greet Mia" in unknown
    assert all(outcome in model.requests[-1].messages[0].text for outcome in (billing, returned, status, unknown))


async def test_what_is_missing_or_unknown_is_reported_and_never_dropped() -> None:
    said = await outcomes(
        [
            Task(type="billing_inquiry", description="x"),
            Task(type="billing_inquiry", description="x", invoice_number="INV-1"),
            Task(type="product_return", description="x"),
            Task(type="status_update", description="x"),
            Task(type="status_update", description="x", order_id="ORD-9999"),
        ]
    )
    assert [one.partition(":")[2].strip()[:16] for one in said] == [
        "we need the invo",
        "we do not know a",
        "we need to know ",
        "we need the orde",
        "we do not know a",
    ]


async def test_a_message_without_a_wish_is_rejected() -> None:
    trace, _ = await run_scripted("customer-query", [Tasks(tasks=[])])
    assert trace.status == "rejected"
