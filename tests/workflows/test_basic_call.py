from tests.scripted import nodes, run_scripted


async def test_one_call_answers_with_the_edited_prompts() -> None:
    trace, model = await run_scripted(
        "basic-call", ["Bonjour."], "Say hello", system_prompt="Speak French.", user_prompt="Please: {request}"
    )
    assert trace.result.text == "Bonjour."
    assert nodes(trace) == ["answer"]
    assert [message.text for message in model.requests[0].messages] == ["Speak French.", "Please: Say hello"]


async def test_the_temperature_reaches_the_model() -> None:
    _, model = await run_scripted("basic-call", ["x"], temperature=1.5)
    assert model.requests[0].temperature == 1.5
