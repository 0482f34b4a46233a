"""Timeline and step table of runs whose steps stand in groups, drawn from logs made by hand."""

import re
from typing import Any

import pytest

from core.providers.protocol import Message, Usage
from core.trace import events as e
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow
from pages.run.folding import merged
from pages.run.live import LONGEST_ALT, described
from pages.run.steps_table import PER_PAGE, pages, steps_table_html
from pages.run.timeline import MOST_BARS, MOST_LINES, timeline
from tests.hostile import LINES

SUPPORT = find_workflow("support-system")


def step(number: int, node: str, *group: str, at: float = 0.0, until: float | None = None) -> list[Any]:
    """A step that asks a model."""
    found: list[Any] = [
        e.StepStarted(at, number, node, "llm", (), group, None, {}),
        e.AttemptStarted(at, number, 1, "simulated:demo", (Message("user", "x"),), None),
    ]
    if until is not None:
        usage = Usage(1000, 10)
        found.append(e.AttemptFinished(until, number, 1, "ok", "Hi", (), usage, 0.25, None))
        found.append(e.StepFinished(until, number, "Hi"))
    return found


def trace_of(*steps: list[Any]) -> Trace:
    begun = e.RunStarted(0.0, "r", "w", "x", {}, {"model": "simulated:demo"}, "")
    return Trace([begun, *(one for step in steps for one in step)])


NESTED = trace_of(
    step(1, "classify", until=1.0),
    step(2, "think", "agent", at=1.0, until=2.0),
    step(3, "work", "agent", "helper", at=2.0, until=3.0),
    step(4, "think", "agent", at=3.0, until=4.0),
    step(5, "report", at=4.0),
)


def names(drawn: str) -> list[str]:
    return re.findall(r'<div class="pw-name[^"]*"[^>]*>([^<]*)</div>', drawn)


def rows(drawn: str) -> list[list[str]]:
    """The cells of the table's body as texts."""
    body = drawn.partition("<tbody>")[2]
    return [re.findall(r"<td[^>]*>(?:<span[^>]*>)?([^<]*)", row) for row in body.split("</tr>")[:-1]]


def test_the_steps_of_a_group_stand_indented_below_its_name() -> None:
    drawn = timeline(NESTED, 5.0)
    assert names(drawn) == ["classify", "agent", "think", "helper", "work", "think", "report"]
    assert 'title="agent/helper/work"' in drawn
    assert drawn.count("padding-left:0.9rem") == 3
    assert drawn.count("padding-left:1.8rem") == 1
    assert 'pw-span" style="left:20.00%;width:60.00%"' in drawn


def test_a_group_that_is_shut_is_one_bar_of_its_steps() -> None:
    drawn = timeline(NESTED, 5.0, shut=["agent"])
    assert names(drawn) == ["classify", "agent (3 steps)", "report"]
    assert 'pw-completed" style="left:20.00%;width:60.00%"' in drawn
    assert "3.0 s" in drawn


def test_the_table_sums_a_group_up_above_its_steps() -> None:
    table = rows(steps_table_html(NESTED, 5.0))
    assert [row[0] for row in table] == ["classify", "agent", "think", "helper", "work", "think", "report"]
    assert table[1] == ["agent", "✓ completed", "3 steps", "1.0 s", "3.0 s", "3,000", "30", "$0.75", "3"]
    assert table[3] == ["helper", "✓ completed", "1 step", "2.0 s", "1.0 s", "1,000", "10", "$0.25", "1"]


def test_a_group_does_not_count_what_others_did_between_its_steps() -> None:
    apart = trace_of(
        step(1, "think", "agent", until=1.0),
        step(2, "report", at=1.0, until=9.0),
        step(3, "think", "agent", at=9.0, until=10.0),
    )
    assert rows(steps_table_html(apart, 10.0))[0][:5] == ["agent", "✓ completed", "2 steps", "0 ms", "2.0 s"]
    assert re.findall(r"<s [^>]*>([^<]*)</s>", timeline(apart, 10.0, shut=["agent"])) == ["2.0 s", "8.0 s"]
    assert "agent: 2.0 s, between 0 ms and 10.0 s" in timeline(apart, 10.0)


def test_a_group_that_is_shut_is_one_line_of_the_table() -> None:
    assert [row[0] for row in rows(steps_table_html(NESTED, 5.0, shut=["agent"]))] == ["classify", "agent", "report"]
    assert [row[0] for row in rows(steps_table_html(NESTED, 5.0, shut=["agent/helper"]))][3] == "helper"


def test_a_group_shows_the_most_telling_state_of_its_steps() -> None:
    running = trace_of(step(1, "think", "agent", until=1.0), step(2, "think", "agent", at=1.0))
    assert rows(steps_table_html(running, 2.0))[0][1] == "… running"
    failed = trace_of(step(1, "think", "agent", until=1.0), step(2, "think", "agent", at=1.0))
    failed.feed([e.StepFailed(2.0, 2, e.Failure("server", "No."))])
    assert rows(steps_table_html(failed, 2.0))[0][1] == "✗ partly failed"


def test_a_page_of_the_table_begins_with_the_headings_it_stands_below() -> None:
    many = trace_of(*(step(number, "think", "agent", "helper", until=1.0) for number in range(1, 101)))
    assert pages(many) == 2
    second = [row[0] for row in rows(steps_table_html(many, 1.0, 2))]
    assert second == ["agent", "helper", *["think"] * (102 - PER_PAGE)]
    assert pages(many, shut=["agent"]) == 1


def test_a_long_run_gets_a_line_for_each_node_of_each_group() -> None:
    many = [step(number, f"n{number % 2}", f"g{number % 3}", until=1.0) for number in range(1, 601)]
    drawn = names(timeline(trace_of(*many), 1.0))
    assert drawn == ["g1", "n1 ×100", "n0 ×100", "g2", "n0 ×100", "n1 ×100", "g0", "n1 ×100", "n0 ×100"]


def test_where_that_is_too_long_the_deepest_groups_are_one_line_each() -> None:
    many = [step(number, "think", "agents", f"g{number % 50}", until=1.0) for number in range(1, 501)]
    drawn = names(timeline(trace_of(*many), 1.0))
    assert drawn[:2] == ["agents", "g1 (10 steps)"]
    assert len(drawn) == 51


def test_a_thousand_groups_side_by_side_are_cut_with_a_count() -> None:
    many = [step(number, "think", f"g{number}", until=1.0) for number in range(1, 1001)]
    drawn = names(timeline(trace_of(*many), 1.0))
    assert len(drawn) == MOST_LINES + 1
    assert drawn[-1] == f"… and {1000 - MOST_LINES} more steps"


def test_a_group_of_too_many_groups_keeps_the_first_of_them_in_sight() -> None:
    many = [step(number, "think", "agents", f"g{number % 200}", until=1.0) for number in range(1, 601)]
    drawn = names(timeline(trace_of(*many), 1.0))
    assert drawn[:2] == ["agents", "g1 (3 steps)"]
    assert drawn[-1] == f"… and {600 - 3 * (MOST_LINES - 1)} more steps"


def test_a_line_of_many_steps_has_a_few_dozen_bars() -> None:
    many = [step(number, "think", "g", at=number**2, until=number**2 + 1.0) for number in range(1, 1001)]
    assert 0 < timeline(trace_of(*many), 1e6).count('class="pw-completed"') <= MOST_BARS
    assert merged([(0.0, 1.0), (3.0, 4.0), (4.5, 5.0)], 0.1, 2) == [(0.0, 1.0), (3.0, 5.0)]
    assert merged([(0.0, 1.0)] * 9, 0.0, 1) == [(0.0, 1.0)]


@pytest.mark.parametrize("hostile", LINES[10:24])
def test_no_group_name_becomes_markup_or_draws_a_page_of_its_own(hostile: str) -> None:
    trace = trace_of(step(1, hostile, hostile, hostile * 50, until=1.0), step(2, hostile, until=1.0))
    for drawn in (timeline(trace, 1.0), steps_table_html(trace, 1.0), timeline(trace, 1.0, shut=[hostile])):
        assert "<img" not in drawn
        assert "<script" not in drawn
        assert len(drawn) < 20_000


def test_the_diagram_is_told_in_words_with_what_happened() -> None:
    trace = trace_of(step(1, "classify", until=1.0), step(2, "think", "billing", "helper", at=1.0, until=2.0))
    said = described(SUPPORT, trace)
    assert "input to billing/helper/think" in said
    assert "classify to desk" in said
    assert "desk to technical/diagnose (technical)" in said
    assert "desk to technical (technical)" in described(SUPPORT, trace, ["technical"])
    assert len(described(SUPPORT, trace_of(*(step(n, "x", f"g{n}" * 50, until=1.0) for n in range(1, 99))))) < (
        LONGEST_ALT + 200
    )
