import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from core.workflow.description import Workflow
from core.workflows.catalogue import find_workflow, find_workflows
from pages.gallery.mini_diagram import mini_svg, picture_of
from pages.gallery.mini_layout import DOT, HEIGHT, WIDTH, lay_out

EVERY = list(find_workflows().values())
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("workflow", EVERY, ids=[one.id for one in EVERY])
def test_a_small_diagram_holds_every_node_inside_its_frame(workflow: Workflow) -> None:
    layout = lay_out(workflow)
    assert set(layout.places) == set(workflow.outline)
    assert len(set(layout.places.values())) == len(workflow.outline)
    assert all(0 < x < layout.width and 0 < y < layout.height for x, y in layout.places.values())
    drawn = ElementTree.fromstring(mini_svg(workflow))
    arrows = [one for one in drawn if one.tag == f"{SPACE}path"]
    assert len(arrows) == len({edge[:2] for edge in workflow.diagram})


@pytest.mark.parametrize("workflow", EVERY, ids=[one.id for one in EVERY])
def test_edges_go_to_the_right_but_for_those_that_lead_back(workflow: Workflow) -> None:
    layout = lay_out(workflow)
    for source, target, *_ in workflow.diagram:
        right = layout.places[target][0] > layout.places[source][0]
        assert right is ((source, target) not in layout.back)


@pytest.mark.parametrize("workflow", EVERY, ids=[one.id for one in EVERY])
def test_no_edge_runs_behind_a_node_so_that_it_seems_to_begin_or_end_there(workflow: Workflow) -> None:
    layout = lay_out(workflow)
    drawn = ElementTree.fromstring(mini_svg(workflow))
    paths = [one.attrib["d"] for one in drawn if one.tag == f"{SPACE}path"]
    ways = dict.fromkeys(edge[:2] for edge in workflow.diagram)
    for way, path in zip(ways, paths, strict=True):
        others = {name: place for name, place in layout.places.items() if name not in way}
        crossed = {
            name for point in along(path) for name, place in others.items() if covers(workflow, name, place, point)
        }
        assert not crossed, f"{way} crosses {crossed}"


def along(path: str) -> Iterator[tuple[float, float]]:
    """Points on a path of straight pieces and curves, close to each other."""
    x = y = 0.0
    for letter, numbers in re.findall(r"([MHVC])([^MHVC]*)", path):
        given = [float(one) for one in numbers.split()]
        ends = {"M": given, "C": given[-2:], "H": [*given, y], "V": [x, *given]}[letter]
        bends = [(x, y), *zip(given[::2], given[1::2], strict=True)] if letter == "C" else [(x, y), (ends[0], ends[1])]
        if letter != "M":
            yield from (bezier(bends, share / 50) for share in range(51))
        x, y = ends


def bezier(points: list[tuple[float, float]], share: float) -> tuple[float, float]:
    while len(points) > 1:
        points = [(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for (x1, y1), (x2, y2) in pairwise(points)]
    return points[0]


def covers(workflow: Workflow, name: str, place: tuple[float, float], point: tuple[float, float]) -> bool:
    small = workflow.outline[name] == "terminal"
    across, down = (DOT, DOT) if small else (WIDTH / 2, HEIGHT / 2)
    return abs(point[0] - place[0]) < across and abs(point[1] - place[1]) < down


def test_a_group_is_one_node_with_a_double_border() -> None:
    research = find_workflow("research-assistant")
    edges = (("input", "research"), ("research", "output"))
    drawn = mini_svg(replace(research, parts={"research": research}, diagram=edges))
    assert drawn.count("<rect") == 2
    assert ">research</text>" in drawn


def test_the_picture_is_an_address_that_fetches_nothing() -> None:
    kind, _, data = picture_of("calendar-chain").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b"<script" not in base64.b64decode(data)
    assert b"http" not in base64.b64decode(data).replace(b"http://www.w3.org/2000/svg", b"")
