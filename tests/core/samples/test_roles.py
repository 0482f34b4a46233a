import pytest

from core.samples.roles import Assignment, Role, read_roles, read_tasks


def test_a_role_has_a_name_a_goal_and_perhaps_a_backstory() -> None:
    roles = read_roles("Host: thinks of the guests\n\n Cook : plans the food. Backstory: ran a canteen: for years.\n")
    assert roles == (
        Role(name="Host", goal="thinks of the guests"),
        Role(name="Cook", goal="plans the food.", backstory="ran a canteen: for years."),
    )
    assert roles[0].line == "Host: thinks of the guests"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Give 2 to 8 roles.*here are 0"),
        ("Host: guests", "here are 1"),
        ("\n".join(f"R{n}: x" for n in range(9)), "here are 9"),
        ("Host: a\nhost: b", "Two roles are called 'host'"),
        ("Host: a\nno colon here", "'no colon here' is no role"),
        ("Host: a\nCook:", "'Cook:' is no role"),
        ("Host: a\nmanager: b", "'manager' is no name"),
        ("Host: a\n<b>: c", "'<b>' is no name"),
        (f"Host: a\n{'x' * 41}: c", "is no name"),
    ],
)
def test_a_text_that_holds_no_roles_is_refused_with_the_line(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        read_roles(text)


CREW = (Role(name="Host", goal="greets"), Role(name="Head Cook", goal="cooks"))


def test_a_task_is_for_the_role_that_begins_its_line() -> None:
    assert read_tasks("host: Greet: all\n\nHead Cook: Cook {topic}", CREW) == (
        Assignment(role="Host", task="Greet: all"),
        Assignment(role="Head Cook", task="Cook {topic}"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Give 1 to 12 tasks.*here are 0"),
        ("Waiter: serve", "Begin it with one of: Host, Head Cook"),
        ("Host:", "'Host:' is no task"),
        ("Host: x\n" * 13, "here are 13"),
    ],
)
def test_a_text_that_holds_no_tasks_is_refused_with_the_line(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_tasks(text, CREW)
