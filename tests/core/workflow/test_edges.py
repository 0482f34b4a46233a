"""A workflow used inside another: qualified names, edges across the border, folding, and a model of one's own."""

from dataclasses import replace

import pytest

from core import LLM, Params, Rejected, group, step
from core.diagram.paths import fold, folded
from core.errors import InputError, WorkflowError
from core.runtime.plans import plan
from core.workflow.edges import flatten
from core.workflows.catalogue import find_workflow

RESEARCH = find_workflow("research-assistant")
CALENDAR = find_workflow("calendar-chain")
FAQ = find_workflow("faq-chain")


class OuterParams(Params):
    pass


@step
async def report(request: str, p: OuterParams, llm: LLM) -> str:
    return await llm.text("Report.", request)


async def run(request: str, p: OuterParams, llm: LLM) -> str | Rejected:
    with group("research"):
        found = await RESEARCH.run(request, RESEARCH.params(), llm)
    return found if isinstance(found, Rejected) else await report(found.text, p, llm)


OUTER = replace(
    RESEARCH,
    run=run,
    params=OuterParams,
    parts={"research": RESEARCH},
    diagram=(("input", "research"), ("research", "rejected"), ("research", "report"), ("report", "output")),
)


def test_a_part_stands_with_its_own_nodes_under_qualified_names() -> None:
    assert list(OUTER.outline.items()) == [
        ("input", "terminal"),
        ("research", "group"),
        ("rejected", "terminal"),
        ("report", "llm"),
        ("output", "terminal"),
    ]
    assert OUTER.nodes == {
        "input": "terminal",
        "research/decompose": "llm",
        "research/anything_to_do": "gate",
        "research/work": "llm",
        "research/synthesize": "llm",
        "rejected": "terminal",
        "report": "llm",
        "output": "terminal",
    }
    assert OUTER.groups == ("research",)
    assert OUTER.asking == ("research/decompose", "research/work", "research/synthesize", "report")


def test_edges_cross_the_border_where_the_part_begins_ends_and_rejects() -> None:
    assert set(OUTER.edges) == {
        ("input", "research/decompose"),
        ("research/decompose", "research/anything_to_do"),
        ("research/anything_to_do", "research/work", "each"),
        ("research/work", "research/synthesize", "all"),
        ("research/anything_to_do", "rejected", "no"),
        ("research/synthesize", "report"),
        ("report", "output"),
    }


def test_a_part_that_rejects_goes_on_like_one_that_completed_unless_it_is_said_otherwise() -> None:
    kept = flatten((("input", "a"), ("a", "b"), ("b", "output")), {"a": CALENDAR.edges})
    assert ("a/is_it_an_event", "b", "no") in kept
    passed_on = flatten((("input", "a"), ("a", "b"), ("a", "rejected"), ("b", "output")), {"a": CALENDAR.edges})
    assert ("a/is_it_an_event", "rejected", "no") in passed_on
    assert ("a/is_it_an_event", "b", "no") not in passed_on


def test_labels_of_both_sides_of_the_border_are_kept() -> None:
    edges = flatten((("input", "a", "each"), ("a", "b", "all"), ("b", "output")), {"a": CALENDAR.edges})
    assert ("input", "a/extract", "each") in edges
    assert ("a/confirm", "b", "all") in edges


def test_parts_nest() -> None:
    twice = replace(OUTER, parts={"outer": OUTER}, diagram=(("input", "outer"), ("outer", "output")))
    assert twice.nodes["outer/research/work"] == "llm"
    assert twice.groups == ("outer", "outer/research")
    assert ("outer/research/synthesize", "outer/report") in twice.edges
    assert "outer/research/work" in twice.fan_outs


def test_a_part_in_a_fan_out_runs_as_often_as_there_are_items() -> None:
    diagram = (("input", "plan"), ("plan", "event", "each"), ("event", "join", "all"), ("join", "output"))
    many = replace(OUTER, parts={"event": CALENDAR}, diagram=diagram)
    assert {"event/extract", "event/is_it_an_event", "event/details", "event/confirm"} == many.fan_outs
    assert many.runs_branches
    assert replace(many, parts={"event": FAQ}, diagram=(("input", "event"), ("event", "output"))).runs_branches
    assert not replace(many, parts={"event": CALENDAR}, diagram=(("input", "event"), ("event", "output"))).runs_branches


def test_a_group_that_the_model_drives_is_a_node_that_can_have_its_own_model() -> None:
    driven = replace(OUTER, parts={}, driven=("agent",), diagram=(("input", "agent"), ("agent", "output")))
    assert driven.nodes == {"input": "terminal", "agent": "group", "output": "terminal"}
    assert driven.asking == driven.groups == driven.groups_driven == ("agent",)


def test_a_group_that_the_diagram_does_not_name_is_a_fault_of_the_file() -> None:
    for wrong in ({"parts": {"reserch": RESEARCH}}, {"driven": ("agent",)}):
        with pytest.raises(WorkflowError, match="is in no edge"):
            replace(OUTER, **{"parts": {"research": RESEARCH}, **wrong})  # type: ignore[arg-type]


def test_a_folded_group_is_one_node_and_what_happens_within_it_is_no_way() -> None:
    ways = {("input", "a/x"), ("a/x", "a/b/y"), ("a/b/y", "z"), ("z", "z")}
    assert folded(ways, ["a"]) == {("input", "a"), ("a", "z"), ("z", "z")}
    assert folded(ways, ["a/b"]) == {("input", "a/x"), ("a/x", "a/b"), ("a/b", "z"), ("z", "z")}
    assert fold("a/b/y", ["a/b", "a"]) == "a"
    assert fold("ab/y", ["a"]) == "ab/y"


def test_only_a_step_or_a_group_that_asks_a_model_can_have_its_own() -> None:
    with pytest.raises(InputError, match=r"no step 'anything_to_do' that asks a model"):
        plan("research-assistant", None, None, {"models": {"anything_to_do": "simulated:demo"}})
