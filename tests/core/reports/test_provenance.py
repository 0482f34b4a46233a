"""Where the stretches of a prompt came from, as far as the log can tell."""

from dataclasses import replace
from typing import Any

import pytest

from core import LLM, Params, step
from core.providers.protocol import Message, Request
from core.reports.provenance import TracedMessage, sources, trace_messages, value_spans
from core.reports.template_match import match_template, parts_of
from core.runtime.execution import Environment, execute, prepare
from core.runtime.options import RunOptions
from core.runtime.plans import Plan, plan
from core.trace.encoding import decode, encode
from core.trace.trace import Trace
from core.workflow.prompts import fill
from core.workflows import blog_orchestrator as blog
from core.workflows import research_assistant
from core.workflows.catalogue import find_workflow
from tests.core.runtime.test_reruns import loop_answers, research, visit
from tests.scripted import Answer, ScriptedProvider, run_scripted


def told(message: TracedMessage) -> list[tuple[str, str, str]]:
    return [(span.source.kind, span.source.name, span.text) for span in message.spans]


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
    assert [one.kind for one in sources(third)] == ["template", "step"]


async def test_the_stretches_of_a_joined_text_are_told_apart() -> None:
    trace, _ = await run_scripted("research-assistant", research, "Bees")
    system = trace_messages(trace, visit(trace, "synthesize"), 1)[0]
    assert system.match is not None
    place = next(place for place, part in enumerate(system.match.parts) if part.source == "findings")
    named = [(span.source.name, span.text) for span in value_spans(system, place) if span.source.kind == "step"]
    assert named == [(f"step work #{n} → text", f"found {name}: {name}?") for n, name in enumerate("abc", 1)]


async def test_a_text_that_only_a_later_step_gave_is_not_said_to_come_from_it() -> None:
    def answer(request: Request) -> Answer:
        if request.schema is not None:
            return research_assistant.Plan(subtasks=[research_assistant.Subtask(title="t", question="What is a bee?")])
        return "What is a bee?"

    trace, _ = await run_scripted("research-assistant", answer, "Bees")
    user = trace_messages(trace, visit(trace, "work"), 1)[1]
    assert [name for _, name, text in told(user) if "bee" in text] == ["step decompose → 1.question"]


async def test_a_repaired_attempt_shows_its_earlier_reply() -> None:
    trace, _ = await run_scripted("research-assistant", ["no JSON at all", *research_script()], "Bees", subtasks=1)
    messages = trace_messages(trace, visit(trace, "decompose"), 2)
    assert [one.message.role for one in messages] == ["system", "user", "assistant", "user"]
    assert told(messages[2]) == [("reply", "this step's attempt 1", "no JSON at all")]


def research_script() -> list[Any]:
    plan_ = research_assistant.Plan(subtasks=[research_assistant.Subtask(title="a", question="b?")])
    return [plan_, "found", "report"]


@pytest.mark.parametrize("workflow", ["research-assistant", "blog-orchestrator"])
async def test_a_stored_run_tells_the_same_as_a_live_one(workflow: str) -> None:
    script: Any = research if workflow == "research-assistant" else loop_answers(0.9)
    planned = plan(workflow, options={"model": "scripted:test"}, params={} if callable(script) else {"sections": 1})
    run = prepare(planned)
    provider = ScriptedProvider(script)
    await execute("run", planned, run, Environment(lambda _: provider, lambda _model, _usage: 0.001))
    live, stored = Trace(run.log.events), Trace([event for _, text in encode(run.log.events) for event in decode(text)])
    for number, asking in live.steps.items():
        for attempt in range(1, len(asking.attempts) + 1):
            here, there = (trace_messages(one, one.steps[number], attempt) for one in (live, stored))
            assert list(map(told, here)) == list(map(told, there))
            assert ["".join(span.text for span in one.spans) for one in here] == [one.message.text for one in here]


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("Say {what} to {whom}.", {"what": "hello", "whom": "Ann"}),
        ("{a}", {"a": "x"}),
        ("{a}: {b}", {"a": "", "b": ""}),
        ('{"json": {x}} {{not}}', {"x": "{y}"}),
        ("No placeholder", {}),
    ],
)
def test_a_filled_prompt_is_taken_apart_again(template: str, values: dict[str, str]) -> None:
    filled = fill(template, **values)
    found = parts_of(str(filled), template)
    assert found == tuple(part for part in filled.parts if part.text or part.source)
    assert match_template(Message("user", str(filled)).text, {"p": template + " and more"}) is None


def test_placeholders_without_words_between_them_are_one_value() -> None:
    found = parts_of("Say ab.", "Say {x}{y}.")
    assert found is not None
    assert [(part.text, part.source) for part in found] == [("Say ", None), ("ab", "x, y"), (".", None)]
    assert parts_of("Say", "Say {x}.") is None


def test_the_prompt_with_the_most_words_of_its_own_is_taken() -> None:
    prompts = {"short": "Say {x}", "long": "Say {x} to everybody", "free": "{x}"}
    match = match_template("Say hello to everybody", prompts)
    assert match is not None
    assert match.name == "long"


@step
async def tell(text: str, llm: LLM) -> str:
    return await llm.text("Tell.", text)


async def test_a_text_is_recognised_as_words_of_its_own_and_not_inside_another_word() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        return await tell(f"unconcerted, concertedly, then: {request}", llm)

    workflow = replace(find_workflow("basic-call"), run=run)
    planned = Plan(workflow, "concerted", Params(), RunOptions(model="scripted:test"))
    context = prepare(planned)
    model = ScriptedProvider(["Well."])
    await execute("words", planned, context, Environment(lambda _: model, lambda _model, _usage: None))
    message = trace_messages(Trace(context.log.events), Trace(context.log.events).steps[1], 1)[1]
    assert [(kind, text) for kind, _, text in told(message)] == [
        ("value", "unconcerted, concertedly, then: "),
        ("request", "concerted"),
    ]
