from core.providers.protocol import Reply, ToolCall, Usage
from tests.scripted import nodes, run_scripted

PAGE = "<html><script>track()</script><h1>Bistro</h1><p>1 Quay St</p></html>"


def save(arguments: str) -> Reply:
    return Reply("", Usage(1, 1), "m", "tool_calls", (ToolCall("1", "save_restaurant", arguments),))


async def test_the_forced_call_becomes_a_row() -> None:
    trace, model = await run_scripted("tool-extraction", [save('{"name": "Bistro", "address": "1 Quay St"}')], PAGE)
    (row,) = trace.result.rows
    assert (row.name, row.address, row.phone) == ("Bistro", "1 Quay St", None)
    assert model.requests[0].force_tool == "save_restaurant"
    assert model.requests[0].messages[-1].text == "Bistro\n1 Quay St"
    assert nodes(trace) == ["extract", "save"]


async def test_a_call_without_the_name_goes_back_to_the_model() -> None:
    trace, model = await run_scripted("tool-extraction", [save('{"phone": "1"}'), save('{"name": "Bistro"}')], PAGE)
    assert trace.status == "completed"
    assert [step.status for step in trace.steps.values()] == ["completed", "failed", "completed", "completed"]
    assert "name: Field required" in model.requests[1].messages[-1].text


async def test_the_record_of_a_try_holds_no_correction_that_came_later() -> None:
    trace, _ = await run_scripted("tool-extraction", [save('{"phone": "1"}'), save('{"name": "Bistro"}')], PAGE)
    first, second = (step for step in trace.steps.values() if step.node == "extract")
    assert [one.text for one in first.input["conversation"]] == ["Bistro\n1 Quay St"]
    assert [one.role for one in first.attempts[0].messages] == ["system", "user"]
    assert [one.role for one in second.input["conversation"]] == ["user", "assistant", "user"]


async def test_a_model_that_never_calls_the_tool_ends_at_the_cap() -> None:
    trace, model = await run_scripted("tool-extraction", ["No."] * 3, PAGE, max_corrections=2)
    assert trace.status == "failed"
    assert "never called save_restaurant" in trace.reason


async def test_a_bundled_page_is_known_by_its_name() -> None:
    _, model = await run_scripted("tool-extraction", [save('{"name": "x"}')], "osteria-del-fiume")
    assert "Osteria del Fiume" in model.requests[0].messages[-1].text
