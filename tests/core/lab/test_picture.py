from xml.etree import ElementTree

from core.lab.timelines import MOST_STRIP_LANES, measured_strip, predicted_strip, timeline_svg
from core.lab.what_if import predict
from core.trace import events as e
from core.trace.events import Branch
from core.trace.trace import Trace
from tests.core.lab.measured import called, refused_once, run

SVG = "{http://www.w3.org/2000/svg}"


def test_a_wait_and_a_refused_attempt_are_drawn_as_such() -> None:
    (lane,) = measured_strip("x", refused_once()).lanes
    assert [(bar.look, bar.start, bar.end) for bar in lane.bars] == [
        ("wait", 0.5, 5.5),
        ("refused", 0.0, 0.5),
        ("work", 5.5, 6.5),
    ]


def test_lanes_are_branch_by_branch_whatever_started_first() -> None:
    log: list[e.Event] = [e.RunStarted(0, "r", "w", "q", {}, {}, "")]
    for number, place in ((1, 1), (2, 0), (3, 1), (4, 0)):
        log += called(number, Branch(1, place), 0.0, 1.0)
    names = [lane.name for lane in measured_strip("x", Trace(log)).lanes]
    assert names == ["ask 1", "ask 1", "ask 2", "ask 2"]


def test_a_running_step_ends_where_the_run_has_come_to() -> None:
    trace = Trace([e.RunStarted(0, "r", "w", "q", {}, {}, ""), e.StepStarted(1.0, 1, "a", "code", (), (), None, {})])
    (lane,) = measured_strip("x", trace, 3.0).lanes
    assert (lane.bars[0].start, lane.bars[0].end) == (1.0, 3.0)


def test_a_predicted_wait_for_the_rate_limit_is_drawn_as_one() -> None:
    strip = predicted_strip("x", predict(run([1.0] * 3), calls_per_minute=2))
    assert [[bar.look for bar in lane.bars] for lane in strip.lanes] == [["work"], ["work"], ["wait", "work"]]
    assert strip.wall == 61.0


def test_the_picture_is_well_formed_and_aligned_at_zero() -> None:
    slow, fast = run([1.0] * 3, mode="sequential"), run([1.0] * 3)
    root = ElementTree.fromstring(timeline_svg("FAQ", [measured_strip("slow", slow), measured_strip("fast", fast)]))
    bars = [bar for bar in root.iter(f"{SVG}rect") if bar.get("rx")]
    assert len(bars) == 6
    assert bars[0].get("x") == bars[3].get("x")
    assert len({bar.get("width") for bar in bars}) == 1


def test_no_text_becomes_markup() -> None:
    evil = '</text><script>alert(1)</script>&"'
    drawn = timeline_svg(evil, [measured_strip(evil, refused_once())])
    root = ElementTree.fromstring(drawn)
    assert not list(root.iter(f"{SVG}script"))
    assert evil in "".join(root.itertext())
    assert "<b>" not in drawn


def test_a_long_run_is_cut_and_says_so() -> None:
    drawn = timeline_svg("x", [measured_strip("long", run([1.0] * (MOST_STRIP_LANES + 5)))])
    assert "5 more steps are not drawn" in drawn
