from core.providers.protocol import Reply, Request, ToolCall, Usage
from tests.scripted import Answer, nodes, run_scripted

NOW = "2026-11-21T12:00:00+00:00"


def call(name: str, arguments: str) -> Reply:
    return Reply("", Usage(1, 1), "m", "tool_calls", (ToolCall("1", name, arguments),))


async def test_a_tool_is_run_for_real_and_its_result_goes_back_to_the_model() -> None:
    script = [call("calculate", '{"expression": "6*7"}'), "Ready.", "It is 42."]
    trace, model = await run_scripted("tool-use", script)
    assert trace.result.text == "It is 42."
    assert trace.result.tools_used == ["calculate"]
    assert nodes(trace) == ["decide", "wants_tools", "use_tools", "decide", "wants_tools", "answer"]
    assert model.requests[1].messages[-1].text == "42"
    assert model.requests[2].tools == ()


async def test_the_record_of_a_turn_holds_what_was_said_before_it_and_nothing_later() -> None:
    script = [call("calculate", '{"expression": "6*7"}'), "Ready.", "It is 42."]
    trace, _ = await run_scripted("tool-use", script, "What is 6*7?")
    first, second = (step for step in trace.steps.values() if step.node == "decide")
    assert [one.role for one in first.input["conversation"]] == ["user"]
    assert [one.role for one in first.attempts[0].messages] == ["system", "user"]
    assert [one.role for one in second.input["conversation"]] == ["user", "assistant", "tool"]


async def test_the_clock_shows_the_time_it_is_given() -> None:
    _, model = await run_scripted(
        "tool-use", [call("time_in", '{"timezone": "Asia/Tokyo"}'), "Ready.", "Nine."], now=NOW
    )
    assert model.requests[1].messages[-1].text == "Saturday, 21 November 2026, 21:00 (Asia/Tokyo)"


async def test_unknown_tools_and_bad_arguments_go_back_as_errors() -> None:
    script = [call("shell", '{"command": "ls"}'), call("weather", "{}"), "Ready.", "Sorry."]
    trace, model = await run_scripted("tool-use", script)
    assert trace.status == "completed"
    assert "There is no tool 'shell'" in model.requests[1].messages[-1].text
    assert "city: Field required" in model.requests[2].messages[-1].text


async def test_a_model_that_never_stops_asking_ends_at_the_cap() -> None:
    def asks_for_ever(_: Request) -> Answer:
        return call("weather", '{"city": "Paris"}')

    trace, model = await run_scripted("tool-use", asks_for_ever, max_rounds=2)
    assert trace.status == "failed"
    assert trace.error is not None
    assert trace.error.kind == "limit"
    assert "2 rounds" in trace.reason
    assert len(model.requests) == 3
