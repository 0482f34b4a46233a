"""Where the stretches of a prompt came from, as far as the log can tell."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from core import LLM, Message, Params, fill, prompt, step
from core.providers.gemini.messages import contents
from core.providers.openai.messages import COMPATIBLE, chat_call
from core.providers.protocol import Request
from core.reports.provenance import TracedMessage, sources, trace_messages
from core.runtime.execution import Environment, execute, prepare
from core.runtime.options import RunOptions
from core.runtime.plans import Plan, plan
from core.trace.encoding import decode, encode
from core.trace.trace import Trace
from core.workflows import blog_orchestrator as blog
from core.workflows import research_assistant
from core.workflows.catalogue import find_workflow
from tests.core.runtime.test_reruns import loop_answers, research, visit
from tests.scripted import Answer, ScriptedProvider, run_scripted

Told = list[tuple[str, str, str]]
NOT_FOUND = ("value", "text of the workflow")


def told(message: TracedMessage) -> Told:
    return [(part.source.kind, part.source.name, part.text) for part in message.texts]


async def test_the_request_parameters_and_earlier_steps_are_named() -> None:
    plan_, written, review = loop_answers(0.9)
    answers = [plan_, blog.Written(text="A long enough first section.", key_points=[]), review]
    trace, _ = await run_scripted("blog-orchestrator", answers, "A garden for all", sections=1, style="dry")
    first = trace_messages(trace, visit(trace, "plan"), 1)
    assert told(first[0]) == [
        ("template", "plan_prompt", "Plan a blog post of about "),
        ("parameter", "words", "400"),
        ("template", "plan_prompt", " words in "),
        ("parameter", "style", "dry"),
        ("template", "plan_prompt", " style, with "),
        ("parameter", "sections", "1"),
        ("template", "plan_prompt", " sections."),
    ]
    assert told(first[1]) == [("request", "the request", "A garden for all")]
    second = trace_messages(trace, visit(trace, "write"), 1)
    assert ("step", "step plan → audience", "all") in told(second[0])
    assert ("value", "{before}, computed", "(none)") in told(second[0])
    third = trace_messages(trace, visit(trace, "review"), 1)
    assert told(third[1]) == [("step", "step write → text", "A long enough first section.")]
    assert [source.kind for source in sources(third)] == ["template", "step"]


async def test_a_value_that_the_workflow_put_together_is_said_to_be_computed_and_searched_for_nothing() -> None:
    trace, _ = await run_scripted("research-assistant", research, "Bees")
    system, user = trace_messages(trace, visit(trace, "synthesize"), 1)
    findings = [part for part in system.texts if part.placeholder == "findings"]
    assert [part.source.name for part in findings] == ["{findings}, computed"]
    assert told(user) == [("request", "the request", "Bees")]


async def test_a_text_that_only_a_later_step_gave_is_not_said_to_come_from_it() -> None:
    def answer(request: Request) -> Answer:
        if request.schema is not None:
            return research_assistant.Plan(subtasks=[research_assistant.Subtask(title="t", question="What is a bee?")])
        return "t: What is a bee?"

    trace, _ = await run_scripted("research-assistant", answer, "Bees")
    user = trace_messages(trace, visit(trace, "work"), 1)[1]
    assert told(user) == [(*NOT_FOUND, "t: What is a bee?")]


async def test_a_repaired_attempt_shows_its_earlier_reply() -> None:
    trace, _ = await run_scripted("research-assistant", ["no JSON at all", *research_script()], "Bees", subtasks=1)
    messages = trace_messages(trace, visit(trace, "decompose"), 2)
    assert [traced.message.role for traced in messages] == ["system", "user", "assistant", "user"]
    assert told(messages[2]) == [("reply", "this step's attempt 1", "no JSON at all")]


def research_script() -> list[Any]:
    plan_ = research_assistant.Plan(subtasks=[research_assistant.Subtask(title="a", question="b?")])
    return [plan_, "found", "report"]


@pytest.mark.parametrize("workflow", ["research-assistant", "blog-orchestrator"])
async def test_a_stored_run_tells_the_same_as_a_live_one(workflow: str) -> None:
    script: Any = research if workflow == "research-assistant" else loop_answers(0.9)
    planned = plan(workflow, options={"model": "scripted:test"}, params={} if callable(script) else {"sections": 1})
    live, stored = await live_and_stored(planned, script)
    for number, asking in live.steps.items():
        for attempt in range(1, len(asking.attempts) + 1):
            here, there = (trace_messages(trace, trace.steps[number], attempt) for trace in (live, stored))
            assert here == there


async def live_and_stored(planned: Plan, script: Any) -> tuple[Trace, Trace]:
    """The trace of a run, and the one that is read of its stored form."""
    context, model = prepare(planned), ScriptedProvider(script)
    await execute("run", planned, context, Environment(lambda _: model, lambda _model, _usage: None))
    events = context.log.events
    return Trace(events), Trace([event for _, text in encode(events) for event in decode(text)])


class Asked(Params):
    ask_prompt: str = prompt("Say {what} to {whom}.")
    other_prompt: str = prompt("Say {what} to {whom}, please.")


@step
async def ask(messages: Sequence[Message], llm: LLM) -> str:
    return (await llm.call_tools(messages, [])).text


async def one_call(text: str, request: str = "Hello, model", **params: Any) -> TracedMessage:
    """What is told of this text as the message of a step, of the live run and of the stored one."""

    async def run(request: str, p: Asked, llm: LLM) -> str:
        return await ask([Message("user", text)], llm)

    workflow = replace(find_workflow("basic-call"), run=run, params=Asked)
    planned = Plan(workflow, request, Asked(**params), RunOptions(model="scripted:test"))
    (here,), (there,) = [trace_messages(trace, trace.steps[1], 1) for trace in await live_and_stored(planned, ["So."])]
    assert here == there
    assert "".join(part.text for part in here.texts) == text
    return here


LONG = "word " * 4_000
OWN = "ask_prompt"


HOSTILE = ("{whom}", "}{what}{", " to Ann.", "Say {what} to {whom}!", "{{what}}", LONG, "é\U0001f41d")


@pytest.mark.parametrize("value", HOSTILE)
async def test_a_hostile_value_is_told_from_the_words_around_it(value: str) -> None:
    message = await one_call(fill(Asked().ask_prompt, what=value, whom="Ann"))
    assert told(message) == [
        ("template", OWN, "Say "),
        ("value", "{what}, computed", value),
        ("template", OWN, " to "),
        ("value", "{whom}, computed", "Ann"),
        ("template", OWN, "."),
    ]
    assert message.prompts is not None
    assert [filled.name for filled in message.prompts] == [OWN]


async def test_an_empty_value_is_kept_among_the_parts_of_its_prompt() -> None:
    message = await one_call(fill(Asked().ask_prompt, what="", whom=""))
    assert message.prompts is not None
    assert [part.placeholder for part in message.prompts[0].texts] == [None, "what", None, "whom", None]
    assert [part.text for part in message.texts] == ["Say ", " to ", "."]


async def test_a_request_is_recognised_by_equality_alone() -> None:
    message = await one_call(fill(Asked().ask_prompt, what="Hello, model", whom="Hello, model, and more"))
    assert [(kind, text) for kind, _, text in told(message) if kind != "template"] == [
        ("request", "Hello, model"),
        ("value", "Hello, model, and more"),
    ]
    message = await one_call("unconcerted, concertedly, then: concerted", "concerted")
    assert told(message) == [(*NOT_FOUND, "unconcerted, concertedly, then: concerted")]


async def test_prompts_with_text_around_them_are_all_known_and_the_rest_is_of_the_workflow() -> None:
    first = fill(Asked().ask_prompt, what="a", whom="b")
    message = await one_call("> " + first + "\n" + fill("Then say {what}!", what="Hello, model") + " So.")
    assert told(message) == [
        (*NOT_FOUND, "> "),
        ("template", OWN, "Say "),
        ("value", "{what}, computed", "a"),
        ("template", OWN, " to "),
        ("value", "{whom}, computed", "b"),
        ("template", OWN, "."),
        (*NOT_FOUND, "\n"),
        ("template", "a prompt in the workflow's code", "Then say "),
        ("request", "the request", "Hello, model"),
        ("template", "a prompt in the workflow's code", "!"),
        (*NOT_FOUND, " So."),
    ]


async def test_a_prompt_that_went_through_other_text_operations_is_text_of_the_workflow() -> None:
    filled = fill(Asked().ask_prompt, what="a", whom="b")
    message = await one_call(f"{filled} And more.")
    assert told(message) == [(*NOT_FOUND, "Say a to b. And more.")]


async def test_a_prompt_with_braces_of_its_own_is_known_by_its_name() -> None:
    template = 'Answer as {"json": {{x}}} to {what}{whom} in {{{braces}}}'
    message = await one_call(fill(template, what="you", whom="me"), ask_prompt=template)
    assert message.prompts is not None
    assert [filled.name for filled in message.prompts] == [OWN]


async def test_a_run_of_before_parts_were_recorded_says_so_and_shows_what_was_sent() -> None:
    trace, _ = await run_scripted("basic-call", ["Well."], "Hello")
    (asking,) = trace.steps.values()
    asking.attempts[0].fillings = None
    for message in trace_messages(trace, asking, 1):
        assert message.prompts is None
        assert told(message) == [("unknown", "its parts were not recorded", message.message.text)]


def test_a_provider_sends_the_text_of_a_filled_prompt_and_nothing_of_its_parts() -> None:
    filled = fill(Asked().ask_prompt, what="a", whom="b")
    knowing, plain = [Request("m", (Message("user", text),)) for text in (filled, str(filled))]
    assert json.dumps(chat_call(knowing, COMPATIBLE).parameters) == json.dumps(chat_call(plain, COMPATIBLE).parameters)
    assert contents(knowing.messages, {})[0].model_dump_json() == contents(plain.messages, {})[0].model_dump_json()
