import pytest
from pydantic import ValidationError

from core.samples.work_list import Invented, PriorityChange, WorkList


def invented(name: str, priority: int = 5, tools: tuple[str, ...] = ()) -> Invented:
    return Invented(name=name, what=f"Do {name}", instructions="You do it.", tools=list(tools), priority=priority)


def of(*tasks: Invented, most: int = 10) -> WorkList:
    return WorkList().extended(tasks, ["weather"], most=most)


def test_the_task_with_the_highest_priority_comes_first_and_of_equals_the_first() -> None:
    listed = of(invented("a", 3), invented("b", 7), invented("c", 7))
    assert listed.next is not None
    assert listed.next.name == "b"
    assert [one.number for one in listed.tasks] == [1, 2, 3]


def test_a_new_priority_changes_what_comes_next() -> None:
    listed = of(invented("a", 3), invented("b", 7)).rearranged([PriorityChange(task=1, priority=9)])
    assert listed.next is not None
    assert listed.next.name == "a"


def test_only_open_tasks_are_put_in_another_order() -> None:
    listed = of(invented("a", 3)).ended(1, "done", "It is done.").rearranged([PriorityChange(task=1, priority=9)])
    assert listed.tasks[0].priority == 3
    assert listed.rearranged([PriorityChange(task=99, priority=9)]) == listed


def test_a_task_that_has_ended_is_not_done_again() -> None:
    listed = of(invented("a"), invented("b")).ended(1, "done", "Yes.").ended(2, "stopped", "No.")
    assert listed.next is None
    assert listed.results() == ["a: Yes."]
    assert listed.findings() == "### a\nYes."


def test_a_change_leaves_the_list_before_as_it_was() -> None:
    before = of(invented("a"))
    before.ended(1, "done", "Yes.")
    assert before.tasks[0].status == "open"


def test_tasks_of_one_name_are_told_apart_by_their_numbers() -> None:
    long = "x" * 100
    names = [one.name for one in of(*map(invented, ("a", "a", "a (4)", "a", long, long + "y"))).tasks]
    assert names == ["a", "a (2)", "a (4)", "a (4, 2)", "x" * 80, "x" * 76 + " (6)"]


def test_a_plan_with_ten_thousand_tasks_is_cut_to_the_most_pressing_with_a_clear_note() -> None:
    listed = of(*(invented(str(number), 10 if number in (70, 9_000) else 1) for number in range(10_000)), most=3)
    assert [one.name for one in listed.tasks] == ["0", "70", "9000"]
    assert listed.notes == [
        "10,000 tasks were invented with room for 3: a list holds at most 3. The 3 most pressing were kept."
    ]


def test_a_full_list_takes_no_more_and_says_so() -> None:
    full = of(invented("a"), most=1)
    more = full.extended([invented("b", 10)], [], most=1)
    assert more.tasks == full.tasks
    assert more.notes == ["1 more task was invented, but the list is full with 1."]


def test_exactly_as_many_as_fit_need_no_note() -> None:
    assert of(invented("a"), invented("b"), most=2).notes == []


def test_tools_that_nobody_offers_are_left_out_with_a_note() -> None:
    listed = of(invented("a", tools=("weather", "shell", "weather", "rm -rf /" * 50)))
    assert listed.tasks[0].tools == ["weather"]
    assert listed.notes[0].startswith("Task 1 asked for tools that are not in the catalogue: shell, rm -rf /")
    assert len(listed.notes[0]) < 150


def test_a_name_without_end_is_cut() -> None:
    assert len(of(invented("x" * 5000)).tasks[0].name) == 80


@pytest.mark.parametrize("priority", [0, 11])
def test_a_priority_is_from_one_to_ten(priority: int) -> None:
    with pytest.raises(ValidationError):
        invented("a", priority)


def test_the_list_reads_as_lines_with_results() -> None:
    text = of(invented("a", 3), invented("b", 7)).ended(2, "done", "Yes.").as_text()
    assert text == "1. [open, priority 3] a: Do a\n2. [done, priority 7] b: Yes."
