import base64
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from core.workflow import Workflow, find_workflow, find_workflows
from pages.views.mini_diagram import lay_out, picture_of, svg

EVERY = list(find_workflows().values())
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("workflow", EVERY, ids=[one.id for one in EVERY])
def test_a_small_diagram_holds_every_node_inside_its_frame(workflow: Workflow) -> None:
    layout = lay_out(workflow)
    assert set(layout.places) == set(workflow.outline)
    assert len(set(layout.places.values())) == len(workflow.outline)
    assert all(0 < x < layout.width and 0 < y < layout.height for x, y in layout.places.values())
    drawn = ElementTree.fromstring(svg(workflow))
    arrows = [one for one in drawn if one.tag == f"{SPACE}path"]
    assert len(arrows) == len({edge[:2] for edge in workflow.diagram})


@pytest.mark.parametrize("workflow", EVERY, ids=[one.id for one in EVERY])
def test_edges_go_to_the_right_but_for_those_that_lead_back(workflow: Workflow) -> None:
    layout = lay_out(workflow)
    for source, target, *_ in workflow.diagram:
        right = layout.places[target][0] > layout.places[source][0]
        assert right is ((source, target) not in layout.back)


def test_a_group_is_one_node_with_a_double_border() -> None:
    research = find_workflow("research-assistant")
    edges = (("input", "research"), ("research", "output"))
    drawn = svg(replace(research, parts={"research": research}, diagram=edges))
    assert drawn.count("<rect") == 2
    assert ">research</text>" in drawn


def test_the_picture_is_an_address_that_fetches_nothing() -> None:
    kind, _, data = picture_of("calendar-chain").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b"<script" not in base64.b64decode(data)
    assert b"http" not in base64.b64decode(data).replace(b"http://www.w3.org/2000/svg", b"")
