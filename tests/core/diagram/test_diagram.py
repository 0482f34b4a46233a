import re
import shutil
from dataclasses import replace
from itertools import pairwise

import pytest

from core.diagram.drawing import Diagram
from core.diagram.languages import dot, mermaid, taken_edges
from core.diagram.palette import COLOURS, FAINT_INK, INK, LINE, TAKEN
from core.diagram.shapes import shape
from core.trace import events as e
from core.trace.trace import Trace
from core.workflow.description import Workflow
from core.workflows.catalogue import find_workflow

CALENDAR = find_workflow("calendar-chain")
FAQ = find_workflow("faq-chain")
SUPPORT = find_workflow("support-triage")
OPTIMIZER = find_workflow("code-optimizer")

BEGUN = e.RunStarted(0.0, "run", "id", "request", {}, {}, "")


def started(at: float, step: int, node: str, *parents: int, branch: e.Branch | None = None) -> e.StepStarted:
    return e.StepStarted(at, step, node, "llm", parents, (), branch, {})


def decided(at: float, step: int, node: str, value: bool | str, *parents: int) -> e.Decided:
    return e.Decided(at, step, node, "gate" if isinstance(value, bool) else "route", parents, (), None, value, {})


def ended(at: float, status: e.Ending, *parents: int) -> e.RunFinished:
    return e.RunFinished(at, status, "", None, parents, None)


def node(text: str, name: str) -> str:
    found = re.search(rf"^\t{name} \[(.*)\]$", text, re.MULTILINE)
    assert found, f"no node {name} in {text}"
    return found[1]


def label(text: str, name: str) -> str:
    found = re.search(r'label=("(?:[^"\\]|\\.)*"|\S+)', node(text, name))
    assert found
    return found[1].strip('"').replace(r"\n", " | ")


def edge(text: str, start: str, end: str) -> str:
    found = re.search(rf"^\t{start} -> {end} \[(.*)\]$", text, re.MULTILINE)
    assert found, f"no edge {start} -> {end} in {text}"
    return found[1]


CALENDAR_REJECTED = Trace(
    [
        BEGUN,
        started(0.0, 1, "extract"),
        e.StepFinished(1.2, 1, "something"),
        decided(1.2, 2, "is_it_an_event", False, 1),
        ended(1.2, "rejected", 2),
    ]
)


@pytest.mark.parametrize("workflow", [CALENDAR, FAQ, SUPPORT], ids=lambda workflow: workflow.id)
def test_every_declared_node_and_edge_is_drawn(workflow: Workflow) -> None:
    text = dot(workflow)
    for name in workflow.nodes:
        assert label(text, name) == name
    for one in workflow.diagram:
        assert ("label=" in edge(text, one[0], one[1])) == (len(one) == 3)
    assert text.count(" -> ") == len(workflow.diagram)


def test_the_shape_tells_the_kind() -> None:
    assert "shape=box" in node(dot(CALENDAR), "extract")
    assert "shape=diamond" in node(dot(CALENDAR), "is_it_an_event")
    assert "shape=oval" in node(dot(CALENDAR), "rejected")
    assert "shape=hexagon" in node(dot(SUPPORT), "category")
    assert "shape=note" in node(dot(FAQ), "check_sources")


def test_nothing_is_rounded_because_browsers_take_a_second_to_redraw_it() -> None:
    assert "rounded" not in dot(CALENDAR, CALENDAR_REJECTED)
    assert "bgcolor=transparent" in dot(CALENDAR)


def test_a_step_shows_its_state_in_words_and_in_colour() -> None:
    log: list[e.Event] = [BEGUN, started(0.0, 1, "extract")]
    running = dot(CALENDAR, Trace(log))
    assert label(running, "extract") == "extract | …"
    assert COLOURS["running"][0] in node(running, "extract")
    assert COLOURS["planned"][0] in node(running, "details")

    done = dot(CALENDAR, Trace([*log, e.StepFinished(1.2, 1, None)]))
    assert label(done, "extract") == "extract | ✓ 1.2 s"
    assert COLOURS["completed"][0] in node(done, "extract")

    failure = e.Failure("timeout", "Too slow.")
    failed = dot(CALENDAR, Trace([*log, e.StepFailed(2.0, 1, failure), ended(2.0, "failed")]))
    assert label(failed, "extract") == "extract | ✗ 2.0 s"
    assert COLOURS["failed"][0] in node(failed, "extract")
    assert COLOURS["unreached"][0] in node(failed, "details")

    stopped = e.StepFailed(0.5, 1, e.Failure("cancelled", "Stopped."))
    assert label(dot(CALENDAR, Trace([*log, stopped])), "extract") == "extract | cancelled 0.5 s"

    waiting = dot(CALENDAR, Trace([*log, e.Asked(0.1, 1, "item", "note")]))
    assert label(waiting, "extract") == "extract | ‖"
    assert COLOURS["waiting"][0] in node(waiting, "extract")


def test_the_text_stays_the_same_while_nothing_happens_unless_the_time_is_asked_for() -> None:
    trace = Trace([BEGUN, started(0.0, 1, "extract")])
    assert dot(CALENDAR, trace) == dot(CALENDAR, trace)
    assert label(dot(CALENDAR, trace, now=3.0), "extract") == "extract | … 3.0 s"


def test_a_second_attempt_shows() -> None:
    log: list[e.Event] = [BEGUN, started(0.0, 1, "extract")]
    for attempt in (1, 2):
        log.append(e.AttemptStarted(0.1 * attempt, 1, attempt, "simulated:demo", (), None))
    assert label(dot(CALENDAR, Trace(log)), "extract") == "extract | … attempt 2"


def test_a_node_that_was_visited_again_shows_the_sum_of_its_visits_and_how_many() -> None:
    log: list[e.Event] = [BEGUN]
    for visit, at in enumerate((0.0, 5.0, 10.0)):
        log += [started(at, 2 * visit + 1, "run_tests"), e.StepFinished(at + 0.5, 2 * visit + 1, None)]
        log += [started(at + 0.5, 2 * visit + 2, "judge"), e.StepFinished(at + 5.0, 2 * visit + 2, None)]
    text = dot(OPTIMIZER, Trace([*log, ended(15.0, "completed", 6)]))
    assert label(text, "run_tests") == "run_tests | ✓ ×3 1.5 s"
    assert label(text, "judge") == "judge | ✓ ×3 13.5 s"

    again = Trace([*log, started(15.0, 7, "run_tests")])
    assert label(dot(OPTIMIZER, again), "run_tests") == "run_tests | … ×4 1.5 s"
    assert label(dot(OPTIMIZER, again, now=17.0), "run_tests") == "run_tests | … ×4 3.5 s"


def test_a_folded_group_shows_the_sum_of_its_steps() -> None:
    log: list[e.Event] = [BEGUN]
    for number, at in ((1, 0.0), (2, 9.0)):
        log += [e.StepStarted(at, number, "think", "llm", (), ("clerk",), None, {}), e.StepFinished(at + 1, number, "")]
    text = dot(find_workflow("agent-workflow"), Trace(log), shut=["clerk"])
    assert label(text, "clerk") == "clerk | ✓ 2 steps 2.0 s"


def test_what_waited_for_a_person_is_told_apart_from_work() -> None:
    log: list[e.Event] = [BEGUN, e.StepStarted(1.0, 1, "approve", "human", (), (), None, {})]
    log += [e.Asked(1.0, 1, "mail", "Send?", 600.0), e.Answered(21.0, 1, "approved", "mail", "")]
    text = dot(find_workflow("storefront-pipeline"), Trace([*log, e.StepFinished(21.0, 1, None)]))
    assert label(text, "approve") == "approve | ✓ 20.0 s for you"


def rounds(*decided_each: bool) -> Trace:
    """Code that is written, tested and judged, and written anew while the gate says no."""
    log: list[e.Event] = [BEGUN]
    for number, good in enumerate(decided_each):
        first = 10 * number + 1
        writer = "refine" if number else "generate"
        for step, name in enumerate((writer, "run_tests", "judge"), first):
            log += [started(0.0, step, name, *([step - 1 if step > first else first - 7] if step > 1 else []))]
            log += [e.StepFinished(0.0, step, None)]
        log.append(decided(0.0, first + 3, "good_enough", good, first + 2))
    return Trace([*log, ended(1.0, "completed", first + 3)])


def painted_ways_out(trace: Trace) -> set[str]:
    return {arrow.label for arrow in shape(OPTIMIZER, trace).arrows if arrow.start == "good_enough" and arrow.taken}


def test_of_two_edges_between_the_same_nodes_only_the_one_that_was_decided_is_painted() -> None:
    assert painted_ways_out(rounds(True)) == {"yes"}
    assert painted_ways_out(rounds(False)) == {"no, rounds used up"}
    assert painted_ways_out(rounds(False, True)) == {"no", "yes"}
    assert painted_ways_out(rounds(False, False)) == {"no", "no, rounds used up"}


def test_what_a_gate_decided_against_all_its_edges_is_drawn_as_it_happened() -> None:
    only_yes = replace(
        OPTIMIZER, diagram=tuple(one for one in OPTIMIZER.diagram if "rounds used up" not in "".join(one))
    )
    drawn = [one for one in shape(only_yes, rounds(False)).arrows if one.taken and one.start == "good_enough"]
    assert [(one.end, one.label, one.declared) for one in drawn] == [("output", "", False)]


def test_a_gate_says_what_it_decided() -> None:
    assert label(dot(CALENDAR, CALENDAR_REJECTED), "is_it_an_event") == "is_it_an_event | ✓ no"
    assert COLOURS["rejected"][0] in node(dot(CALENDAR, CALENDAR_REJECTED), "rejected")


def fan_out(finished: int, total: int) -> list[e.Event]:
    log: list[e.Event] = [BEGUN, started(0.0, 1, "questions"), e.StepFinished(1.0, 1, [])]
    log.append(e.FannedOut(1.0, 1, total, (1,)))
    for place in range(finished):
        log.append(started(1.0, 2 + place, "answer", 1, branch=e.Branch(1, place)))
        log.append(e.StepFinished(2.0, 2 + place, "text"))
    return log


def test_a_fan_out_counts_what_is_finished_out_of_all_its_branches_while_it_is_open() -> None:
    log = fan_out(3, 8)
    assert label(dot(FAQ, Trace(log)), "answer") == "answer | ✓ 3/8 3.0 s"
    log.append(started(2.0, 9, "answer", 1, branch=e.Branch(1, 3)))
    assert label(dot(FAQ, Trace(log)), "answer") == "answer | … 3/8 3.0 s"


def test_a_fan_out_counts_what_is_finished_out_of_what_came_here_once_it_has_joined() -> None:
    log = fan_out(3, 8)
    log.append(started(2.0, 9, "answer", 1, branch=e.Branch(1, 3)))
    log.append(e.StepFailed(2.5, 9, e.Failure("server", "No.")))
    log.append(e.Joined(2.5, 1, 1))
    text = dot(FAQ, Trace(log))
    assert label(text, "answer") == "answer | ✓ 4/4 ✗ 1 3.5 s"
    assert COLOURS["partly"][0] in node(text, "answer")


def test_where_branches_are_sorted_to_different_nodes_each_counts_its_own() -> None:
    edges = (("input", "answer", "each"), ("input", "sources", "each"), ("answer", "output", "all"))
    sorting = replace(FAQ, diagram=(*edges, ("sources", "output", "all")))
    log: list[e.Event] = [BEGUN, e.FannedOut(0.0, 1, 3, ())]
    log += [started(0.0, 1 + place, "answer", branch=e.Branch(1, place)) for place in range(2)]
    log += [started(0.0, 3, "sources", branch=e.Branch(1, 2)), e.StepFinished(1.0, 1, None)]
    assert label(dot(sorting, Trace(log)), "answer") == "answer | … 1/2 1.0 s"
    assert label(dot(sorting, Trace(log)), "sources") == "sources | … 0/1"


def test_a_node_visited_again_without_a_fan_out_counts_its_visits() -> None:
    log: list[e.Event] = [BEGUN]
    for number, (start, end) in enumerate(pairwise((0.0, 1.0, 2.0)), start=1):
        log += [started(start, number, "extract"), e.StepFinished(end, number, None)]
    assert label(dot(CALENDAR, Trace(log)), "extract") == "extract | ✓ ×2 2.0 s"


def test_the_way_taken_stands_out_and_the_rest_is_dashed_at_the_end() -> None:
    assert taken_edges(CALENDAR_REJECTED) == {
        ("input", "extract"),
        ("extract", "is_it_an_event"),
        ("is_it_an_event", "rejected"),
    }
    text = dot(CALENDAR, CALENDAR_REJECTED)
    assert "style=bold" in edge(text, "is_it_an_event", "rejected")
    assert TAKEN in edge(text, "is_it_an_event", "rejected")
    assert "style=dashed" in edge(text, "is_it_an_event", "details")


def test_edges_not_yet_taken_are_plain_while_the_run_goes_on() -> None:
    text = dot(CALENDAR, Trace([BEGUN, started(0.0, 1, "extract")]))
    assert "style=bold" in edge(text, "input", "extract")
    assert "style=solid" in edge(text, "extract", "is_it_an_event")


def test_a_run_that_failed_or_was_stopped_reaches_no_end() -> None:
    for status in ("failed", "cancelled"):
        trace = Trace([BEGUN, started(0.0, 1, "extract"), ended(1.0, status, 1)])
        assert taken_edges(trace) == {("input", "extract")}


HOSTILE = '"];\n</svg><script>alert(1)</script>\\N\x1b[31m'


def test_no_word_of_a_run_gets_into_the_drawing() -> None:
    log: list[e.Event] = [
        e.RunStarted(0.0, HOSTILE, HOSTILE, HOSTILE, {"a": HOSTILE}, {}, HOSTILE),
        e.StepStarted(0.0, 1, "classify", "llm", (), (), None, {"request": HOSTILE}),
        e.StepFinished(1.0, 1, HOSTILE),
        e.Decided(1.0, 2, "category", "route", (1,), (), None, HOSTILE, {"why": HOSTILE}),
        e.RunFinished(1.0, "failed", HOSTILE, None, (2,), e.Failure("internal", HOSTILE)),
    ]
    for text in (dot(SUPPORT, Trace(log)), mermaid(SUPPORT, Trace(log))):
        assert "script" not in text
        assert "\x1b" not in text
    assert label(dot(SUPPORT, Trace(log)), "category") == "category | ✓"


def test_labels_are_taken_letter_by_letter() -> None:
    odd = replace(CALENDAR, diagram=(("input", "extract", '<b>"x"\\N</b>'), ("extract", "output")))
    assert 'label="<b>\\"x\\"\\\\N</b>"' in edge(dot(odd), "input", "extract")
    assert "#60;b#62;#34;x#34;" in mermaid(odd)


def test_mermaid_draws_the_same_graph_with_states_and_ways() -> None:
    text = mermaid(CALENDAR, CALENDAR_REJECTED)
    assert text.startswith("flowchart LR\n")
    assert 'n_extract["extract<br/>✓ 1.2 s"]:::completed' in text
    assert 'n_is_it_an_event{"is_it_an_event<br/>✓ no"}:::completed' in text
    assert 'n_is_it_an_event ==>|"no"| n_rejected' in text
    assert 'n_is_it_an_event -.->|"yes"| n_details' in text
    assert "n_input --> n_extract" in mermaid(CALENDAR)
    for state in COLOURS:
        assert f"classDef {state} " in text


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#0e1117"])
def test_lines_read_on_light_and_on_dark(background: str) -> None:
    assert contrast(LINE, background) >= 3.8
    assert contrast(TAKEN, background) >= 3.5
    for _, border in COLOURS.values():
        assert contrast(border, background) >= 2.9


def test_names_read_on_every_fill() -> None:
    for state, (fill, _) in COLOURS.items():
        assert contrast(FAINT_INK if state == "unreached" else INK, fill) >= 4.3


def test_a_notebook_gets_every_form_it_may_draw() -> None:
    bundle = Diagram(CALENDAR, CALENDAR_REJECTED)._repr_mimebundle_()
    assert bundle["text/plain"].startswith("digraph")
    assert bundle["text/markdown"].startswith("```mermaid\nflowchart LR")


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz' program dot is not installed")
def test_graphviz_draws_it() -> None:
    picture = Diagram(CALENDAR, CALENDAR_REJECTED)._repr_mimebundle_()["image/svg+xml"]
    assert picture.count('class="node"') == len(CALENDAR.nodes)
    assert "is_it_an_event" in picture


def test_without_graphviz_there_is_no_picture_but_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Diagram(CALENDAR).svg is None
    assert "image/svg+xml" not in Diagram(CALENDAR)._repr_mimebundle_()
