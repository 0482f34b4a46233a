from core.reports.groups import DEEPEST, Group, GroupLine, group_names, grouped, lines
from core.trace import events as e
from core.trace.step_record import Step
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow


def steps(*groups: tuple[str, ...], ended: bool = True) -> list[Step]:
    """A step of a second in each of these groups, one after the other."""
    trace = Trace([e.RunStarted(0.0, "r", "w", "x", {}, {}, "")])
    for number, group in enumerate(groups, 1):
        trace.feed([e.StepStarted(float(number), number, f"n{number}", "llm", (), group, None, {})])
        trace.feed([e.StepFinished(number + 1.0, number, "x")] if ended else [])
    return list(trace.steps.values())


def told(found: list[GroupLine]) -> list[str]:
    """Each line as a word, indented."""
    return [
        "  " * line.depth
        + (f"[{line.of.path[-1]}]" + " shut" * line.shut if isinstance(line.of, Group) else line.of.node)
        for line in found
    ]


def test_a_group_is_a_heading_with_its_steps_below_it_though_others_ran_in_between() -> None:
    tree = grouped(steps((), ("a",), ("b",), ("a",), ("a", "c"), ()))
    assert told(list(lines(tree))) == ["n1", "[a]", "  n2", "  n4", "  [c]", "    n5", "[b]", "  n3", "n6"]


def test_a_group_that_is_shut_is_one_line() -> None:
    tree = grouped(steps((), ("a",), ("a", "c"), ("b",)))
    assert told(list(lines(tree, ["a"]))) == ["n1", "[a] shut", "[b]", "  n4"]
    assert told(list(lines(tree, ["a/c", "b"]))) == ["n1", "[a]", "  n2", "  [c] shut", "[b] shut"]


def test_a_group_sums_up_its_steps() -> None:
    tree = grouped(steps(("a",), ("a", "c"), ("a",)))
    (group,) = tree.members.values()
    assert isinstance(group, Group)
    assert [step.node for step in group.steps] == ["n1", "n2", "n3"]
    assert group.span(9.0) == (1.0, 4.0)
    assert group.state == "completed"
    running = grouped(steps(("a",), ended=False))
    assert running.span(9.0) == (1.0, 9.0)
    assert running.state == "running"


def test_groups_a_thousand_deep_are_told_apart_as_far_as_one_can_read() -> None:
    deep = tuple(f"g{depth}" for depth in range(1000))
    tree = grouped(steps(deep, deep[:-1]))
    assert [line.depth for line in lines(tree)] == [*range(DEEPEST), DEEPEST, DEEPEST]


def test_declared_groups_can_be_shut_before_a_run_and_what_happened_after_it_began() -> None:
    workflow = find_workflow("support-system")
    assert group_names(workflow, None) == ("technical", "billing")
    trace = Trace([e.RunStarted(0.0, "r", "w", "x", {}, {}, "")])
    trace.feed([e.StepStarted(0.0, 1, "think", "llm", (), ("billing", "helper"), None, {})])
    assert group_names(workflow, trace) == ("technical", "billing", "billing/helper")
