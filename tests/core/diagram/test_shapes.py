"""What is drawn of a run: groups open and folded, and beside the declared shape whatever the model decided."""

import re
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from core import LLM, Params, concurrently, gate, group, step
from core.diagram.drawing import Diagram
from core.diagram.languages import dot, mermaid
from core.diagram.shapes import LONGEST_NAME, MORE, MOST_UNDECLARED, Arrow, Node, shape
from core.runtime.execution import Environment, execute, prepare
from core.runtime.options import RunOptions
from core.runtime.plans import Plan
from core.trace.trace import Trace
from core.workflow.description import Workflow
from core.workflows.catalogue import find_workflow
from tests.scripted import ScriptedProvider

NESTED = replace(
    find_workflow("content-pipeline"),
    parts={"research": find_workflow("research-assistant")},
    diagram=(("input", "research"), ("research", "rejected"), ("research", "polish"), ("polish", "output")),
)
AGENTS = replace(
    find_workflow("content-pipeline"),
    driven=("agent",),
    diagram=(("input", "plan"), ("plan", "agent"), ("agent", "output", "done"), ("agent", "rejected", "stopped")),
)
HOSTILE = '"];\n</svg><script>alert(1)</script>\\N {b|c} <f0> `x` #35; %%\x1b[31m\u202e' + "x" * 10_000


@step
async def plan(request: str, llm: LLM) -> str:
    return request


@step
async def think(llm: LLM) -> str:
    return "thought"


@step(kind="tool")
async def calculate(term: str) -> str:
    return term


async def played(workflow: Workflow, run: Callable[[str, Any, LLM], Awaitable[Any]]) -> Trace:
    """The trace of a run with this control flow, as if it were the workflow's own."""
    planned = Plan(replace(workflow, run=run), "request", Params(), RunOptions(model="scripted:test"))
    context = prepare(planned)
    await execute("test", planned, context, Environment(lambda _: ScriptedProvider([]), lambda _model, _usage: None))
    return Trace(context.log.events)


async def agent_at_work(request: str, p: Params, llm: LLM) -> str:
    await plan(request, llm)
    with group("agent"):
        for _ in range(2):
            await think(llm)
            await calculate("1 + 1")
        await think(llm)
    return "done"


def by_name(nodes: tuple[Node, ...]) -> dict[str, Node]:
    return {"/".join((*node.group, node.name)): node for node in nodes}


def ways(workflow: Workflow, trace: Trace | None, **keywords: Any) -> dict[tuple[str, str], Arrow]:
    drawn = shape(workflow, trace, **keywords)
    names = {node.id: "/".join((*node.group, node.name)) for node in drawn.nodes}
    return {(names[arrow.start], names[arrow.end]): arrow for arrow in drawn.arrows}


def test_the_nodes_of_a_part_stand_in_its_group() -> None:
    drawn = shape(NESTED)
    assert [(node.id, node.name, node.group) for node in drawn.nodes][1:3] == [
        ("research/decompose", "decompose", ("research",)),
        ("research/anything_to_do", "anything_to_do", ("research",)),
    ]
    assert {path: declared for path, (_, declared) in drawn.groups.items()} == {("research",): True}


def test_a_folded_part_is_one_node_with_its_own_ways_left_out() -> None:
    drawn = shape(NESTED, shut=["research"])
    assert [(node.name, node.kind) for node in drawn.nodes] == [
        ("input", "terminal"),
        ("research", "group"),
        ("rejected", "terminal"),
        ("polish", "llm"),
        ("output", "terminal"),
    ]
    assert set(ways(NESTED, None, shut=["research"])) == {
        ("input", "research"),
        ("research", "rejected"),
        ("research", "polish"),
        ("polish", "output"),
    }
    assert drawn.groups == {}


async def test_a_folded_part_sums_up_the_state_of_its_steps() -> None:
    research = find_workflow("research-assistant")

    async def run(request: str, p: Params, llm: LLM) -> str:
        with group("research"):
            gate("anything_to_do", True)
            await concurrently(*(plan(request, llm) for _ in range(3)))
        return "done"

    trace = await played(NESTED, run)
    folded = by_name(shape(NESTED, trace, shut=["research"]).nodes)["research"]
    assert folded.state.state == "completed"
    assert folded.state.words.startswith("✓ 4 steps ")
    assert ways(NESTED, trace, shut=["research"])["input", "research"].taken
    assert shape(NESTED, trace).groups["research",][0].words.startswith("✓ 4 steps ")
    assert research.groups == ()


def test_a_name_that_is_no_group_folds_nothing() -> None:
    assert shape(NESTED, shut=["polish", "nobody", ""]) == shape(NESTED)


def test_what_the_model_will_decide_is_one_node_until_it_has_begun() -> None:
    assert [(node.name, node.kind) for node in shape(AGENTS).nodes] == [
        ("input", "terminal"),
        ("plan", "gate"),
        ("agent", "group"),
        ("output", "terminal"),
        ("rejected", "terminal"),
    ]


async def test_steps_nobody_declared_are_drawn_in_their_group_with_what_led_to_them() -> None:
    trace = await played(AGENTS, agent_at_work)
    nodes = by_name(shape(AGENTS, trace).nodes)
    assert set(nodes) == {"input", "plan", "agent/think", "agent/calculate", "output", "rejected"}
    assert [nodes[name].declared for name in ("plan", "agent/think", "agent/calculate")] == [True, False, False]
    assert nodes["agent/think"].state.words.startswith("✓ ×3 ")
    assert nodes["agent/calculate"].kind == "tool"
    drawn = ways(AGENTS, trace)
    assert {way for way, arrow in drawn.items() if arrow.taken} == {
        ("input", "plan"),
        ("plan", "agent/think"),
        ("agent/think", "agent/calculate"),
        ("agent/calculate", "agent/think"),
        ("agent/think", "output"),
    }
    assert drawn["agent/think", "output"].label == "done"


async def test_a_declared_way_out_of_an_open_group_that_was_not_taken_starts_at_its_border() -> None:
    arrow = ways(AGENTS, await played(AGENTS, agent_at_work))["agent/think", "rejected"]
    assert (arrow.label, arrow.taken, arrow.out_of) == ("stopped", False, ("agent",))
    text = dot(AGENTS, await played(AGENTS, agent_at_work))
    assert "compound=true" in text
    assert "ltail=cluster_0" in text


async def test_a_folded_group_the_model_drives_keeps_its_declared_ways() -> None:
    trace = await played(AGENTS, agent_at_work)
    drawn = ways(AGENTS, trace, shut=["agent"])
    assert {way: (arrow.taken, arrow.declared) for way, arrow in drawn.items()} == {
        ("input", "plan"): (True, True),
        ("plan", "agent"): (True, True),
        ("agent", "output"): (True, True),
        ("agent", "rejected"): (False, True),
    }
    assert by_name(shape(AGENTS, trace, shut=["agent"]).nodes)["agent"].state.words.startswith("✓ 5 steps ")


async def test_groups_within_groups_are_frames_within_frames() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        await plan(request, llm)
        with group("agent"):
            await think(llm)
            with group("translator"):
                await think(llm)
            await think(llm)
        return "done"

    trace = await played(AGENTS, run)
    nodes = by_name(shape(AGENTS, trace).nodes)
    assert nodes["agent/think"].state.words.startswith("✓ ×2 ")
    assert nodes["agent/translator/think"].state.words.startswith("✓ ")
    text = dot(AGENTS, trace)
    assert re.search(r"^\tsubgraph cluster_0 \{.*?^\t\tsubgraph cluster_1 \{", text, re.MULTILINE | re.DOTALL)
    inner = by_name(shape(AGENTS, trace, shut=["agent/translator"]).nodes)["agent/translator"]
    assert (inner.kind, inner.declared) == ("group", False)


async def test_a_step_outside_any_group_that_nobody_declared_stands_beside_the_declared_ones() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        await think(llm)
        await plan(request, llm)
        return "done"

    trace = await played(AGENTS, run)
    drawn = ways(AGENTS, trace)
    assert not drawn["think", "plan"].declared
    assert drawn["think", "plan"].taken
    assert not drawn["input", "plan"].taken


async def test_at_most_so_many_are_drawn_and_the_rest_is_counted() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        for number in range(500):
            with group(f"task {number}"):
                await think(llm)
        return "done"

    trace = await played(AGENTS, run)
    drawn = shape(AGENTS, trace)
    assert sum(not node.declared for node in drawn.nodes) == MOST_UNDECLARED + 1
    assert by_name(drawn.nodes)["… and 440 more"].id == MORE
    assert any((arrow.start, arrow.end) == (MORE, "output") for arrow in drawn.arrows)
    assert len(dot(AGENTS, trace)) < 60_000


async def invented(request: str, p: Params, llm: LLM) -> str:
    with group(HOSTILE), group("a/b"):
        await think(llm)
        with group(""), group("~0"):
            await think(llm)
    with group("agent"), group(HOSTILE):
        await calculate(HOSTILE)
    return "done"


async def test_hostile_names_are_drawn_letter_by_letter_and_in_short() -> None:
    trace = await played(AGENTS, invented)
    for text in (dot(AGENTS, trace), mermaid(AGENTS, trace)):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "x" * (LONGEST_NAME + 1) not in text
        assert len(text) < 10_000
    assert "<script" not in mermaid(AGENTS, trace)
    assert 'label="\\"];' in dot(AGENTS, trace)
    every = len(shape(AGENTS, trace).nodes)
    for place, fewer in ((HOSTILE, 1), (f"{HOSTILE}/a/b", 1), (f"agent/{HOSTILE}", 0)):
        assert len(shape(AGENTS, trace, shut=[place]).nodes) == every - fewer


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz' program dot is not installed")
async def test_graphviz_draws_hostile_names_as_text() -> None:
    picture = Diagram(AGENTS, await played(AGENTS, invented)).svg
    assert picture is not None
    assert "<script" not in picture
    assert "&lt;/svg&gt;" in picture
    assert "<a " not in picture or "javascript:" not in picture


async def test_a_run_of_thousands_of_steps_is_drawn_with_a_few_dozen_nodes() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        with group("agent"):
            for number in range(3000):
                with group(f"worker {number % 7}"):
                    await think(llm)
        return "done"

    trace = await played(AGENTS, run)
    drawn = shape(AGENTS, trace)
    assert len([node for node in drawn.nodes if not node.declared]) == 7
    assert by_name(drawn.nodes)["agent/worker 0/think"].state.words.startswith("✓ ×429 ")


async def test_a_way_back_into_a_group_does_not_turn_the_order_of_the_drawing_around() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        for _ in range(2):
            with group("agent"), group("helper"):
                await think(llm)
            await plan(request, llm)
        with group("agent"), group("writer"):
            await think(llm)
        return "done"

    drawn = ways(AGENTS, await played(AGENTS, run))
    assert drawn["plan", "agent/helper/think"].back
    assert drawn["plan", "agent/writer/think"].back
    assert not drawn["agent/helper/think", "plan"].back
    assert not drawn["agent/writer/think", "output"].back


async def test_a_step_that_follows_itself_has_a_way_back_to_itself() -> None:
    async def run(request: str, p: Params, llm: LLM) -> str:
        with group("agent"):
            await think(llm)
            await think(llm)
        return "done"

    assert ways(AGENTS, await played(AGENTS, run))["agent/think", "agent/think"].back
