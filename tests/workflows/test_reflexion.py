from core.providers.protocol import Request
from core.workflows.reflexion import ReflexionParams, check
from tests.scripted import Answer, nodes, run_scripted

RULES = {"min_words": 2, "max_words": 4, "must_include": "sun", "must_avoid": "rain", "must_end_with": "!"}


async def test_a_text_that_keeps_the_rules_is_done() -> None:
    trace, _ = await run_scripted("reflexion", ["The sun shines!"], None, None, **RULES)
    assert trace.result.accepted
    assert nodes(trace) == ["write", "check", "keeps_the_rules"]


async def test_the_report_and_the_last_text_go_into_the_next_attempt() -> None:
    trace, model = await run_scripted("reflexion", ["Rain", "Sun today!"], None, None, **RULES)
    assert trace.result.accepted
    system = model.requests[1].messages[0].text
    assert "Your last text:\nRain" in system
    assert "The word “rain” must not occur." in system
    assert "The word “sun” is missing." in system


async def test_rules_that_cannot_be_kept_end_at_the_cap_with_the_best_attempt() -> None:
    def never(_: Request) -> Answer:
        return "sun"

    trace, model = await run_scripted("reflexion", never, None, None, **{**RULES, "max_attempts": 3})
    assert trace.status == "completed"
    assert not trace.result.accepted
    assert len(model.requests) == len(trace.result.attempts) == 3


async def test_words_are_whole_words_and_lengths_have_both_bounds() -> None:
    p = ReflexionParams(**RULES)
    assert await check("Sunny day!", p) == ["The word “sun” is missing."]
    assert await check("Sun and sand and sea!", p) == ["It has 5 words, more than 4."]
    assert await check("Sun!", p) == ["It has 1 words, fewer than 2."]
