"""A run from one of an earlier run's steps on: what is reused, what is asked again, and what is refused."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from core.diagram.languages import dot
from core.errors import InputError, ModelRefused
from core.providers.protocol import Request
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import Plan, only_recorded, plan
from core.runtime.reruns import as_editable, labels, rerun
from core.trace import events as e
from core.trace.encoding import decode, encode
from core.trace.trace import Step, Trace
from core.workflows import blog_orchestrator as blog
from core.workflows import code_optimizer, intent_router, research_assistant, support_system
from core.workflows.catalogue import find_workflow
from tests.scripted import Answer, ScriptedProvider, nodes, parents, run_scripted

Script = Sequence[Any] | Callable[[Request], Answer]


async def run_plan(planned: Plan, script: Script) -> Trace:
    provider = ScriptedProvider(script)
    run = prepare(planned)
    await execute("again", planned, run, Environment(lambda _: provider, lambda _model, _usage: 0.001))
    assert not provider.left, f"answers never asked for: {provider.left}"
    return Trace(run.log.events)


def stored(events: list[Any]) -> Trace:
    """The run as the history gives it back: JSON in place of objects."""
    return Trace([event for _, text in encode(events) for event in decode(text)])


def visit(trace: Trace, node: str, number: int = 1) -> Step:
    """The node's visit with this number."""
    return [step for step in trace.steps.values() if step.node == node][number - 1]


def live(trace: Trace) -> list[str]:
    """The nodes that were not reused."""
    return [step.node for step in trace.steps.values() if not step.reused]


def research(request: Request) -> Answer:
    """Answers by what is asked, so that branches may come in any order."""
    system, asked = request.messages[0].text, request.messages[-1].text
    if request.schema is not None:
        subtasks = [research_assistant.Subtask(title=name, question=f"{name}?") for name in ("a", "b", "c")]
        return research_assistant.Plan(subtasks=subtasks)
    return f"report of {system.count('##')}" if "## " in system else f"found {asked}"


@pytest.mark.parametrize("modes", [("parallel", "sequential"), ("sequential", "parallel")])
async def test_steps_before_the_chosen_one_are_reused_in_either_mode(modes: tuple[str, str]) -> None:
    first, _ = await run_scripted("research-assistant", research, options={"mode": modes[0]})
    planned = rerun(first, step=visit(first, "synthesize").id, draft=other_mode(first, modes[1]))
    again = await run_plan(planned, ["another report"])
    assert live(again) == ["synthesize"]
    assert sorted(nodes(again)) == sorted(nodes(first))
    assert again.result.text == "another report"
    assert again.result.findings == first.result.findings
    assert parents(again) == parents(first)
    assert again.totals().calls == 1
    assert again.totals().cost_usd == 0.001


def other_mode(trace: Trace, mode: str) -> Plan:
    return plan(trace.workflow, trace.request, trace.params, {**trace.options, "mode": mode})


async def test_one_branch_runs_again_and_what_follows_it_while_its_siblings_are_reused() -> None:
    first, _ = await run_scripted("research-assistant", research)
    second = visit(first, "work", 2)
    again = await run_plan(rerun(first, step=second.id), ["found anew", "another report"])
    assert live(again) == ["work", "synthesize"]
    assert [one.text for one in again.result.findings] == ["found a: a?", "found anew", "found c: c?"]


async def test_an_edited_output_is_used_in_place_of_the_recorded_one() -> None:
    first, _ = await run_scripted("research-assistant", research)
    edited = '[{"title": "only", "question": "this?"}]'
    again = await run_plan(rerun(first, step=visit(first, "decompose").id, edited=edited), research)
    assert [one.reused for one in again.steps.values()] == ["edited", "", "", ""]
    assert [one.text for one in again.result.findings] == ["found only: this?"]
    assert again.parent == "test-run"
    assert again.rerun == {
        "step": 1,
        "name": "decompose",
        "reused": 0,
        "edited": [{"title": "only", "question": "this?"}],
    }


async def test_what_a_history_gives_back_is_made_into_what_the_steps_return() -> None:
    provider = ScriptedProvider(research)
    planned = plan("research-assistant", "Bees", options={"model": "scripted:test"})
    run = prepare(planned)
    await execute("test-run", planned, run, Environment(lambda _: provider, lambda _model, _usage: 0.001))
    first = stored(run.log.events)
    assert isinstance(visit(first, "work").output, dict)
    again = await run_plan(rerun(first, step=visit(first, "synthesize").id), ["another report"])
    assert isinstance(visit(again, "work").output, research_assistant.Finding)
    assert [one.reused for one in again.steps.values()] == ["same"] * 5 + [""]


async def test_an_edited_route_takes_the_other_branch() -> None:
    guess = intent_router.Classified(intent="billing_inquiry", confidence=0.9)
    first, _ = await run_scripted("intent-router", [guess, "about money"])
    decision = visit(first, "intent")
    assert labels(find_workflow("intent-router"), decision) == (
        "technical_support",
        "billing_inquiry",
        "general_question",
    )
    planned = rerun(first, step=decision.id, edited="technical_support")
    again = await run_plan(planned, ["about the router"])
    assert nodes(again) == ["classify", "intent", "technical_support"]
    assert [one.reused for one in again.steps.values()] == ["same", "edited", ""]
    assert again.result.category == "technical_support"
    assert again.result.reply == "about the router"


async def test_an_edited_gate_rejects_what_had_passed() -> None:
    first, _ = await run_scripted("research-assistant", research)
    again = await run_plan(rerun(first, step=visit(first, "anything_to_do").id, edited="no"), [])
    assert again.status == "rejected"
    assert again.totals().calls == 0
    assert again.totals().cost_usd == 0


def loop_answers(*scores: float) -> list[Any]:
    planned = blog.Plan(
        topic_analysis="t",
        audience="all",
        sections=[blog.Section(type="body", description="d", style_guide="s", target_words=100)],
    )
    reviews = [blog.Review(cohesion=score, edits=[], revised_text=f"text {score}") for score in scores]
    return [planned, blog.Written(text="text", key_points=[]), *reviews]


async def test_a_later_round_of_a_loop_runs_again_and_the_earlier_ones_are_reused() -> None:
    first, _ = await run_scripted("blog-orchestrator", loop_answers(0.1, 0.2, 0.3), sections=1)
    assert nodes(first).count("review") == 3
    better = blog.Review(cohesion=0.9, edits=[], revised_text="")
    again = await run_plan(rerun(first, step=visit(first, "review", 2).id), [better])
    assert again.result.scores == [0.1, 0.9]
    assert live(again) == ["review", "good_enough"]


async def test_an_edited_review_ends_the_loop_early() -> None:
    first, _ = await run_scripted("blog-orchestrator", loop_answers(0.1, 0.2, 0.3), sections=1)
    edited = '{"cohesion": 1.0, "edits": [], "revised_text": ""}'
    again = await run_plan(rerun(first, step=visit(first, "review").id, edited=edited), [])
    assert again.result.scores == [1.0]
    assert again.totals().calls == 0


async def test_a_step_that_returns_one_of_a_few_texts_offers_those() -> None:
    trace, _ = await run_scripted("support-system", [support_system.Sorted(category="general"), "Hello!"], "Hi")
    decided = next(step for step in trace.steps.values() if isinstance(step.output, str) and step.kind == "llm")
    offered = labels(find_workflow("support-system"), decided)
    assert decided.output in offered
    assert rerun(trace, step=decided.id, edited=offered[-1]).reuse is not None
    with pytest.raises(InputError, match="No run was started"):
        rerun(trace, step=decided.id, edited="none of them")


@pytest.mark.parametrize(
    ("node", "text", "said"),
    [
        ("decompose", "[{]", "not JSON"),
        ("decompose", "{}", "does not fit"),
        ("decompose", '[{"title": "a"}]', "0.question: Field required"),
        ("decompose", "[" * 100_000, "not JSON"),
        ("decompose", " " * 1_000_001, "Shorten it"),
        ("anything_to_do", "maybe", "knows yes, no; not 'maybe'"),
    ],
)
async def test_an_edit_that_the_schema_refuses_starts_no_run(node: str, text: str, said: str) -> None:
    first, _ = await run_scripted("research-assistant", research)
    with pytest.raises(InputError) as refused:
        rerun(first, step=visit(first, node).id, edited=text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_route_may_only_say_what_the_diagram_knows() -> None:
    guess = intent_router.Classified(intent="billing_inquiry", confidence=0.9)
    first, _ = await run_scripted("intent-router", [guess, "about money"])
    with pytest.raises(InputError, match="knows technical_support, billing_inquiry, general_question; not 'refund'"):
        rerun(first, step=visit(first, "intent").id, edited="refund")


async def test_a_step_or_workflow_that_is_not_there_is_named() -> None:
    first, _ = await run_scripted("research-assistant", research)
    with pytest.raises(InputError, match="no step 99"):
        rerun(first, step=99)
    other, _ = await run_scripted("basic-call", ["hello"], "Say hello")
    with pytest.raises(InputError, match="one of research-assistant, not of basic-call"):
        rerun(first, draft=rerun(other))


async def test_the_same_again_begins_at_the_beginning_and_names_its_parent() -> None:
    first, _ = await run_scripted("research-assistant", research, subtasks=2)
    again = await run_plan(rerun(first), research)
    assert live(again) == nodes(again) == nodes(first)
    assert (again.request, again.params, again.options) == (first.request, first.params, first.options)
    assert (again.parent, again.rerun) == ("test-run", None)


async def test_outputs_are_reused_under_a_changed_prompt_and_marked() -> None:
    first, _ = await run_scripted("blog-orchestrator", loop_answers(0.9), sections=1)
    step = visit(first, "review").id
    draft = plan("blog-orchestrator", "Quite another topic", {"sections": 1}, {"model": "scripted:test"})
    again = await run_plan(rerun(first, step=step, draft=draft), loop_answers(0.9)[2:])
    assert [(one.node, one.reused) for one in again.steps.values()] == [
        ("plan", "changed"),
        ("write", "changed"),
        ("review", ""),
        ("good_enough", ""),
    ]


async def test_a_failed_branch_stays_failed_before_the_chosen_step_and_can_be_run_again() -> None:
    def answer(request: Request) -> Answer:
        return ModelRefused("No.") if request.messages[-1].text == "b: b?" else research(request)

    first, _ = await run_scripted("research-assistant", answer, options={"on_error": "keep"})
    again = await run_plan(rerun(first, step=visit(first, "synthesize").id), ["another report"])
    assert [one.text for one in again.result.findings] == ["found a: a?", "found c: c?"]
    mended = await run_plan(rerun(first, step=visit(first, "work", 2).id), ["found b", "a report of all"])
    assert [one.text for one in mended.result.findings] == ["found a: a?", "found b", "found c: c?"]


async def test_what_was_stopped_runs_when_the_run_is_taken_up_again() -> None:
    def answer(request: Request) -> Answer:
        text = research(request)
        return text if request.schema or request.messages[-1].text != "c: c?" else ValueError("a fault of ours")

    first, _ = await run_scripted("research-assistant", answer, options={"mode": "sequential"})
    assert first.status == "failed"
    again = await run_plan(rerun(first, step=visit(first, "work", 3).id), ["found c", "report"])
    assert live(again) == ["work", "synthesize"]


async def test_a_rerun_of_a_rerun_reuses_what_was_edited() -> None:
    first, _ = await run_scripted("research-assistant", research)
    edited = '[{"title": "only", "question": "this?"}]'
    second = await run_plan(rerun(first, step=visit(first, "decompose").id, edited=edited), research)
    third = await run_plan(rerun(second, step=visit(second, "synthesize").id), ["third"])
    assert third.parent == "again"
    assert [one.text for one in third.result.findings] == ["found only: this?"]


async def test_text_is_edited_as_text_and_anything_else_as_json() -> None:
    code = code_optimizer.Code(code="def f(): pass")
    judged = code_optimizer.Judgement(score=9, feedback="")
    first, _ = await run_scripted("code-optimizer", [code, judged], "Write f()", max_iterations=1)
    assert as_editable(visit(first, "generate")) == "def f(): pass"
    assert as_editable(visit(first, "judge")).startswith("{\n")
    assert as_editable(visit(first, "good_enough")) in ("yes", "no")
    again = await run_plan(rerun(first, step=visit(first, "generate").id, edited="def g(): pass"), [judged])
    assert visit(again, "generate").output == "def g(): pass"


async def test_every_recorded_output_can_be_edited_into_itself() -> None:
    first, _ = await run_scripted("research-assistant", research)
    for step in first.steps.values():
        planned = rerun(first, step=step.id, edited=as_editable(step))
        assert planned.reuse is not None


async def test_the_diagram_says_what_was_reused_and_what_was_edited() -> None:
    guess = intent_router.Classified(intent="billing_inquiry", confidence=0.9)
    first, _ = await run_scripted("intent-router", [guess, "about money"])
    again = await run_plan(rerun(first, step=visit(first, "intent").id, edited="technical_support"), ["a red light"])
    drawn = dot(find_workflow("intent-router"), again)
    assert "✓ reused" in drawn
    assert "✓ edited technical_support" in drawn
    assert "reused" not in dot(find_workflow("intent-router"), first)


def test_a_decision_that_is_only_recorded_is_told_from_one_that_is_obeyed() -> None:
    obeyed = find_workflow("intent-router")
    recorded = find_workflow("agent-workflow")
    assert not only_recorded(obeyed, "intent")
    assert only_recorded(recorded, "finished")


async def test_a_decision_that_the_workflow_does_not_go_by_cannot_be_edited() -> None:
    trace = Trace([e.RunStarted(0.0, "run", "agent-workflow", "Hi", {}, {}, "")])
    trace.feed([e.Decided(0.0, 1, "finished", "gate", (), (), None, True, {})])
    with pytest.raises(InputError, match="only records what 'finished' said, and does not go by it"):
        rerun(trace, step=1, edited="no")
